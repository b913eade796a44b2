"""What belongs to a person, table by table, and what becomes of it when two files become one (docs/adr/0028).

The one list from which merging, its preview, undoing and a test work: a room that makes a table with a key to ``person``
adds a line here, or to its own answer to ``questions.belongings``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.scopes import lies_within
from app.people import queries
from app.people.models import (
    AlternateContact,
    ChildCare,
    Consent,
    HouseholdMember,
    IdentityDocument,
    Person,
    PersonChange,
    PersonSituation,
    Stay,
)

Shown = Callable[[Actor, Person], Sequence[UUID]]
Words = Callable[[int], str]


@dataclass(frozen=True)
class Belonging:
    """One column that points at a person.

    Attributes:
        column: ``table.column``.
        shown: the ids of a person's rows that an actor may see; None where nobody is told of them.
        words: how many they are, in the reader's language.
        stays: why such rows stay with the merged file, where they do not move to the kept one.
    """

    column: str
    shown: Shown | None = None
    words: Words = str
    stays: str | None = None


def rows_of(model: Any) -> Shown:
    """The rows of one of this room's tables that belong to a person within the actor's scope."""

    def shown(actor: Actor, person: Person) -> Sequence[UUID]:
        in_scope = lies_within(actor, Permission.VIEW_PERSON, model.scope_id)
        return db.session.scalars(sa.select(model.id).where(model.person_id == person.id, in_scope)).all()

    return shown


def _functioning(actor: Actor, person: Person) -> Sequence[UUID]:
    return [answers.id for answers in queries.list_functioning(actor, person)]


def _needs(actor: Actor, person: Person) -> Sequence[UUID]:
    return [need.id for need in queries.list_needs(actor, person)]


OF_THIS_ROOM = (
    Belonging(
        "household_member.person_id",
        rows_of(HouseholdMember),
        lambda n: ngettext("%(num)s time in a household", "%(num)s times in a household", n),
    ),
    Belonging("household_event.person_id"),
    Belonging(
        "child_care.person_id",
        rows_of(ChildCare),
        lambda n: ngettext("%(num)s entry about who cares for the child", "%(num)s entries about who cares for the child", n),
    ),
    Belonging("child_care.guardian_id"),
    Belonging(
        "alternate_contact.person_id",
        rows_of(AlternateContact),
        lambda n: ngettext("%(num)s alternate contact", "%(num)s alternate contacts", n),
    ),
    Belonging(
        "identity_document.person_id",
        rows_of(IdentityDocument),
        lambda n: ngettext("%(num)s identity document", "%(num)s identity documents", n),
    ),
    Belonging(
        "consent.person_id",
        rows_of(Consent),
        lambda n: ngettext("%(num)s answer about consent", "%(num)s answers about consent", n),
    ),
    Belonging(
        "person_situation.person_id",
        rows_of(PersonSituation),
        lambda n: ngettext("%(num)s entry about the situation", "%(num)s entries about the situation", n),
    ),
    Belonging("stay.person_id", rows_of(Stay), lambda n: ngettext("%(num)s ground of stay", "%(num)s grounds of stay", n)),
    Belonging(
        "functioning.person_id",
        _functioning,
        lambda n: ngettext("%(num)s round of answers about daily life", "%(num)s rounds of answers about daily life", n),
    ),
    Belonging("person_need.person_id", _needs, lambda n: ngettext("%(num)s specific need", "%(num)s specific needs", n)),
    Belonging(
        "person_change.person_id",
        rows_of(PersonChange),
        lambda n: ngettext("%(num)s correction in the history", "%(num)s corrections in the history", n),
    ),
    Belonging("person_merge.person_id"),
    Belonging("person_merge.merged_id", stays="it names the file that was merged, wherever its rows lie"),
    Belonging("office_question.person_id"),
    Belonging("questioned_person.person_id"),
    Belonging("match_decision.person_id", stays="it was decided about these two files, and holds again when they are parted"),
    Belonging("match_decision.other_id", stays="the same"),
    Belonging("person_nationality.person_id", stays="the page asks which nationalities the kept file has"),
    Belonging("person_language.person_id", stays="the page asks which languages the kept file has"),
    Belonging("person.merged_into_id", stays="it says into which file this one was merged"),
)
"""In the order in which they move."""
