"""Forms about what belongs to a person's file: household, documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.foundation.actor import Actor
from app.people import queries
from app.people.enums import DocumentState, ObstacleToDocument
from app.people.forms.persons import relation_choices
from app.people.labels import OBSTACLE_LABELS, STATE_LABELS
from app.people.services import DocumentFacts, NewDocument
from app.web.fields import ExactDateField, ListAnswerField, OneAnswerField, at_most, choices, on_one_line
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


CHILDREN_ALONE = _l("It is so: no adult is with them. Who cares for the children will be asked at once")


class LeaveHouseholdForm(Form):
    """Somebody leaves; ``new_head`` is asked when the head leaves others behind."""

    left_on = ExactDateField(_l("Since when?"), [InputRequired(_l("Write the date"))])
    new_head = ListAnswerField(_l("Who is the head of the household from now on?"), default="")
    children_may_be_alone = BooleanField(CHILDREN_ALONE)

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


class DocumentFactsForm(Form):
    """What is known of an identity document; expired ones are welcome, with their date."""

    number = StringField(_l("Number"), [at_most(60)], filters=[on_one_line], render_kw={"spellcheck": "false"})
    state = OneAnswerField(
        _l("Where is it?"), [InputRequired(_l("Choose where the document is"))], choices=choices(STATE_LABELS.items()),
        default=DocumentState.HELD.value,
    )  # fmt: skip
    obstacle = OneAnswerField(
        _l("Why can it not be obtained?"), [Optional()], choices=choices(OBSTACLE_LABELS.items()),
        default=ObstacleToDocument.UNKNOWN.value,
    )  # fmt: skip
    issued_on = ExactDateField(_l("Issued on"))
    expires_on = ExactDateField(_l("Expires on"))

    @classmethod
    def of(cls, facts: DocumentFacts) -> Self:
        """The form filled with what is known."""
        return cls(data={**vars(facts), "obstacle": facts.obstacle or ObstacleToDocument.UNKNOWN.value})

    @property
    def facts(self) -> DocumentFacts:
        """What was stated; only after validation."""
        state = DocumentState(self.state.data)
        cannot_obtain = state is DocumentState.CANNOT_OBTAIN
        return DocumentFacts(
            number=self.number.data,
            state=state,
            obstacle=ObstacleToDocument(self.obstacle.data or ObstacleToDocument.UNKNOWN) if cannot_obtain else None,
            issued_on=self.issued_on.data,
            expires_on=self.expires_on.data,
        )


class DocumentForm(DocumentFactsForm):
    """A document that is added: also which one it is."""

    document_type = ListAnswerField(_l("Document"), [InputRequired(_l("Choose the document"))])

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
        return NewDocument(document_type_id=UUID(self.document_type.data), **vars(self.facts))
