"""Who a record is about: the banner that this room's and the upper rooms' pages share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.people import policies
from app.people.enums import ConsentPurpose
from app.people.labels import SEX_LABELS
from app.people.presenters.words import age_in_words, nationalities_in_words, person_name
from app.web.page_parts import Banner

if TYPE_CHECKING:
    from app.people.models import Consent, Person


def person_banner(person: Person, today: date, in_force: Mapping[ConsentPurpose, Consent]) -> Banner:
    """Name, age, sex, nationality, code and safe contact.

    Args:
        person: with nationalities loaded.
        today: the date at the office.
        in_force: the person's latest decision by purpose.
    """
    return Banner(
        name=person_name(person),
        facts=person_facts(person, today),
        code=person.code,
        safe_contact=_safe_contact(person, in_force.get(ConsentPurpose.CONTACT)),
    )


def person_facts(person: Person, today: date) -> list[str]:
    """Age, sex and nationality, as far as they are known."""
    facts = [age_in_words(person, today), str(SEX_LABELS[person.sex]), nationalities_in_words(person)]
    return [fact for fact in facts if fact]


def _safe_contact(person: Person, contact: Consent | None) -> str | None:
    return _("Does not want to be contacted") if policies.is_declined(contact) else person.safe_contact
