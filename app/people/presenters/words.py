"""A person in words: name, age, birth, nationality, and any field as a reader sees it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from babel import Locale
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.catalogue.queries import nationality_name
from app.foundation.actor import Actor
from app.foundation.partial_date import PartialDate
from app.people import queries
from app.people.enums import (
    ContactChannel,
    DeathSource,
    DocumentState,
    EthnicGroup,
    GenderIdentity,
    InterpreterNeed,
    ObstacleToDocument,
    PopulationType,
    Sex,
    WayOfEntry,
)
from app.people.labels import (
    BIRTH_COUNTRY_UNTOLD,
    CHANNEL_LABELS,
    DEATH_SOURCE_LABELS,
    ENTRY_LABELS,
    ETHNIC_LABELS,
    GENDER_LABELS,
    INTERPRETER_LABELS,
    OBSTACLE_LABELS,
    POPULATION_LABELS,
    SEX_LABELS,
    STATE_LABELS,
)
from app.people.languages import language_name
from app.web.filters import day, full_name, partial_day, sentence
from app.web.page_parts import Tag

if TYPE_CHECKING:
    from app.people.models import Person


def reader_locale() -> str:
    return str(get_locale() or "es")


def person_name(person: Person) -> str:
    """``María de los Ángeles BRICEÑO ROJAS``; of an erased file only that it is one."""
    return name_in_words(person.given_names, person.surname_1, person.surname_2)


def name_in_words(given_names: str | None, *surnames: str | None) -> str:
    """The same from the columns: only who was erased has no name at all."""
    return full_name(given_names or "", *surnames) or str(_("Erased person"))


def registered_words(person: Person) -> str:
    """Said once after saving, without a gender."""
    return str(_("Registered: %(name)s, %(code)s.", name=person_name(person), code=person.code))


def age_in_words(person: Person, on: date) -> str:
    """The age on a day: exact, between two, or that it is not known; under two years in months, where they are known.

    Of somebody who died the age at death.
    """
    if person.has_died:
        return _age_at_death_in_words(person)
    return _between(person.months_range(on), person.age_range(on))


def plain_age_in_words(person: Person, on: date) -> str:
    """The same without a word of a death, for who may not learn of it: of somebody who died by that day the age at the end."""
    last = min(on, person.died.latest) if person.died else on
    return _between(person.months_range(last), person.age_range(last))


def _age_at_death_in_words(person: Person) -> str:
    if person.died is None or person.age_range(person.died.latest) is None:
        return str(_("age at death not known"))
    first, last = person.died.earliest, person.died.latest
    words = _between(
        _widest(person.months_range(first), person.months_range(last)), _widest(person.age_range(first), person.age_range(last))
    )
    return str(_("%(age)s at death", age=words))


def _widest(first: tuple[int, int] | None, last: tuple[int, int] | None) -> tuple[int, int] | None:
    return (first[0], last[1]) if first and last else None


def _between(months: tuple[int, int] | None, ages: tuple[int, int] | None) -> str:
    if months is not None:
        return _months_in_words(*months)
    if ages is None:
        return str(_("age not known"))
    youngest, oldest = ages
    if oldest == 0:
        return str(_("under 1 year old"))
    if youngest == oldest:
        return str(ngettext("%(num)s year old", "%(num)s years old", youngest))
    if oldest - youngest == 1:
        return str(_("%(youngest)s or %(oldest)s years old", youngest=youngest, oldest=oldest))
    return str(_("%(youngest)s to %(oldest)s years old", youngest=youngest, oldest=oldest))


def death_in_words(person: Person) -> str:
    """That somebody died, and when, as far as it is known."""
    if person.died is None:
        return str(_("Died; the day is not known"))
    when = partial_day(person.died)
    return str(_("Died on %(day)s", day=when) if person.died.is_exact else _("Died in %(month)s", month=when))


def who_died_in_words(person: Person) -> str:
    """The same with the name, for where the person stands among others."""
    name = person_name(person)
    if person.died is None:
        return str(_("%(name)s died; the day is not known", name=name))
    when = partial_day(person.died)
    if person.died.is_exact:
        return str(_("%(name)s died on %(day)s", name=name, day=when))
    return str(_("%(name)s died in %(month)s", name=name, month=when))


def death_tag(person: Person) -> Tag | None:
    """The sign beside the name in results, lists and families."""
    return Tag(_("Died")) if person.has_died else None


def stated_age_in_words(years: int, months: int | None) -> str:
    """An age as it was said, of a baby in months."""
    if months is not None:
        return _months_in_words(months, months)
    return str(ngettext("%(num)s year old", "%(num)s years old", years))


def _months_in_words(fewest: int, most: int) -> str:
    if most == 0:
        return str(_("under 1 month old"))
    if fewest == most:
        return str(ngettext("%(num)s month old", "%(num)s months old", most))
    return str(_("%(fewest)s or %(most)s months old", fewest=fewest, most=most))


def birth_in_words(person: Person) -> str | None:
    """What was said about the birth: a date as far as known, or an age with the day on which it was said."""
    if person.birth is not None:
        return partial_day(person.birth)
    if person.stated_age is None or person.age_stated_on is None:
        return None
    age = stated_age_in_words(person.stated_age, person.stated_age_months)
    return str(_("%(years)s, as said on %(day)s", years=age, day=day(person.age_stated_on)))


def said_in_words(value: PartialDate) -> str:
    """A whole date with its weekday, or as much of it as was said."""
    return day(value.earliest) if value.is_exact else partial_day(value)


def said_or_nothing(value: PartialDate | None) -> str | None:
    return said_in_words(value) if value else None


def day_or_nothing(value: date | None) -> str | None:
    return day(value) if value else None


def nationalities_in_words(person: Person) -> str:
    return countries_in_words(nationality.country for nationality in person.nationalities)


def countries_in_words(codes: Any) -> str:
    return sentence([nationality_name(code, reader_locale()) for code in codes])


def birth_country_in_words(code: str) -> str:
    return str(BIRTH_COUNTRY_UNTOLD.get(code) or countries_in_words([code]))


def country_in_words(alpha_2: str) -> str:
    """The name of a country by its two letters; the letters where there is none."""
    return str(Locale.parse(reader_locale()).territories.get(alpha_2, alpha_2))


def languages_in_words(codes: Iterable[str]) -> str:
    return sentence([language_name(code, reader_locale()) for code in codes])


LABELS_OF: Mapping[type[enum.StrEnum], Mapping[Any, Any]] = {
    Sex: SEX_LABELS,
    GenderIdentity: GENDER_LABELS,
    PopulationType: POPULATION_LABELS,
    EthnicGroup: ETHNIC_LABELS,
    InterpreterNeed: INTERPRETER_LABELS,
    ContactChannel: CHANNEL_LABELS,
    WayOfEntry: ENTRY_LABELS,
    DeathSource: DEATH_SOURCE_LABELS,
    DocumentState: STATE_LABELS,
    ObstacleToDocument: OBSTACLE_LABELS,
}

WORDS_OF: Mapping[str, Callable[[Any], str]] = {
    "nationalities": countries_in_words,
    "languages": languages_in_words,
    "other_names": ", ".join,
    "birth_country": birth_country_in_words,
    "preferred_language": lambda code: languages_in_words([code]),
    "place_country": country_in_words,
    "leave_no_message": lambda _yes: str(_("Yes")),
}
"""How fields that are codes or lists read."""


def value_in_words(actor: Actor, field: str, value: Any) -> str | None:
    """A field of a person or of a row of their file (``document_number``) as a reader sees it; None for nothing."""
    if value is None or value is False or value == ():
        return None
    if isinstance(value, enum.StrEnum):
        return str(LABELS_OF[type(value)][value])
    if isinstance(value, PartialDate | date):
        return partial_day(value) if isinstance(value, PartialDate) else day(value)
    if field in WORDS_OF:
        return WORDS_OF[field](value)
    if field == "area_code":
        return queries.area_name(actor, value, reader_locale())
    return str(value)
