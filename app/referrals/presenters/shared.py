"""What a partner reads of a person. The caseworker's preview and the partner's page are made by the same functions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.people.presenters import contact_in_words, nationalities_in_words, plain_age_in_words
from app.referrals.enums import SharedField
from app.referrals.labels import SHARED_FIELD_LABELS
from app.web.page_parts import SummaryRow

if TYPE_CHECKING:
    from app.people.models import Person


def shared_rows(person: Person, fields: Collection[str], asked_on: date) -> list[SummaryRow]:
    """The chosen fields in their fixed order, in the reader's language; nothing of any other field.

    Args:
        fields: values of ``SharedField``.
        asked_on: the day at the office on which the partner was asked, for the age.
    """
    return [
        SummaryRow(str(SHARED_FIELD_LABELS[field]), _READ[field](person, asked_on)) for field in SharedField if field in fields
    ]


def shared_values(person: Person, today: date) -> Mapping[SharedField, str]:
    """Each field that could be shared, as the partner would read it; fields that the file does not have are left out."""
    values = {field: _READ[field](person, today) for field in SharedField}
    return {field: value for field, value in values.items() if value is not None}


def _given_names(person: Person, _today: date) -> str | None:
    return person.given_names


def _surnames(person: Person, _today: date) -> str | None:
    return " ".join(surname for surname in (person.surname_1, person.surname_2) if surname) or None


def _age(person: Person, asked_on: date) -> str | None:
    """As it was when the partner was asked: that somebody died is not told to who knows only how old they are."""
    return plain_age_in_words(person, asked_on) if person.age_range(asked_on) is not None else None


def _nationality(person: Person, _today: date) -> str | None:
    return nationalities_in_words(person) or None


def _contact(person: Person, _today: date) -> str | None:
    """The phone together with the safe way of using it: one without the other may put the person in danger.

    Of who died only whoever was told a number learns it: they would ring.
    """
    told = contact_in_words(person)
    if person.has_died:
        return told if person.phone else None
    if person.phone is None:
        return told
    safe = told or _("no safe way is known: ask us before you call")
    return str(_("%(phone)s. Safe contact: %(how)s", phone=person.phone, how=safe))


_READ: Mapping[SharedField, Callable[[Person, date], str | None]] = {
    SharedField.GIVEN_NAMES: _given_names,
    SharedField.SURNAMES: _surnames,
    SharedField.AGE: _age,
    SharedField.NATIONALITY: _nationality,
    SharedField.CONTACT: _contact,
}
