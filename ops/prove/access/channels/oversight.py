"""What those see who review others' work: reports, the trail, emergency accesses; and who is said to see a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product
from uuid import UUID

from app.accounts.permissions import Permission
from app.accounts.queries import list_who_see
from app.accounts.services import read_audit
from app.audit.models import AuditEvent
from app.audit.queries import AuditFilter
from app.cases import queries as cases
from app.emergency import queries as emergencies
from app.foundation.actor import Actor
from app.people import queries as people
from app.reporting import queries as reports
from ops.prove.access.channels.channel import Channel, Item, Items, all_rows, finds_cases, finds_people, found, ids_found
from ops.prove.access.oracle import Oracle, World

MOST_NOTICES = 5
"""So many emergencies at most are in the town: the first page shows no more notices than these."""


def _reports(world: World) -> Collection[Item]:
    return world.reports


def _listed_reports(actor: Actor, _world: World) -> Items:
    if not actor.may(Permission.VIEW_REPORT):
        return set()
    return {report.id for report in all_rows(lambda page: reports.list_reports(actor, page))}


def _opened_reports(actor: Actor, world: World) -> Items:
    if not actor.may(Permission.VIEW_REPORT):
        return set()
    return ids_found(reports.get_report, actor, world.reports)


def _reports_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return {report for report, country in oracle.world.reports.items() if oracle.reads_report(user, country)}


def _records(world: World) -> Collection[UUID]:
    return [*world.people, *world.cases]


def _in_trail(actor: Actor, world: World) -> Items:
    """The records of which somebody reads who opened them. That one was refused stands with whoever was refused.

    Only the openings with which the town began: a page that this proof opens is written down where the file lies by then.
    """
    if not actor.may(Permission.VIEW_AUDIT):
        return set()
    wanted = dict.fromkeys(world.people, "person:opened") | dict.fromkeys(world.cases, "case:opened")
    return {
        record
        for record, action in wanted.items()
        if any(row.actor_id is None for row in _trail(actor, AuditFilter(subject_id=record, action=action)))
    }


def _trail(actor: Actor, wanted: AuditFilter) -> Iterator[AuditEvent]:
    return all_rows(lambda page: read_audit(actor, wanted, page=page))


def _trail_by_oracle(oracle: Oracle, user: UUID) -> Items:
    cases_in_it = oracle.cases(lambda case: oracle.reads_trail_of(user, case))
    return cases_in_it | oracle.people(lambda person: oracle.reads_trail_of(user, person))


def _uses(world: World) -> Collection[Item]:
    return world.emergencies


def _opened_uses(actor: Actor, world: World) -> Items:
    if not actor.may(Permission.READ_BREAK_GLASS):
        return set()
    return ids_found(emergencies.get_use, actor, world.emergencies)


def _opened_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return {use.id for use in oracle.world.emergencies.values() if oracle.reads_emergency(user, use)}


def _listed_uses(actor: Actor, _world: World) -> Items:
    if not actor.may(Permission.REVIEW_BREAK_GLASS):
        return set()
    return {use.id for use in all_rows(lambda page: emergencies.list_uses(actor, page))}


def _listed_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return {use.id for use in oracle.world.emergencies.values() if oracle.lists_emergency(user, use)}


def _notices(actor: Actor, _world: World) -> Items:
    if not actor.may(Permission.READ_BREAK_GLASS):
        return set()
    return {use.id for use in emergencies.list_unseen(actor)}


def _notices_by_oracle(oracle: Oracle, user: UUID) -> Items:
    uses = oracle.world.emergencies.values()
    return {use.id for use in uses if user in use.told and oracle.reads_emergency(user, use)}


def _who_sees(actor: Actor, world: World) -> Items:
    """Pairs of a file that the actor finds and a colleague who is said to see it."""
    places = {person.id: people.place_of(person) for person in found(people.get_person, actor, world.people)}
    places |= {case.id: cases.place_of(case) for case in found(cases.get_case, actor, world.cases)}
    return {(record, grant.user_id) for record, place in places.items() for grant, _ in list_who_see(place)}


def _all_pairs(world: World) -> Collection[Item]:
    return list(product(_records(world), world.staff))


def _who_sees_by_oracle(oracle: Oracle, user: UUID) -> Items:
    world, shown = oracle.world, set()
    for person in finds_people(oracle, user):
        shown |= {(person, other) for other in world.staff if oracle.finds_person(other, world.people[person])}
    for case in finds_cases(oracle, user):
        shown |= {(case, other) for other in world.staff if oracle.finds_case(other, world.cases[case])}
    return shown


OVERSIGHT = (
    Channel("list of reports", _reports, _listed_reports, _reports_by_oracle),
    Channel("page: a report", _reports, _opened_reports, _reports_by_oracle),
    Channel("the trail of a record", _records, _in_trail, _trail_by_oracle),
    Channel("page: an emergency access", _uses, _opened_uses, _opened_by_oracle),
    Channel("list of emergency accesses", _uses, _listed_uses, _listed_by_oracle),
    Channel("notices of emergency accesses", _uses, _notices, _notices_by_oracle),
    Channel("who can see a file", _all_pairs, _who_sees, _who_sees_by_oracle),
)
