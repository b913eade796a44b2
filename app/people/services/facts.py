"""What is said about a person, as one statement: its shape, how it is made fit to be kept, and how a row keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from app.foundation.partial_date import PartialDate
from app.people.enums import (
    ContactChannel,
    DeathSource,
    EthnicGroup,
    GenderIdentity,
    InterpreterNeed,
    PopulationType,
    Sex,
    WayOfEntry,
)
from app.people.models import Person, PersonLanguage, PersonNationality
from app.people.phones import normalised


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What a person said about themselves. Either a birth date, or an age in years, or neither is known.

    Attributes:
        stated_age_months: where somebody under two was said to have so many months; ``stated_age`` are the years of it.
        nationalities: ISO 3166-1 alpha-3, ``XXA`` stateless, ``XXX`` undetermined, ``XXU`` not known or ``XXD`` not said;
            at least one.
        name_as_said: how the person wants to be called; ``other_names``: names by which they are known elsewhere.
        birth_country: as a nationality.
        languages: those that the person speaks, as ``languages.language_names`` has them; ``preferred_language`` is one of them.
        place_country: ISO 3166-1 alpha-2; that of the area where only the area is given.
        area_code: ISO 3166-2.
        arrival: when they came to the country where they stay.
        death_known_by: set where they are known to have died; ``died`` is when, as far as known.
    """

    sex: Sex
    nationalities: tuple[str, ...]
    population_type: PopulationType
    given_names: str | None = None
    surname_1: str | None = None
    surname_2: str | None = None
    name_as_said: str | None = None
    other_names: tuple[str, ...] = ()
    birth: PartialDate | None = None
    stated_age: int | None = None
    stated_age_months: int | None = None
    gender_identity: GenderIdentity | None = None
    birth_country: str | None = None
    ethnic_group: EthnicGroup | None = None
    ethnic_people: str | None = None
    languages: tuple[str, ...] = ()
    preferred_language: str | None = None
    interpreter_need: InterpreterNeed | None = None
    place_country: str | None = None
    area_code: str | None = None
    locality: str | None = None
    arrival: PartialDate | None = None
    entry: WayOfEntry | None = None
    phone: str | None = None
    contact_channel: ContactChannel | None = None
    contact_hours: str | None = None
    contact_answerer: str | None = None
    leave_no_message: bool = False
    safe_contact: str | None = None
    death_known_by: DeathSource | None = None
    died: PartialDate | None = None


TAKEN_APART = frozenset({
    "birth", "stated_age", "stated_age_months", "nationalities", "languages", "other_names", "arrival", "place_country", "died",
})  # fmt: skip
PLAIN_FIELDS = tuple(field.name for field in fields(NewPerson) if field.name not in TAKEN_APART)
"""Fields of ``NewPerson`` that a person keeps under the same name."""


def facts_of(person: Person) -> NewPerson:
    """What is known of a person, in the shape in which it is stated."""
    return NewPerson(
        **{field: getattr(person, field) for field in PLAIN_FIELDS},
        birth=person.birth,
        stated_age=person.stated_age,
        stated_age_months=person.stated_age_months,
        nationalities=tuple(nationality.country for nationality in person.nationalities),
        languages=tuple(spoken.language for spoken in person.languages),
        other_names=tuple(person.other_names),
        arrival=person.arrival,
        died=person.died,
        place_country=person.stays_in,
    )


def as_kept(new: NewPerson, *, country: str | None) -> NewPerson:
    """The same statement in one form: lists in order and without repetitions, the phone in the world's common form.

    Args:
        country: alpha-2 of the place where it is written down.
    """
    spoken = {*new.languages, new.preferred_language} - {None}
    return replace(
        new,
        nationalities=tuple(sorted(set(new.nationalities))),
        languages=tuple(sorted(code for code in spoken if code)),
        other_names=tuple(dict.fromkeys(new.other_names)),
        stated_age=None if new.birth else new.stated_age,
        stated_age_months=None if new.birth else new.stated_age_months,
        place_country=new.place_country or (new.area_code[:2] if new.area_code else None),
        phone=normalised(new.phone, country=country),
    )


def differences(before: NewPerson, after: NewPerson) -> dict[str, tuple[Any, Any]]:
    """What two statements say differently: field -> what it said and says."""
    names = [field.name for field in fields(NewPerson)]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def write(person: Person, facts: NewPerson, today: date) -> None:
    """Put a statement that is fit to be kept into a person's row, and into those of nationalities and languages."""
    for field in PLAIN_FIELDS:
        setattr(person, field, getattr(facts, field))
    person.birth_year, person.birth_month, person.birth_day = _parts(facts.birth)
    person.arrival_year, person.arrival_month, person.arrival_day = _parts(facts.arrival)
    person.died_year, person.died_month, person.died_day = _parts(facts.died)
    if (person.stated_age, person.stated_age_months) != (facts.stated_age, facts.stated_age_months):
        person.stated_age, person.stated_age_months = facts.stated_age, facts.stated_age_months
        person.age_stated_on = None if facts.stated_age is None else today
    person.other_names = list(facts.other_names)
    person.place_country = facts.place_country
    known = {nationality.country: nationality for nationality in person.nationalities}
    person.nationalities = [known.get(country) or PersonNationality(country=country) for country in facts.nationalities]
    spoken = {language.language: language for language in person.languages}
    person.languages = [spoken.get(code) or PersonLanguage(language=code) for code in facts.languages]


def _parts(known: PartialDate | None) -> Iterable[int | None]:
    return (known.year, known.month, known.day) if known else (None, None, None)
