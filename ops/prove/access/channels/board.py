"""The supervisor's numbers and the lists behind them, and the numbers of one's own day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from uuid import UUID

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.supervision import queries
from app.supervision.queries.scope import as_supervisor
from ops.prove.access.channels import channel
from ops.prove.access.channels.channel import Channel, Item, Items, all_rows, counted, reads_cases, reads_referrals
from ops.prove.access.oracle import CaseFacts, Oracle, ReferralFacts, World, tables

MOST = 500


def _supervisor(actor: Actor) -> Actor | None:
    """The actor as the board knows them; None where its door is closed."""
    return as_supervisor(actor) if actor.may(Permission.REVIEW_CASELOAD) else None


def _behind_the_door(look: Callable[[Actor, World], Items]) -> Callable[[Actor, World], Items]:
    def look_as_supervisor(actor: Actor, world: World) -> Items:
        supervisor = _supervisor(actor)
        return look(supervisor, world) if supervisor else set()

    return look_as_supervisor


def _loads(actor: Actor, _world: World) -> Items:
    numbers: Counter[UUID | None] = Counter()
    for row in queries.list_loads(actor, today_in(actor.time_zone)):
        numbers[row.caseworker_id] += row.cases
    return counted(numbers.items())


def _all_loads(world: World) -> Collection[Item]:
    return counted(Counter(case.carrier for case in world.cases.values() if case.status in tables.AT_WORK).items())


def _loads_of(oracle: Oracle, found: Items) -> Items:
    cases = (oracle.world.cases[case] for case in found)
    return counted(Counter(case.carrier for case in cases if case.status in tables.AT_WORK).items())


def _loads_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return _loads_of(oracle, _supervised(oracle, user))


def _loads_in_reach(oracle: Oracle, user: UUID) -> Items:
    return _loads_of(oracle, reads_cases(oracle, user))


def _supervised(oracle: Oracle, user: UUID, which: Callable[[CaseFacts], bool] = lambda _case: True) -> Items:
    return oracle.cases(lambda case: which(case) and oracle.finds_case(user, case, tables.SUPERVISE))


def _chosen(actor: Actor, world: World) -> Items:
    return {case.id for case in queries.list_board_cases(actor, list(world.cases))}


def _unassigned(actor: Actor, _world: World) -> Items:
    return {case.id for case in queries.list_longest_unassigned(actor, most=MOST)}


def _unassigned_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return _supervised(oracle, user, lambda case: case.carrier is None and case.status in tables.AT_WORK)


def _silent(actor: Actor, _world: World) -> Items:
    today = today_in(actor.time_zone)
    return {case.id for case, _ in all_rows(lambda page: queries.list_silent(actor, today, page))}


def _silent_by_oracle(oracle: Oracle, user: UUID) -> Items:
    """Nobody talks with anybody in this town: every open case of high risk has been silent for too long."""
    return _supervised(oracle, user, lambda case: case.risk == "high" and case.status == tables.OPEN)


def _returned(actor: Actor, _world: World) -> Items:
    return {answer.referral.id for answer in all_rows(lambda page: queries.list_returned(actor, page))}


def _returned_by_oracle(oracle: Oracle, user: UUID) -> Items:
    supervised = _supervised(oracle, user)

    def is_returned(referral: ReferralFacts) -> bool:
        return referral.status in tables.ANSWERED and not referral.told and referral.case in supervised

    return oracle.referrals(is_returned)


def _own_days(actor: Actor, world: World) -> Items:
    """What stands on each colleague's page of the caseload and on one's own first page."""
    today = today_in(actor.time_zone)
    return counted((user, queries.count_cases_of(actor, user, today).overdue) for user in world.carriers())


def _own_lists(actor: Actor, world: World) -> Items:
    today = today_in(actor.time_zone)
    return {case.id for user in world.carriers() for case in queries.list_cases_of(actor, user, today, most=MOST)}


def _waits_for_somebody(case: CaseFacts) -> bool:
    """Every open case of the town has been overdue for days."""
    return case.status == tables.OPEN and case.carrier is not None


def _days_of(oracle: Oracle, found: Items) -> Items:
    cases = (oracle.world.cases[case] for case in found)
    return counted(Counter(case.carrier for case in cases if _waits_for_somebody(case)).items())


def _all_days(world: World) -> Collection[Item]:
    return counted(Counter(case.carrier for case in world.cases.values() if _waits_for_somebody(case)).items())


def _days_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return _days_of(oracle, oracle.cases(lambda case: oracle.finds_case(user, case)))


def _days_in_reach(oracle: Oracle, user: UUID) -> Items:
    return _days_of(oracle, reads_cases(oracle, user))


def _lists_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return oracle.cases(lambda case: _waits_for_somebody(case) and oracle.finds_case(user, case))


BOARD = (
    Channel("count: caseload", _all_loads, _behind_the_door(_loads), _loads_by_oracle, _loads_in_reach),
    Channel("count: somebody's day", _all_days, _own_days, _days_by_oracle, _days_in_reach),
    Channel("drill-down: somebody's day", channel.cases, _own_lists, _lists_by_oracle, reads_cases),
    Channel("drill-down: cases to share out", channel.cases, _behind_the_door(_chosen), _supervised, reads_cases),
    Channel("drill-down: unassigned", channel.cases, _behind_the_door(_unassigned), _unassigned_by_oracle, reads_cases),
    Channel("drill-down: silent", channel.cases, _behind_the_door(_silent), _silent_by_oracle, reads_cases),
    Channel("drill-down: answers", channel.referrals, _behind_the_door(_returned), _returned_by_oracle, reads_referrals),
)
