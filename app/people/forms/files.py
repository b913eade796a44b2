"""Forms about what belongs to a person's file: household, documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired

from app.foundation.actor import Actor
from app.people import queries
from app.people.forms.persons import relation_choices
from app.people.services import NewDocument
from app.web.fields import ExactDateField, ListAnswerField, at_most, choices, on_one_line
from app.web.forms import Form


class LinkMemberForm(Form):
    """Somebody already registered joins a household."""

    code = StringField(
        _l("Code of the person"), [DataRequired(_l("Write the code of the person, such as CUC-P-000123")), at_most(20)],
        filters=[on_one_line],
    )  # fmt: skip
    relation = ListAnswerField(
        _l("What is this person to the head of the household?"), [InputRequired(_l("Choose what the person is to the head"))]
    )
    joined_on = ExactDateField(_l("Since when?"))

    @classmethod
    def build(cls, today: date) -> Self:
        form = cls(data={"joined_on": today})
        form.relation.choices = relation_choices()
        return form


class RelationForm(Form):
    """What a member is to the head."""

    relation = ListAnswerField(
        _l("What is this person to the head of the household?"), [InputRequired(_l("Choose what the person is to the head"))]
    )

    @classmethod
    def build(cls, relation: str) -> Self:
        form = cls(data={"relation": relation})
        form.relation.choices = relation_choices()
        return form


class LeaveHouseholdForm(Form):
    """Somebody leaves; ``new_head`` is asked when the head leaves others behind."""

    left_on = ExactDateField(_l("Since when?"), [InputRequired(_l("Write the date"))])
    new_head = ListAnswerField(_l("Who is the head of the household from now on?"), default="")

    @classmethod
    def build(cls, today: date, followers: Sequence[tuple[UUID, str]]) -> Self:
        """Args: followers: ids and names of those who may become the head; none unless the head leaves."""
        form = cls(data={"left_on": today})
        form.new_head.choices = choices([("", ""), *followers])
        if not followers:
            del form.new_head
        return form

    @property
    def chosen_head(self) -> UUID | None:
        chosen = self.new_head.data if "new_head" in self else None
        return UUID(chosen) if chosen else None


class DocumentForm(Form):
    """An identity document; expired ones are welcome, with their date."""

    document_type = ListAnswerField(_l("Document"), [InputRequired(_l("Choose the document"))])
    number = StringField(_l("Number"), [at_most(60)], filters=[on_one_line], render_kw={"spellcheck": "false"})
    expires_on = ExactDateField(_l("Expires on"))

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, nationalities: Sequence[str]) -> Self:
        form = cls()
        groups = queries.document_choices(actor, locale, nationalities)
        form.document_type.choices = choices([("", "")]) + [
            choice for country, documents in groups for choice in choices(documents, group=country)
        ]
        return form

    @property
    def document(self) -> NewDocument:
        return NewDocument(
            document_type_id=UUID(self.document_type.data), number=self.number.data, expires_on=self.expires_on.data
        )
