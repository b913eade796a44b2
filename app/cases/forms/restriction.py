"""Forms of restricted files."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.cases.services import Circle
from app.web.fields import CheckboxesField, at_most, choices, stripped
from app.web.forms import Form

LONGEST_REASON = 1_000
Colleagues = Sequence[tuple[str, str]]


class NamingForm(Form):
    """More colleagues for a file that is restricted."""

    colleagues = CheckboxesField(
        _l("Who else needs to know this file?"), [InputRequired(_l("Choose at least one colleague, or leave the page"))]
    )

    def offer(self, colleagues: Colleagues) -> None:
        """Set the colleagues to choose from, as (id, name)."""
        self.colleagues.choices = choices(colleagues)

    def chosen(self) -> frozenset[UUID]:
        return frozenset(UUID(text) for text in self.colleagues.data or [])


class RestrictForm(NamingForm):
    """Who will see a file from now on besides whoever sends this, and why."""

    colleagues = CheckboxesField(_l("Who else needs to know this file?"))
    reason = TextAreaField(
        _l("Why?"),
        [DataRequired(_l("Write why only some may see this file")), at_most(LONGEST_REASON)],
        filters=[stripped],
        description=_l("Only those who see the file can read this."),
    )
    why_few = TextAreaField(
        _l("If fewer than two people see it, or nobody who supervises: why?"), [at_most(LONGEST_REASON)], filters=[stripped]
    )

    def circle(self) -> Circle:
        """The form as the service takes it; only after validation."""
        return Circle(self.chosen(), reason=self.reason.data or "", why_few=self.why_few.data)


class EndRestrictionForm(Form):
    """Opening a file to its office again."""

    reason = TextAreaField(
        _l("Why can the office see it again?"),
        [DataRequired(_l("Write why the office can see this file again")), at_most(LONGEST_REASON)],
        filters=[stripped],
    )
