"""That a person died: recorded, made more exact, and taken back where it was a mistake (docs/adr/0030)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import StaleVersion
from app.foundation.partial_date import PartialDate
from app.people import policies, queries, questions
from app.people.corrections import text_of
from app.people.enums import DeathSource, HouseholdAct
from app.people.models import Household, Person, PersonChange
from app.people.services import facts
from app.people.services.household_history import Act, correct_act, is_correctable, take_turn
from app.people.services.households import go_from, lock_household_of, member_of


@dataclass(frozen=True, kw_only=True)
class NewDeath:
    """What is known of a death; of what somebody died is not asked.

    Attributes:
        died: when, as far as known; None where only that they died is.
        new_head_id: who follows, where the person was the head of a household with others.
        confirmed: whether a child may lead those who stay, or no adult be with them.
    """

    known_by: DeathSource
    died: PartialDate | None = None
    new_head_id: UUID | None = None
    confirmed: Collection[policies.Confirmed] = ()


def record_death(actor: Actor, person_id: UUID, new: NewDeath, *, version: int) -> Person:
    """Record that a person died, or what is known of it by now. The first time they leave their household by it.

    Args:
        version: the version of the file that the page showed.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role does not change files.
        StaleVersion: the file was changed meanwhile; ``differences`` are by field name.
        RefusedInput: an impossible day, or as ``leave_household``.
    """
    household = queries.household_of(actor, person_id)
    _take_turn(actor, person_id, household)
    person = _locked(actor, person_id)
    _check_version(person, version, new)
    policies.check_death(new.died, person.birth, today=today_in(actor.time_zone))
    is_new = not person.has_died
    _write(actor, person, "death:recorded" if is_new else "death:changed", new)
    if is_new:
        _leave_household(actor, person, new)
        questions.death_changed.ask_all(actor, person)
    return person


def take_back_death(actor: Actor, person_id: UUID, *, version: int) -> bool:
    """Take back a death that was recorded by mistake; the history of the file keeps both.

    Returns:
        Whether the household stands as before, too; False where it has gone on since, and somebody has to look.

    Raises:
        NotFound, NotAllowed, StaleVersion: as ``record_death``.
        WrongState: no death is recorded.
    """
    act = queries.find_act_of_death(actor, person_id)
    _take_turn(actor, person_id, queries.get_household(actor, act[0].household_id) if act else None)
    person = _locked(actor, person_id)
    _check_version(person, version, None)
    policies.check_has_died(person)
    _write(actor, person, "death:taken_back", None)
    questions.death_changed.ask_all(actor, person)
    if act and is_correctable(actor, act):
        correct_act(actor, act[0].household_id, act[0].act_id)
        return True
    return not act


def _take_turn(actor: Actor, person_id: UUID, household: Household | None) -> None:
    """Before any row is locked: the person's office, and that of the household, which may be another."""
    take_turn([queries.get_person(actor, person_id).office_id, *([household.office_id] if household else [])])


def _locked(actor: Actor, person_id: UUID) -> Person:
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_change_person(actor, person)
    return person


def _check_version(person: Person, version: int, new: NewDeath | None) -> None:
    if person.version == version:
        return
    stated = {"death_known_by": (person.death_known_by, new.known_by), "died": (person.died, new.died)} if new else {}
    raise StaleVersion(
        _l("Somebody saved a change of this person while you were writing. Nothing of yours was saved yet."), stated
    )


def _write(actor: Actor, person: Person, action: str, new: NewDeath | None) -> None:
    before = facts.facts_of(person)
    died = new.died if new else None
    person.death_known_by = new.known_by if new else None
    person.died_year, person.died_month, person.died_day = (died.year, died.month, died.day) if died else (None, None, None)
    changed = facts.differences(before, facts.facts_of(person))
    if not changed:
        return
    _keep(actor, person, changed)
    person.version += 1
    office_id, fields = person.audit_office_id, sorted(changed)
    audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=office_id, fields=fields)
    db.session.flush()


def _keep(actor: Actor, person: Person, changed: dict[str, tuple[Any, Any]]) -> None:
    kept = {"person_id": person.id, "changed_by": actor.id, "changed_at": now()}
    for field, (before, after) in changed.items():
        db.session.add(PersonChange(field=field, before=text_of(field, before), after=text_of(field, after), **kept))


def _leave_household(actor: Actor, person: Person, new: NewDeath) -> None:
    if queries.find_membership(actor, person.id) is None:
        return
    household = lock_household_of(actor, person.id)
    member = member_of(household, person.id)
    day = policies.day_of_leaving(new.died, joined_on=member.joined_on, today=today_in(actor.time_zone))
    act = Act(actor=actor, occurred_on=day, kind=HouseholdAct.DEATH)
    go_from(act, household, member, new_head_id=new.new_head_id, confirmed=new.confirmed)
