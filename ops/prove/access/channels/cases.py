"""The ways in which cases reach a user."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import product
from typing import Any
from uuid import UUID

from app.audit.queries import list_of_record
from app.cases import policies, queries
from app.cases.models import Case
from app.cases.policies import CaseAction
from app.cases.queries import CaseFilter, StatusGroup
from app.foundation.actor import Actor
from app.referrals import policies as referrals
from ops.prove.access.channels import channel
from ops.prove.access.channels.channel import Channel, Item, Items, all_rows, finds_cases, found, ids_found, reads_cases
from ops.prove.access.oracle import Oracle, World, tables

GROUPS = (StatusGroup.AT_WORK, StatusGroup.CLOSED)
Listing = Callable[[Actor, UUID, int | None], Any]


def _opened(actor: Actor, world: World) -> Items:
    return ids_found(queries.read_case, actor, world.cases)


def _open_to_work(actor: Actor, world: World) -> Items:
    return ids_found(queries.get_case, actor, world.cases)


def _listed(actor: Actor, _world: World) -> Items:
    return {case.id for group in GROUPS for case in _list(actor, CaseFilter(status=group))}


def _listed_of_colleagues(actor: Actor, world: World) -> Items:
    filters = (CaseFilter(status=group, caseworker_id=user) for group in GROUPS for user in world.carriers())
    return {case.id for wanted in filters for case in _list(actor, wanted)}


def _list(actor: Actor, wanted: CaseFilter) -> Iterator[Any]:
    return all_rows(lambda page: queries.list_cases(actor, wanted, page))


def _carried(oracle: Oracle, user: UUID) -> Items:
    return {case for case in finds_cases(oracle, user) if oracle.world.cases[case].carrier}


def _by_code(actor: Actor, world: World) -> Items:
    cases = (queries.find_case_by_code(actor, one.code) for one in world.cases.values())
    return {case.id for case in cases if case}


def _of_people(actor: Actor, world: World) -> Items:
    return {case.id for person in world.people for case in queries.list_cases_of_person(actor, person)}


def _with(listing: Listing) -> Callable[[Actor, World], Items]:
    """The cases of which a page shows at least one line."""
    return lambda actor, world: {case for case in world.cases if listing(actor, case, None).rows}


def _with_history(actor: Actor, world: World) -> Items:
    return {case.id for case in found(queries.read_case, actor, world.cases) if queries.list_events(actor, case, 1)}


def _access_log(actor: Actor, world: World) -> Items:
    cases = found(queries.get_case, actor, world.cases)
    read = (case.id for case in cases if policies.can_view_access_log(actor, case))
    return {case_id for case_id in read if list_of_record("case", case_id, 1).rows}


def _supervises(oracle: Oracle, user: UUID) -> Items:
    return oracle.cases(lambda case: oracle.finds_case(user, case, tables.SUPERVISE))


def _classes(actor: Actor, world: World) -> Items:
    return {
        (case.id, privacy.value)
        for case in found(queries.read_case, actor, world.cases)
        for privacy in policies.field_classes(actor, case)
    }


def _all_classes(world: World) -> Collection[Item]:
    return list(product(world.cases, tables.CLASSES))


def _classes_by_oracle(oracle: Oracle, user: UUID) -> Items:
    cases = oracle.world.cases.values()
    return {(case.id, privacy) for case in cases for privacy in oracle.classes_of_case(user, case)}


def _classes_in_reach(oracle: Oracle, user: UUID) -> Items:
    return set(product(reads_cases(oracle, user), tables.CLASSES))


RESTRICT, NAME, OPEN_AGAIN, REFER = "restrict", "name", "open again", "refer"
STEPS = (*tables.STEPS_IN_A_CASE, RESTRICT, NAME, OPEN_AGAIN, REFER)


def _steps(actor: Actor, world: World) -> Items:
    """Every step that the pages would let the actor take, in the state in which each case is."""
    return {(case.id, step) for case in found(queries.get_case, actor, world.cases) for step in _steps_in(actor, case)}


def _steps_in(actor: Actor, case: Case) -> Iterator[str]:
    yield from (action.value for action in CaseAction if policies.can_act(actor, action, case))
    if policies.can_restrict_case(actor, case):
        yield RESTRICT
    if policies.can_name(actor, case):
        yield NAME
    if policies.can_end_restriction(actor, case):
        yield OPEN_AGAIN
    if referrals.can_refer(actor, case):
        yield REFER


def _all_steps(world: World) -> Collection[Item]:
    return list(product(world.cases, STEPS))


def _steps_by_oracle(oracle: Oracle, user: UUID) -> Items:
    allowed: Items = set()
    for case in oracle.world.cases.values():
        allowed |= {(case.id, step) for step in tables.STEPS_IN_A_CASE if oracle.takes_step(user, step, case)}
        others = {
            RESTRICT: oracle.restricts_case(user, case),
            NAME: oracle.names_others(user, case),
            OPEN_AGAIN: oracle.opens_again(user, case),
            REFER: oracle.refers(user, case),
        }
        allowed |= {(case.id, step) for step, is_allowed in others.items() if is_allowed}
    return allowed


def _steps_in_reach(oracle: Oracle, user: UUID) -> Items:
    return set(product(reads_cases(oracle, user), STEPS))


CASES = (
    Channel("page: a case", channel.cases, _opened, reads_cases, reads_cases),
    Channel("page: a case, to work on", channel.cases, _open_to_work, finds_cases, reads_cases),
    Channel("page: notes", channel.cases, _with(queries.list_notes), reads_cases, reads_cases),
    Channel("page: services", channel.cases, _with(queries.list_deliveries), reads_cases, reads_cases),
    Channel("page: follow-ups", channel.cases, _with(queries.list_follow_ups), reads_cases, reads_cases),
    Channel("page: history", channel.cases, _with_history, reads_cases, reads_cases),
    Channel("page: cases of a person", channel.cases, _of_people, reads_cases, reads_cases),
    Channel("list of cases", channel.cases, _listed, finds_cases, reads_cases),
    Channel("list of a colleague's cases", channel.cases, _listed_of_colleagues, _carried, reads_cases),
    Channel("search for a case by code", channel.cases, _by_code, finds_cases, reads_cases),
    Channel("access log of a case", channel.cases, _access_log, _supervises, reads_cases),
    Channel("field classes of a case", _all_classes, _classes, _classes_by_oracle, _classes_in_reach),
    Channel("steps in a case", _all_steps, _steps, _steps_by_oracle, _steps_in_reach),
)
