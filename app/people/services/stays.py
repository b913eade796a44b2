"""On what ground a person stays in a country, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.audit import services as audit
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput, WrongState
from app.foundation.partial_date import PartialDate
from app.people import policies, queries
from app.people.enums import StayKind
from app.people.models import Person, Stay


@dataclass(frozen=True, kw_only=True)
class NewStay:
    """A ground of stay as the person says or shows it.

    Attributes:
        country: ISO 3166-1 alpha-2.
        document_type_id: the permit of the catalogue, where it is one of those.
        valid_from, valid_until: as far as they are known; for what depends on them, a year or month begins with its first day
            and ends with its last.
    """

    kind: StayKind
    country: str
    document_type_id: UUID | None = None
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None


def record_stay(actor: Actor, person_id: UUID, new: NewStay) -> Stay:
    """Add a ground of stay to a file; others in force stay as they are.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role does not change files.
        RefusedInput: the catalogue has no such permit, or the days cannot be.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    policies.check_validity(new.valid_from, new.valid_until)
    permit = _permit(new)
    stay = Stay(
        person_id=person.id,
        kind=new.kind,
        country=new.country,
        document_type=permit,
        recorded_by=actor.id,
    )
    stay.say_validity(new.valid_from, new.valid_until)
    db.session.add(stay)
    db.session.flush()
    _record(actor, "stay:recorded", person)
    return stay


def end_stay(actor: Actor, person_id: UUID, stay_id: UUID, ended_on: date) -> Stay:
    """Write down that a ground of stay ceased: withdrawn, given up, or followed by another.

    Raises:
        NotFound: the person lies outside the actor's scope, or has no such ground of stay.
        NotAllowed: the role does not change files.
        WrongState: it ended before.
        RefusedInput: the day lies in the future or before it began.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    stay = queries.get_stay(actor, person, stay_id, for_update=True)
    if stay.ended_on is not None:
        raise WrongState(_l("This has ended already. Open the file again to see its present state."))
    policies.check_not_later_than(ended_on, today_in(actor.time_zone), field="ended_on")
    policies.check_ends_after(stay.valid_from, ended_on)
    stay.ended_on = ended_on
    _record(actor, "stay:ended", person)
    return stay


def _permit(new: NewStay) -> DocumentType | None:
    """The permit that is named: one of the catalogue, of the country of the stay."""
    if new.document_type_id is None:
        return None
    permit = db.session.get(DocumentType, new.document_type_id, options=[joinedload(DocumentType.country)])
    if permit is None or permit.country.code != new.country:
        raise RefusedInput(_l("This document is not one of that country. Choose another one or none"), field="document_type")
    return permit


def _record(actor: Actor, action: str, person: Person) -> None:
    audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
