"""Forms of emergency access."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.accounts.enums import GlassVerdict
from app.emergency.labels import VERDICT_LABELS
from app.emergency.services import Review
from app.web.fields import OneAnswerField, at_most, choices, on_one_line, stripped
from app.web.forms import Form

LONGEST_REASON = 1_000


class BreakGlassForm(Form):
    """Which file, why, and that the reader knows what follows."""

    code = StringField(
        _l("Code of the person or of one of their cases"),
        [DataRequired(_l("Write the code, such as CUC-P-000123 or CUC-2026-00412")), at_most(20)],
        filters=[on_one_line],
        render_kw={"spellcheck": "false", "autocomplete": "off"},
    )
    reason = TextAreaField(
        _l("Why can it not wait for the office of the file?"),
        [DataRequired(_l("Write in a sentence why it cannot wait, so that it can be reviewed")), at_most(LONGEST_REASON)],
        filters=[stripped],
        description=_l("For example: the person is here with a child who has a fever, and says that a clinic was arranged."),
    )
    understood = BooleanField(
        _l("I know that the office of the file is told at once, and that a colleague reviews this access."),
        [InputRequired(_l("Tick that you know this access is reviewed"))],
    )


class ReviewForm(Form):
    """What a reviewer decides."""

    verdict = OneAnswerField(_l("Was it justified?"), [InputRequired(_l("Choose whether it was justified"))])
    words = TextAreaField(
        _l("In your words"),
        [DataRequired(_l("Write a sentence about your decision")), at_most(LONGEST_REASON)],
        filters=[stripped],
        description=_l("Whoever opened the file reads this."),
    )

    def offer(self) -> None:
        self.verdict.choices = choices((verdict.value, words) for verdict, (words, _tone) in VERDICT_LABELS.items())

    def review(self) -> Review:
        """The form as the service takes it; only after validation."""
        return Review(GlassVerdict(self.verdict.data), str(self.words.data))
