"""Who a record is about: the banner that this room's and the upper rooms' pages share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.people.labels import SEX_LABELS
from app.people.presenters.words import age_in_words, nationalities_in_words, person_name
from app.web.page_parts import Banner

if TYPE_CHECKING:
    from app.people.models import Person


def person_banner(person: Person, today: date) -> Banner:
    """Name, age, sex, nationality, code and safe contact.

    Args:
        person: with nationalities loaded.
        today: the date at the office.
    """
    return Banner(
        name=person_name(person),
        facts=person_facts(person, today),
        code=person.code,
        safe_contact=person.safe_contact,
    )


def person_facts(person: Person, today: date) -> list[str]:
    """Age, sex and nationality, as far as they are known."""
    facts = [age_in_words(person, today), str(SEX_LABELS[person.sex]), nationalities_in_words(person)]
    return [fact for fact in facts if fact]
