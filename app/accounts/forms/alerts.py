"""The form by which an alert is reviewed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.audit.enums import AlertOutcome
from app.audit.labels import OUTCOME_LABELS
from app.web.fields import OneAnswerField, at_most, choices, stripped
from app.web.forms import Form

LONGEST_REVIEW = 2_000


class ReviewForm(Form):
    """What was found."""

    outcome = OneAnswerField(
        _l("What did you find?"),
        [InputRequired(_l("Choose what you found"))],
        choices=choices((outcome.value, words) for outcome, words in OUTCOME_LABELS.items()),
    )
    words = TextAreaField(
        _l("In your words"),
        [DataRequired(_l("Write what you found and with whom you spoke")), at_most(LONGEST_REVIEW)],
        filters=[stripped],
        description=_l("With whom you spoke, and what explains it or what was done. Name no person whose file was opened."),
    )

    def chosen(self) -> AlertOutcome:
        """The outcome; only after validation."""
        return AlertOutcome(self.outcome.data)
