"""Registering many people at once, with the rules and the traces of ``register_person``, by few statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.models import Office
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.encryption import NewOwners
from app.foundation.ids import new_id
from app.foundation.numbering import next_numbers
from app.foundation.staging import insert_rows
from app.people import policies
from app.people.models import IdentityDocument, Person, PersonNationality, PersonSituation
from app.people.services.documents import NewDocument
from app.people.services.facts import NewPerson

IN_THE_CLEAR = (
    "id", "code", "given_names", "surname_1", "surname_2", "sex", "gender_identity", "birth_year", "birth_month", "birth_day",
    "stated_age", "stated_age_months", "age_stated_on", "population_type", "place_country", "area_code", "office_id",
    "is_restricted", "registered_by", "registered_at", "version", "match_keys",
)  # fmt: skip
OF_DOCUMENT = (
    "id", "person_id", "scope_id", "document_type_id", "expires_on", "recorded_by", "recorded_at", "number_sealed",
    "number_index",
)  # fmt: skip
OF_SITUATION = ("person_id", "scope_id", "population_type", "since_on", "recorded_by", "recorded_at")
SEALED = (Person.phone, Person.safe_contact, Person.locality)


@dataclass(frozen=True, slots=True)
class Registration:
    """Somebody to be registered, under an id that was made for them; what is stated is in the form in which it is kept."""

    person_id: UUID
    new: NewPerson
    document: NewDocument | None = None
    match_keys: str | None = None
    """As ``app/people/matching/keys.py`` makes them and PostgreSQL writes an array; without, they are worked out later."""


@dataclass(frozen=True)
class _Registering:
    """What all people of one call have in common."""

    office: Office
    registered_by: UUID
    first_number: int
    keys: NewOwners

    def persons(self, people: Sequence[Registration]) -> Iterator[tuple[Any, ...]]:
        today, registered_at = today_in(self.office.time_zone), now()
        for number, one in enumerate(people, self.first_number):
            new, birth = one.new, one.new.birth
            yield (
                one.person_id, f"{self.office.code}-P-{number:06d}", new.given_names, new.surname_1, new.surname_2,
                new.sex.value, new.gender_identity and new.gender_identity.value,
                birth and birth.year, birth and birth.month, birth and birth.day,
                new.stated_age, new.stated_age_months, None if new.stated_age is None else today, new.population_type.value,
                new.place_country, new.area_code,
                self.office.id, False, self.registered_by, registered_at, 1,
                one.match_keys,
                *self.sealed(one), Person.phone.fingerprint_of(new.phone),
            )  # fmt: skip

    def sealed(self, one: Registration) -> Iterator[bytes | None]:
        for value in SEALED:
            yield self.keys.seal(value, one.person_id, one.person_id, getattr(one.new, value.name))

    def nationalities(self, people: Sequence[Registration]) -> Iterator[tuple[Any, ...]]:
        for one in people:
            yield from ((one.person_id, self.office.id, country) for country in one.new.nationalities)

    def situations(self, people: Sequence[Registration]) -> Iterator[tuple[Any, ...]]:
        today, recorded_at = today_in(self.office.time_zone), now()
        for one in people:
            situation = one.new.population_type.value, today, self.registered_by, recorded_at
            yield one.person_id, self.office.id, *situation

    def documents(self, people: Sequence[Registration]) -> Iterator[tuple[Any, ...]]:
        recorded_at, number = now(), IdentityDocument.number
        for one in people:
            if one.document is not None:
                row_id, written = new_id(), one.document.number
                sealed = self.keys.seal(number, one.person_id, row_id, written), number.fingerprint_of(written)
                of_type = one.document.document_type_id, one.document.expires_on
                yield (row_id, one.person_id, self.office.id, *of_type, self.registered_by, recorded_at, *sealed)


def next_person_numbers(office: Office, count: int) -> int:
    """The first of the next ``count`` numbers of people of an office, for ``register_many``."""
    return next_numbers(f"person:{office.code}", count)


def register_many(
    actor: Actor, office: Office, people: Sequence[Registration], *, first_number: int, registered_by: UUID, source: str
) -> None:
    """Register people at an office, each with a key, an audit row and a code of their own.

    Args:
        first_number: of ``next_person_numbers``; the people get theirs in order.
        registered_by: the user in whose name a part of the system does it, and who stands in the files.
        source: where they come from, for the audit rows: ``import:<id>``.

    Raises:
        RefusedInput: somebody has no name at all or an impossible birth date; then nobody is registered.
    """
    today = today_in(office.time_zone)
    for one in people:
        policies.check_has_a_name(one.new.given_names, one.new.surname_1, one.new.surname_2)
        policies.check_birth(one.new.birth, today=today)
    keys = NewOwners(Person.key_kind)
    keys.add(one.person_id for one in people)
    registering = _Registering(office, registered_by, first_number, keys)
    columns = (*IN_THE_CLEAR, *(value.column_name for value in SEALED), "phone_index")
    insert_rows(Person, columns, registering.persons(people))
    keys.store()
    insert_rows(PersonNationality, ("person_id", "scope_id", "country"), registering.nationalities(people))
    insert_rows(PersonSituation, OF_SITUATION, registering.situations(people))
    insert_rows(IdentityDocument, OF_DOCUMENT, registering.documents(people))
    registered = [one.person_id for one in people]
    documented = [one.person_id for one in people if one.document]
    for action, ids in (("person:registered", registered), ("document:added", documented)):
        audit.record_each(actor, action, subject_type="person", subject_ids=ids, office_id=office.id, fields=[source])
