"""Since when and until when something held: corrected, with what the file said before kept among its corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.partial_date import PartialDate
from app.people import policies, queries
from app.people.corrections import text_of
from app.people.models import Person, PersonChange, PersonSituation, Stay

Day = date | PartialDate | None
Days = Mapping[str, tuple[Day, Day]]
"""Name of a field among the corrections -> the day that it said, and the day that it says."""


def correct_stay_days(
    actor: Actor, person_id: UUID, stay_id: UUID, *, valid_from: PartialDate | None, valid_until: PartialDate | None
) -> Stay:
    """Correct from when to when a ground of stay is valid, as far as it is known; of one that has ended too.

    Raises:
        NotFound: the person lies outside the actor's scope, or has no such ground of stay.
        NotAllowed: the role does not change files.
        RefusedInput: it would end before it began.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    stay = queries.get_stay(actor, person, stay_id, for_update=True)
    policies.check_validity(valid_from, valid_until)
    if stay.ended_on and valid_from and valid_from.earliest > stay.ended_on:
        raise RefusedInput(_l("It ended before this day. Check the day"), field="valid_from")
    days = {"stay_valid_from": (stay.said_from, valid_from), "stay_valid_until": (stay.said_until, valid_until)}
    stay.say_validity(valid_from, valid_until)
    _keep(actor, person, "stay:corrected", days)
    return stay


def correct_situation_day(actor: Actor, person_id: UUID, situation_id: UUID, since_on: date) -> PersonSituation:
    """Correct since when a situation holds; it stays between the one before it and the one after it.

    Raises:
        NotFound: the person lies outside the actor's scope, or has no such situation.
        NotAllowed: the role does not change files.
        RefusedInput: the day lies in the future, or beyond one of its neighbours.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_change_person(actor, person)
    situation = queries.get_situation(actor, person, situation_id)
    policies.check_not_later_than(since_on, today_in(actor.time_zone), field="since_on")
    _check_between_neighbours(queries.list_situations(actor, person), situation, since_on)
    days = {"situation_since_on": (situation.since_on, since_on)}
    situation.since_on = since_on
    _keep(actor, person, "person:situation_corrected", days)
    return situation


def _check_between_neighbours(latest_first: Sequence[PersonSituation], situation: PersonSituation, since_on: date) -> None:
    """The order of the situations says which one holds now: it is not turned over by correcting a day."""
    at = latest_first.index(situation)
    after = latest_first[at - 1] if at else None
    before = latest_first[at + 1] if at + 1 < len(latest_first) else None
    if (before and since_on < before.since_on) or (after and since_on > after.since_on):
        raise RefusedInput(
            _l("The situation before it or after it would no longer come in its turn. Correct the day of that one first"),
            field="since_on",
        )


def _keep(actor: Actor, person: Person, action: str, days: Days) -> None:
    """Write down what was corrected; nothing where each day stayed as it was."""
    changed = {field: pair for field, pair in days.items() if pair[0] != pair[1]}
    for field, (before, after) in changed.items():
        kept = {"before": text_of(field, before), "after": text_of(field, after)}
        db.session.add(PersonChange(person_id=person.id, field=field, changed_by=actor.id, changed_at=now(), **kept))
    if changed:
        office_id, fields = person.audit_office_id, sorted(changed)
        audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=office_id, fields=fields)
