"""What a person finds hard to do and what they specifically need: narrative of their file, or need-to-know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.catalogue.models import SpecificNeed
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput, WrongState
from app.people import policies, queries
from app.people.enums import AnsweredBy, Difficulty
from app.people.models import Functioning, Person, PersonNeed


@dataclass(frozen=True, kw_only=True)
class NewNeed:
    """A need as the person tells it, since when if that is known."""

    need_id: UUID
    since_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewAnswers:
    """One round of the Washington Group's questions: an answer for each of the six domains."""

    difficulties: Mapping[str, Difficulty]
    answered_by: AnsweredBy
    answered_on: date


@dataclass(frozen=True)
class NeedsOfPerson:
    """What was read: the rounds of answers and the needs, each as far as the actor may read them."""

    person: Person
    functioning: Sequence[Functioning]
    needs: Sequence[PersonNeed]


def read_needs(actor: Actor, person_id: UUID) -> NeedsOfPerson:
    """Read what a person needs; that it was read is written down.

    Raises:
        NotFound: there is none within the actor's scope.
        NotAllowed: the actor reads no narrative of this file.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_read_narrative(actor, person)
    found = NeedsOfPerson(person, queries.list_functioning(actor, person), queries.list_needs(actor, person))
    _record(actor, "person:opened", person, fields=["needs"])
    return found


def record_functioning(actor: Actor, person_id: UUID, new: NewAnswers) -> Functioning:
    """Keep one round of answers; earlier rounds stay as they were.

    Raises:
        NotFound, NotAllowed: the person lies outside the actor's scope, or the role does not work with their file.
        WrongState: the person is under 5.
        RefusedInput: the day lies in the future.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_record_narrative(actor, person)
    today = today_in(actor.time_zone)
    policies.check_old_enough_for_questions(person, today)
    policies.check_not_later_than(new.answered_on, today, field="answered_on")
    answers = Functioning(
        person_id=person.id,
        **new.difficulties,
        answered_by=new.answered_by,
        answered_on=new.answered_on,
        recorded_by=actor.id,
    )
    db.session.add(answers)
    db.session.flush()
    _record(actor, "functioning:recorded", person)
    return answers


def record_need(actor: Actor, person_id: UUID, new: NewNeed) -> PersonNeed:
    """Add a need to a file.

    Raises:
        NotFound, NotAllowed: the person lies outside the actor's scope, or the role does not work with their file.
        RefusedInput: the catalogue has no such need in force, the file is not restricted enough for it, the person has it
            already, or the day lies in the future.
    """
    person = queries.get_person(actor, person_id)
    need, today = db.session.get(SpecificNeed, new.need_id), today_in(actor.time_zone)
    if need is None or not need.is_valid_on(today):
        raise RefusedInput(_l("The catalogue has no such need in force. Choose one of the list"), field="need")
    policies.check_can_record_need(actor, person, need)
    policies.check_not_later_than(new.since_on, today, field="since_on")
    if any(known.need_id == need.id and known.ended_on is None for known in queries.list_needs(actor, person)):
        raise RefusedInput(_l("The file says so already. End the earlier entry first if something changed"), field="need")
    row = PersonNeed(person_id=person.id, need=need, since_on=new.since_on, note=new.note, recorded_by=actor.id)
    db.session.add(row)
    db.session.flush()
    _record(actor, "need:recorded", person)
    return row


def end_need(actor: Actor, person_id: UUID, row_id: UUID, ended_on: date) -> PersonNeed:
    """Write down that a need has passed.

    Raises:
        NotFound: the person lies outside the actor's scope, or has no such need that the actor may read.
        NotAllowed: the role does not work with their file.
        WrongState: it ended before.
        RefusedInput: the day lies in the future or before it began.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_record_narrative(actor, person)
    row = queries.get_need(actor, person, row_id, for_update=True)
    if row.ended_on is not None:
        raise WrongState(_l("This has ended already. Open the file again to see its present state."))
    policies.check_not_later_than(ended_on, today_in(actor.time_zone), field="ended_on")
    policies.check_ends_after(row.since_on, ended_on)
    row.ended_on = ended_on
    _record(actor, "need:ended", person)
    return row


def _record(actor: Actor, action: str, person: Person, *, fields: Sequence[str] = ()) -> None:
    audit.record(
        actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id, fields=list(fields)
    )
