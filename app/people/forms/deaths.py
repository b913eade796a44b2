"""Forms about a death: as few questions as can be, and none about its cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from app.foundation.partial_date import PartialDate
from app.people.enums import DeathSource
from app.people.forms.files import ConfirmingForm
from app.people.labels import DEATH_SOURCE_LABELS
from app.people.services import NewDeath
from app.web.fields import ListAnswerField, OneAnswerField, PartialDateField, choices
from app.web.forms import VersionedForm


class DeathForm(ConfirmingForm, VersionedForm):
    """That somebody died; ``new_head`` is asked when they were the head and others stay."""

    known_by = OneAnswerField(
        _l("How do you know?"), [InputRequired(_l("Choose how you know"))], choices=choices(DEATH_SOURCE_LABELS.items())
    )
    died = PartialDateField(_l("When did the person die?"))
    new_head = ListAnswerField(_l("Who is the head of the household from now on?"), default="")

    @classmethod
    def of(
        cls, known_by: DeathSource | None, died: PartialDate | None, *, version: int, followers: Sequence[tuple[UUID, str]]
    ) -> Self:
        """The form with what is known; ``followers``: ids and names of those who may become the head."""
        form = cls(data={"known_by": known_by.value if known_by else None, "died": died, "version": version})
        form.new_head.choices = choices([("", ""), *followers])
        if not followers:
            del form.new_head
        return form

    @property
    def stated(self) -> NewDeath:
        """What was stated; only after validation."""
        chosen = self.new_head.data if "new_head" in self else None
        return NewDeath(
            known_by=DeathSource(self.known_by.data),
            died=self.died.data,
            new_head_id=UUID(chosen) if chosen else None,
            confirmed=self.confirmed,
        )


class TakeBackDeathForm(VersionedForm):
    """Nothing to fill in: it is confirmed."""
