"""Forms about a whole household: each member stands in a list with what they are, or will be, to the head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import DataRequired, InputRequired

from app.people.enums import Relation
from app.people.forms.files import ConfirmingForm
from app.people.labels import RELATION_LABELS
from app.web.fields import WHEN, DayField, ListAnswerField, at_most, choices, on_one_line
from app.web.forms import Form

MEMBER = "member_"
HEX = re.compile(r"[0-9a-f]{32}")
Named = Sequence[tuple[UUID, str]]
"""Ids and names of members."""


class MembersForm(Form):
    """A form with one list for each member; ``of`` adds them."""

    on = DayField(_l("Since when?"), [InputRequired(WHEN)])

    @classmethod
    def _of(cls, lists: Mapping[UUID, Field]) -> Self:
        fields = {f"{MEMBER}{person_id.hex}": field for person_id, field in lists.items()}
        of_these: type[Self] = type(cls.__name__, (cls,), fields)
        return of_these()

    @property
    def lists(self) -> list[Field]:
        """The lists of the members, in their order."""
        return [field for field in self if field.name.startswith(MEMBER)]

    @property
    def typed(self) -> dict[UUID, str]:
        """What was sent for each member, also for who belongs to the household no more: the form was made while they did."""
        sent = {name.removeprefix(MEMBER): value for name, value in request.form.items() if name.startswith(MEMBER)}
        return {UUID(person_id): value for person_id, value in sent.items() if HEX.fullmatch(person_id)}

    @property
    def relations(self) -> dict[UUID, Relation]:
        """What was chosen for each member, of whom something was; only after validation."""
        return {person_id: Relation(value) for person_id, value in self.typed.items() if value in set(Relation)}

    @property
    def shown(self) -> frozenset[UUID]:
        """The ids of all members who stood in the form when it was filled in."""
        return frozenset(self.typed)

    def content(self) -> dict[str, Any]:
        """As it was sent: once it is saved, others belong to the household, and the form that is made then has other lists."""
        rest = {name: value for name, value in super().content().items() if not name.startswith(MEMBER)}
        return {**rest, **{f"{MEMBER}{person_id.hex}": value for person_id, value in self.typed.items()}}


class SplitForm(MembersForm, ConfirmingForm):
    """Who leaves together, as what; and who is the head of those who stay, where the head leaves."""

    new_head = ListAnswerField(_l("Who is the head of those who stay, if the head leaves?"), default="")

    @classmethod
    def of(cls, members: Named) -> Self:
        stays = choices([("", _l("Stays in this household"))])
        leaves = choices(RELATION_LABELS.items(), group=_l("Leaves, and is to the new head"))
        form = cls._of({person_id: ListAnswerField(name, choices=stays + leaves) for person_id, name in members})
        form.new_head.choices = choices([("", ""), *members])
        return form

    @property
    def head_of_rest(self) -> UUID | None:
        return UUID(self.new_head.data) if self.new_head.data else None


class MergeForm(MembersForm):
    """What each one who joins is to the head of the household that stays."""

    @classmethod
    def of(cls, members: Named) -> Self:
        relations = choices([("", ""), *_without_head()])
        asked = [InputRequired(_l("Choose what the person is to the head"))]
        return cls._of({person_id: ListAnswerField(name, asked, choices=relations) for person_id, name in members})


class HeadForm(MembersForm, ConfirmingForm):
    """Who is the head from now on, and what the others are to them."""

    @classmethod
    def of(cls, members: Iterable[tuple[UUID, str, Relation]]) -> Self:
        relations = choices(RELATION_LABELS.items())
        lists = {
            person_id: ListAnswerField(name, choices=relations, default=relation.value) for person_id, name, relation in members
        }
        return cls._of(lists)


class OtherHouseholdForm(Form):
    """Which household joins this one."""

    code = StringField(
        _l("Code of the other household, or of one of its members"),
        [DataRequired(_l("Write a code, such as CUC-H-000123 or CUC-P-000123")), at_most(20)],
        filters=[on_one_line],
    )


def _without_head() -> list[tuple[Relation, Any]]:
    return [(relation, words) for relation, words in RELATION_LABELS.items() if relation is not Relation.HEAD]
