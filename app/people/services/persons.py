"""Registering, opening and changing persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.enums import RestrictedKind
from app.accounts.models import Office
from app.accounts.services import EMERGENCY, note_opening
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import StaleVersion
from app.foundation.numbering import next_number
from app.foundation.pagination import Page
from app.foundation.partial_date import PartialDate
from app.people import policies, queries
from app.people.corrections import text_of
from app.people.enums import GenderIdentity, PopulationType, Sex
from app.people.models import Person, PersonChange, PersonNationality
from app.people.phones import normalised
from app.people.services.consents import ConsentAnswer, record_consents


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What a person said about themselves. Either a birth date, or an age in years, or neither is known.

    Attributes:
        nationalities: ISO 3166-1 alpha-3, or ``XXA`` stateless, ``XXX`` undetermined; at least one.
        area_code: ISO 3166-2.
    """

    sex: Sex
    nationalities: tuple[str, ...]
    population_type: PopulationType
    given_names: str | None = None
    surname_1: str | None = None
    surname_2: str | None = None
    birth: PartialDate | None = None
    stated_age: int | None = None
    gender_identity: GenderIdentity | None = None
    area_code: str | None = None
    locality: str | None = None
    phone: str | None = None
    safe_contact: str | None = None


PLAIN_FIELDS = (
    "given_names", "surname_1", "surname_2", "sex", "gender_identity", "population_type",
    "area_code", "locality", "phone", "safe_contact",
)  # fmt: skip
"""Fields of ``NewPerson`` that a person keeps under the same name; the others are taken apart."""


def register_person(actor: Actor, new: NewPerson, consents: Sequence[ConsentAnswer] = ()) -> Person:
    """Register somebody at the actor's own office, with what they answered about consent.

    Raises:
        NotAllowed: the role does not register, or the account has no office.
        RefusedInput: no name at all, an impossible birth date, or a child of known age would answer alone.
    """
    policies.check_can_register_person(actor)
    facts = _checked(actor, new)
    office = db.session.get_one(Office, actor.office_id)
    code = f"{office.code}-P-{next_number(f'person:{office.code}'):06d}"
    person = Person(code=code, office=office, registered_by=actor.id, nationalities=[])
    _write(person, facts, today_in(actor.time_zone))
    db.session.add(person)
    db.session.flush()
    audit.record(actor, "person:registered", subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
    record_consents(actor, person, consents)
    return person


def open_file(actor: Actor, person_id: UUID) -> Person:
    """Read a person's file, and record that it was opened.

    Raises:
        NotFound: there is none that the actor may read.
    """
    person = queries.read_person(actor, person_id)
    is_emergency = policies.is_glass_broken(actor, person)
    if is_emergency:
        note_opening(actor, person.id, RestrictedKind.PERSON, person.id)
    audit.record(
        actor,
        "person:opened",
        subject_type="person",
        subject_id=person.id,
        office_id=person.audit_office_id,
        fields=[EMERGENCY] if is_emergency else [],
    )
    return person


def change_person(actor: Actor, person_id: UUID, new: NewPerson, *, version: int) -> Person:
    """Replace what is known of a person.

    Args:
        version: the version that the page showed.

    Raises:
        StaleVersion: somebody saved another change meanwhile; ``differences`` are by field name.
        RefusedInput: no name at all, or an impossible birth date.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_change_person(actor, person)
    facts = _checked(actor, new)
    differences = _differences(facts_of(person), facts)
    if person.version != version:
        raise StaleVersion(
            _l("Somebody saved a change of this person while you were writing. Nothing of yours was saved yet."), differences
        )
    if differences:
        _write(person, facts, today_in(actor.time_zone))
        _keep_both(actor, person, differences)
        person.version += 1
        audit.record(
            actor,
            "person:changed",
            subject_type="person",
            subject_id=person.id,
            office_id=person.audit_office_id,
            fields=differences,
        )
    return person


def read_corrections(actor: Actor, person_id: UUID, *, page: int | None) -> tuple[Person, Page[PersonChange]]:
    """What was corrected in a file; that it was read is written down.

    Raises:
        NotFound: there is none within the actor's scope.
        NotAllowed: the actor only reads this file, by emergency access.
    """
    person = queries.get_person(actor, person_id)
    changes = queries.list_corrections(actor, person, page)
    audit.record(
        actor,
        "person:opened",
        subject_type="person",
        subject_id=person.id,
        office_id=person.audit_office_id,
        fields=sorted({change.field for change in changes.rows}),
    )
    return person, changes


def record_search(actor: Actor, count: int) -> None:
    """Record that people were looked for by name, and how many were shown; never the name."""
    audit.record(actor, "person:searched", office_id=actor.office_id, count=count)


def facts_of(person: Person) -> NewPerson:
    """What is known of a person, in the shape in which it is stated."""
    return NewPerson(
        **{field: getattr(person, field) for field in PLAIN_FIELDS},
        birth=person.birth,
        stated_age=person.stated_age,
        nationalities=tuple(nationality.country for nationality in person.nationalities),
    )


def _checked(actor: Actor, new: NewPerson) -> NewPerson:
    """The statements as they are kept, once they are found possible."""
    policies.check_has_a_name(new.given_names, new.surname_1, new.surname_2)
    policies.check_birth(new.birth, today=today_in(actor.time_zone))
    return replace(
        new,
        nationalities=tuple(sorted(set(new.nationalities))),
        stated_age=None if new.birth else new.stated_age,
        phone=normalised(new.phone, country=actor.country),
    )


def _differences(before: NewPerson, after: NewPerson) -> dict[str, tuple[Any, Any]]:
    names = [field.name for field in fields(NewPerson)]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _keep_both(actor: Actor, person: Person, differences: dict[str, tuple[Any, Any]]) -> None:
    kept = {"person_id": person.id, "changed_by": actor.id, "changed_at": now()}
    for field, (before, after) in differences.items():
        db.session.add(PersonChange(field=field, before=text_of(before), after=text_of(after), **kept))


def _write(person: Person, facts: NewPerson, today: date) -> None:
    for field in PLAIN_FIELDS:
        setattr(person, field, getattr(facts, field))
    birth = facts.birth
    person.birth_year, person.birth_month, person.birth_day = (birth.year, birth.month, birth.day) if birth else (None,) * 3
    if person.stated_age != facts.stated_age:
        person.stated_age = facts.stated_age
        person.age_stated_on = None if facts.stated_age is None else today
    known = {nationality.country: nationality for nationality in person.nationalities}
    person.nationalities = [known.get(country) or PersonNationality(country=country) for country in facts.nationalities]
