"""Registering, opening and changing persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from app.people import policies, queries
from app.people.corrections import text_of
from app.people.models import Person, PersonChange
from app.people.services import facts
from app.people.services.consents import ConsentAnswer, record_consents
from app.people.services.facts import NewPerson
from app.people.services.situations import keep_earlier_situation, record_situation


def register_person(actor: Actor, new: NewPerson, consents: Sequence[ConsentAnswer] = ()) -> Person:
    """Register somebody at the actor's own office, with what they answered about consent.

    Raises:
        NotAllowed: the role does not register, or the account has no office.
        RefusedInput: no name at all, an impossible date or place, or a child of known age would answer alone.
    """
    policies.check_can_register_person(actor)
    stated = _checked(actor, new)
    office = db.session.get_one(Office, actor.office_id)
    code = f"{office.code}-P-{next_number(f'person:{office.code}'):06d}"
    person = Person(code=code, office=office, registered_by=actor.id, nationalities=[], languages=[])
    today = today_in(actor.time_zone)
    facts.write(person, stated, today)
    db.session.add(person)
    db.session.flush()
    record_situation(actor, person, since_on=today)
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
    """Replace what is known of a person; that they died is recorded by itself (``services/deaths.py``).

    Args:
        version: the version that the page showed.

    Raises:
        StaleVersion: somebody saved another change meanwhile; ``differences`` are by field name.
        RefusedInput: no name at all, or an impossible date or place.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_change_person(actor, person)
    stated = replace(_checked(actor, new), death_known_by=person.death_known_by, died=person.died)
    policies.check_birth_before_death(stated.birth, stated.died)
    differences = facts.differences(facts.facts_of(person), stated)
    if person.version != version:
        raise StaleVersion(
            _l("Somebody saved a change of this person while you were writing. Nothing of yours was saved yet."), differences
        )
    if differences:
        _write(actor, person, stated)
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
    """Record that people were looked for, and how many were shown; never the name."""
    audit.record(actor, "person:searched", office_id=actor.office_id, count=count)


def _checked(actor: Actor, new: NewPerson) -> NewPerson:
    """The statements as they are kept, once they are found possible."""
    today = today_in(actor.time_zone)
    policies.check_has_a_name(new.given_names, new.surname_1, new.surname_2)
    policies.check_birth(new.birth, today=today)
    policies.check_arrival(new.arrival, today=today)
    policies.check_place(new.place_country, new.area_code)
    return facts.as_kept(new, country=actor.country)


def _write(actor: Actor, person: Person, stated: NewPerson) -> None:
    today, changes_situation = today_in(actor.time_zone), person.population_type is not stated.population_type
    if changes_situation:
        keep_earlier_situation(person)
    facts.write(person, stated, today)
    if changes_situation:
        record_situation(actor, person, since_on=today)


def _keep_both(actor: Actor, person: Person, differences: dict[str, tuple[Any, Any]]) -> None:
    kept = {"person_id": person.id, "changed_by": actor.id, "changed_at": now()}
    for field, (before, after) in differences.items():
        db.session.add(PersonChange(field=field, before=text_of(field, before), after=text_of(field, after), **kept))
