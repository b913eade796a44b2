"""The coordinator's forms: shape and single fields."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.catalogue.enums import Confidence
from app.catalogue.labels import CONFIDENCE_LABELS, FIELD_LABELS
from app.catalogue.services import ActionPointContent
from app.web.fields import CheckboxesField, ExactDateField, at_most, on_one_line, stripped
from app.web.forms import VersionedForm

LONGEST_TITLE = 300
LONGEST_NOTE = 1000


def point_confidences() -> list[tuple[str, str]]:
    """The grades of an action point; the others grade entries that have no number."""
    grades = (Confidence.NUMBER_AND_CONTENT, Confidence.CONTENT_ONLY, Confidence.UNCONFIRMED)
    return [(grade.value, str(CONFIDENCE_LABELS[grade])) for grade in grades]


class ActionPointForm(VersionedForm):
    """What a coordinator may write about an action point."""

    title_es = TextAreaField(
        FIELD_LABELS["title_es"],
        filters=[on_one_line],
        validators=[DataRequired(_l("Write the title in Spanish")), at_most(LONGEST_TITLE)],
    )
    title_en = TextAreaField(FIELD_LABELS["title_en"], filters=[on_one_line], validators=[at_most(LONGEST_TITLE)])
    title_pt = TextAreaField(FIELD_LABELS["title_pt"], filters=[on_one_line], validators=[at_most(LONGEST_TITLE)])
    portuguese_reviewed = BooleanField(_l("Somebody who writes Portuguese well has reviewed the title in Portuguese"))
    number = IntegerField(
        FIELD_LABELS["number"],
        validators=[Optional(), NumberRange(min=1, max=99, message=_l("Write a number from 1 to 99"))],
    )
    confidence = RadioField(
        FIELD_LABELS["confidence"],
        choices=point_confidences,
        validators=[InputRequired(_l("Choose how sure the number and the content are"))],
    )
    sources = TextAreaField(FIELD_LABELS["sources"], filters=[stripped], validators=[at_most(LONGEST_NOTE)])
    order_basis = TextAreaField(FIELD_LABELS["order_basis"], filters=[stripped], validators=[at_most(LONGEST_NOTE)])
    note = TextAreaField(FIELD_LABELS["note"], filters=[stripped], validators=[at_most(LONGEST_NOTE)])
    valid_until = ExactDateField(_l("Last day in force"))

    def point(self) -> ActionPointContent:
        """The form as the service takes it; only after validation."""
        return ActionPointContent(
            number=self.number.data,
            title_es=str(self.title_es.data),
            title_en=self.title_en.data,
            title_pt=self.title_pt.data,
            portuguese_reviewed=bool(self.portuguese_reviewed.data),
            confidence=Confidence(self.confidence.data),
            order_basis=self.order_basis.data,
            sources=tuple(dict.fromkeys((self.sources.data or "").split())),
            note=self.note.data,
            valid_until=self.valid_until.data,
        )


class ServiceLinksForm(VersionedForm):
    """The choices are the catalogue's; ``offer`` fills them in."""

    action_points = CheckboxesField(FIELD_LABELS["action_points"])
    sub_points = CheckboxesField(FIELD_LABELS["sub_points"])
    indicators = CheckboxesField(FIELD_LABELS["indicators"])

    def offer(
        self,
        *,
        action_points: Sequence[tuple[str, str]],
        sub_points: Sequence[tuple[str, str]],
        indicators: Sequence[tuple[str, str]],
    ) -> None:
        self.action_points.choices = list(action_points)
        self.sub_points.choices = list(sub_points)
        self.indicators.choices = list(indicators)


class RetireServiceForm(VersionedForm):
    """The day after which nobody may choose the service any more."""

    last_day = ExactDateField(_l("Last day in use"), validators=[InputRequired(_l("Write the last day on which it may be used"))])


class ReinstateServiceForm(VersionedForm):
    """Only the version: there is nothing to fill in."""
