"""What stands around the forms: whose file it is, the way back, the counts on folded groups, and what others changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.people.consent_words import words_for
from app.people.enums import ConsentPurpose
from app.people.labels import FIELD_LABELS, POPULATION_HINTS
from app.people.presenters.words import person_name, reader_locale, value_in_words
from app.web.page_parts import Column, Link, Table

if TYPE_CHECKING:
    from wtforms import Field

    from app.people.models import Person

FOLDED_GROUPS: Mapping[str, tuple[str, ...]] = {
    "document": ("document_type", "document_number"),
    "identity": (
        "name_as_said", "other_names", "other_nationality", "third_nationality", "fourth_nationality", "birth_country",
        "gender_identity", "ethnic_group", "ethnic_people",
    ),
    "languages": ("preferred_language", "second_language", "third_language", "interpreter_need"),
    "place": ("place_country", "area_code", "locality", "arrival", "entry"),
    "contact": (
        "phone", "contact_channel", "contact_hours", "contact_answerer", "leave_no_message", "safe_contact",
    ),
}  # fmt: skip
"""Fields of the registration form that stand folded, by group."""


@dataclass(frozen=True)
class FileFrame:
    """What a form about a person shows around itself: plain words, so that it outlives a refused saving."""

    person_id: UUID
    name: str
    code: str
    caption: str
    back: Link
    cancel: Link


def file_frame(person: Person) -> FileFrame:
    name = person_name(person)
    href = url_for("people.show_person", person_id=person.id)
    back, cancel = Link(_("The person's file"), href), Link(_("Leave without saving"), href)
    return FileFrame(person.id, name, person.code, f"{name} · {person.code}", back, cancel)


@dataclass(frozen=True)
class FoldedGroup:
    """How much of a folded group is filled, and its fields for opening it when one is in error."""

    filled: int
    fields: list[Field]

    @property
    def total(self) -> int:
        return len(self.fields)


@dataclass(frozen=True)
class PersonFormParts:
    """What stands between the boxes of a form about a person.

    Attributes:
        groups: folded groups by name.
        population_hints: value -> the option's hint, as the radio macro takes it.
        words: what is read aloud before each answer about consent, by the name of its field.
    """

    groups: Mapping[str, FoldedGroup]
    population_hints: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]


def person_form_parts(form: Any) -> PersonFormParts:
    groups = {group: [form[name] for name in names if name in form] for group, names in FOLDED_GROUPS.items()}
    return PersonFormParts(
        groups={group: FoldedGroup(sum(bool(field.data) for field in fields), fields) for group, fields in groups.items()},
        population_hints={population.value: {"hint": str(words)} for population, words in POPULATION_HINTS.items()},
        words=words_to_read(),
    )


def words_to_read(language: str | None = None, *, told: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is read aloud before each short question, by the name of its field; in the reader's language unless one is given.

    Args:
        told: what those that give services would hear, where it is not the usual.
    """
    return {purpose.value: words_for(purpose, language=language or reader_locale(), told=told) for purpose in ConsentPurpose}


def differences_table(actor: Actor, differences: Mapping[str, tuple[Any, Any]]) -> Table:
    """What the file says now beside what was typed, field by field."""
    rows = [
        [str(FIELD_LABELS[field]), value_in_words(actor, field, now), value_in_words(actor, field, typed)]
        for field, (now, typed) in differences.items()
    ]
    columns = [Column(_("Field")), Column(_("Now in the file")), Column(_("What you wrote"))]
    return Table(_("What differs"), columns, rows)
