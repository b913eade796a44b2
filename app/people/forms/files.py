"""Forms about what belongs to a person's file: household, documents."""

from __future__ import annotations

from collections.abc import Sequence
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
from app.people.policies import Confirmed
from app.people.services import DocumentFacts, NewDocument
from app.web.fields import WHEN, DayField, ExactDateField, ListAnswerField, OneAnswerField, at_most, choices, on_one_line
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
    joined_on = DayField(_l("Since when?"), [InputRequired(WHEN)])

    @classmethod
    def build(cls) -> Self:
        form = cls()
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


class ConfirmingForm(Form):
    """A form that asks before children are without an adult, or one of them leads others."""

    children_may_be_alone = BooleanField(_l("It is so: no adult is with them. Who cares for the children will be asked at once"))
    child_may_lead = BooleanField(_l("It is so: somebody under 18 is the head, though adults belong to the household"))

    @property
    def confirmed(self) -> frozenset[Confirmed]:
        return frozenset(one for one in Confirmed if self[one.value].data)

    @property
    def to_confirm(self) -> list[BooleanField]:
        """Asked only where it is so, and shown again when it was answered."""
        ticks = (self[one.value] for one in Confirmed)
        return [tick for tick in ticks if tick.errors or tick.data]


class LeaveHouseholdForm(ConfirmingForm):
    """Somebody leaves; ``new_head`` is asked when the head leaves others behind."""

    left_on = DayField(_l("Since when?"), [InputRequired(WHEN)])
    new_head = ListAnswerField(_l("Who is the head of the household from now on?"), default="")

    @classmethod
    def build(cls, followers: Sequence[tuple[UUID, str]]) -> Self:
        """Args: followers: ids and names of those who may become the head; none unless the head leaves."""
        form = cls()
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
