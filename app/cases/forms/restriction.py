"""Forms of restricted files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.cases.services import Circle
from app.foundation.actor import Actor
from app.people.forms import NeedForm
from app.people.queries import protected_need_choices
from app.web.fields import CheckboxesField, at_most, choices, stripped
from app.web.forms import Form

LONGEST_REASON = 1_000
CONFIRMED = "yes"
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


class ProtectedNeedForm(RestrictForm, NeedForm):
    """A need that only a restricted file holds, with who will see that file from now on."""

    reason = TextAreaField(
        _l("Why?"),
        [DataRequired(_l("Write why only some may see this file")), at_most(LONGEST_REASON)],
        filters=[stripped],
        default=lambda: str(_l("The person told of something that only those who need to know it should read.")),
        description=_l("Only those who see the file can read this."),
    )
    confirmed = HiddenField(default="")
    """Empty while the form comes from the page of any need: its reader has not seen yet who will see the file."""

    @classmethod
    def for_actor(cls, actor: Actor, locale: str) -> Self:
        form = cls()
        form.need.choices = choices([("", ""), *protected_need_choices(actor, locale)])
        return form

    def show_first(self, carriers: Collection[UUID]) -> None:
        """Keep what was typed about the need; propose those who carry the cases."""
        self.confirmed.data = CONFIRMED
        self.colleagues.data = [str(one) for one in carriers]


class EndRestrictionForm(Form):
    """Opening a file to its office again."""

    reason = TextAreaField(
        _l("Why can the office see it again?"),
        [DataRequired(_l("Write why the office can see this file again")), at_most(LONGEST_REASON)],
        filters=[stripped],
    )
