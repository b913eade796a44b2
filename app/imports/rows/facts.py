"""What a row states, once it is found possible: packed into a piece, and compared like any registration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from app.foundation.encryption import fingerprint
from app.foundation.partial_date import PartialDate
from app.people.enums import GenderIdentity, PopulationType, Sex
from app.people.matching import Record
from app.people.matching.records import Role, read_words
from app.people.matching.registered import birth_of, sex_told_apart, told_nationalities
from app.people.models import IdentityDocument, Person
from app.people.policies import ADULT_AGE
from app.people.services import NewDocument, NewPerson

PURPOSE = "import_entry.digest"


@dataclass(frozen=True, kw_only=True, slots=True)
class RowFacts:
    """As ``NewPerson`` and ``NewDocument`` have them, in what JSON knows. ``birth`` is year, month, day."""

    sex: str
    nationalities: tuple[str, ...]
    population_type: str
    given_names: str | None = None
    surname_1: str | None = None
    surname_2: str | None = None
    birth: tuple[int | None, ...] | None = None
    stated_age: int | None = None
    stated_age_months: int | None = None
    gender_identity: str | None = None
    area_code: str | None = None
    locality: str | None = None
    phone: str | None = None
    safe_contact: str | None = None
    document_type_id: str | None = None
    document_number: str | None = None

    def packed(self) -> bytes:
        """The same facts give the same bytes."""
        return _ENCODER.encode({name: value for name in _IN_ORDER if (value := getattr(self, name)) is not None}).encode()

    @classmethod
    def of(cls, stated: dict[str, Any]) -> RowFacts:
        """The facts of what ``packed`` wrote."""
        stated["nationalities"] = tuple(stated["nationalities"])
        return cls(**stated)

    @property
    def partial_birth(self) -> PartialDate | None:
        return PartialDate(*self.birth) if self.birth else None  # type: ignore[arg-type] # year first, never None

    @property
    def person(self) -> NewPerson:
        return NewPerson(
            sex=Sex(self.sex),
            nationalities=self.nationalities,
            population_type=PopulationType(self.population_type),
            given_names=self.given_names,
            surname_1=self.surname_1,
            surname_2=self.surname_2,
            birth=self.partial_birth,
            stated_age=self.stated_age,
            stated_age_months=self.stated_age_months,
            gender_identity=GenderIdentity(self.gender_identity) if self.gender_identity else None,
            place_country=self.area_code and self.area_code[:2],
            area_code=self.area_code,
            locality=self.locality,
            phone=self.phone,
            safe_contact=self.safe_contact,
        )

    @property
    def document(self) -> NewDocument | None:
        if self.document_type_id is None:
            return None
        return NewDocument(document_type_id=UUID(self.document_type_id), number=self.document_number)


_IN_ORDER = tuple(sorted(each.name for each in fields(RowFacts)))
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def digest_of(packed: bytes) -> bytes:
    """By which the same facts are known again in a later file."""
    return fingerprint(PURPOSE, packed.decode())


def is_child(facts: RowFacts, today: date) -> bool:
    """Under 18 by every age they can have, or said to be: of whom it has to be asked who cares for them."""
    if facts.birth is None:
        return facts.stated_age is not None and facts.stated_age < ADULT_AGE
    year, month, day = facts.birth
    return ((year or 0) + ADULT_AGE, month or 1, day or 1) > (today.year, today.month, today.day)


def record_of_facts(facts: RowFacts, today: date) -> Record:
    """What is compared of a row; phone and document by the fingerprints under which they would be kept."""
    surnames = f"{facts.surname_1 or ''} {facts.surname_2 or ''}"
    return Record(
        words=(*read_words(facts.given_names or "", Role.GIVEN), *read_words(surnames, Role.SURNAME)),
        birth=birth_of(facts.partial_birth, facts.stated_age, today),
        sex=sex_told_apart(facts.sex),
        nationalities=told_nationalities(facts.nationalities),
        documents=frozenset(_present(IdentityDocument.number.fingerprint_of(facts.document_number))),
        phones=frozenset(_present(Person.phone.fingerprint_of(facts.phone))),
    )


def _present(value: bytes | None) -> Iterator[bytes]:
    if value is not None:
        yield value
