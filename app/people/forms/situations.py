"""Forms about what holds of a person for a time: stay, daily life, specific needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from app.foundation.actor import Actor
from app.people import queries
from app.people.enums import AnsweredBy, Difficulty, StayKind
from app.people.labels import ANSWERED_BY_LABELS, DIFFICULTY_LABELS, STAY_LABELS
from app.people.services import NewAnswers, NewNeed, NewStay
from app.web.fields import (
    WHEN,
    DayField,
    ExactDateField,
    ListAnswerField,
    OneAnswerField,
    PartialDateField,
    at_most,
    choices,
    stripped,
)
from app.web.forms import Form

LONGEST_NOTE = 600


class StayForm(Form):
    """A ground on which somebody stays in a country."""

    kind = OneAnswerField(
        _l("On what ground?"), [InputRequired(_l("Choose the ground, or that it is not known"))],
        choices=choices(STAY_LABELS.items()),
    )  # fmt: skip
    country = ListAnswerField(_l("In which country?"), [InputRequired(_l("Choose the country"))])
    document_type = ListAnswerField(_l("Permit or document"), default="")
    valid_from = PartialDateField(_l("Valid from"))
    valid_until = PartialDateField(_l("Valid until"))

    @classmethod
    def for_actor(cls, actor: Actor, locale: str) -> Self:
        form = cls(data={"country": actor.country})
        form.country.choices = choices(queries.place_country_choices(actor, locale))
        form.document_type.choices = choices([("", ""), *queries.permit_choices(actor, locale)])
        return form

    @property
    def stay(self) -> NewStay:
        return NewStay(
            kind=StayKind(self.kind.data),
            country=self.country.data,
            document_type_id=UUID(self.document_type.data) if self.document_type.data else None,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
        )


class StayDaysForm(Form):
    """From when to when a ground of stay is valid, as far as it is known."""

    valid_from = PartialDateField(_l("Valid from"))
    valid_until = PartialDateField(_l("Valid until"))

    @property
    def days(self) -> list[PartialDateField]:
        return [self.valid_from, self.valid_until]


class SituationDayForm(Form):
    """Since when a situation holds."""

    since_on = ExactDateField(_l("Since when?"), [InputRequired(_l("Write the date"))])

    @property
    def days(self) -> list[ExactDateField]:
        return [self.since_on]


class EndForm(Form):
    """The day on which something in a file ceased."""

    ended_on = DayField(_l("When did it end?"), [InputRequired(WHEN)])


def _question(words: Any) -> OneAnswerField:
    return OneAnswerField(
        words, [InputRequired(_l("Choose an answer, or that it is not known"))], choices=choices(DIFFICULTY_LABELS.items())
    )


class FunctioningForm(Form):
    """The six questions of the Washington Group Short Set on Functioning, in words of our own that stay close to its text.

    Source: Washington Group on Disability Statistics. Its rules: ask all six in this order, with the same answers, and
    never say "disability" while asking. What the answers amount to is for who reads them, not for this page.
    """

    seeing = _question(_l("Do you have difficulty seeing, even with glasses if you wear them?"))
    hearing = _question(_l("Do you have difficulty hearing, even with a hearing aid if you use one?"))
    walking = _question(_l("Do you have difficulty walking or climbing steps?"))
    remembering = _question(_l("Do you have difficulty remembering or concentrating?"))
    self_care = _question(_l("Do you have difficulty looking after yourself, such as washing all over or dressing?"))
    communicating = _question(_l("In your usual language, do you have difficulty understanding others or being understood?"))
    answered_by = OneAnswerField(_l("Who answered?"), choices=choices(ANSWERED_BY_LABELS.items()))
    answered_on = ExactDateField(_l("On which day?"), [InputRequired(_l("Write the date"))])

    DOMAINS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")

    @classmethod
    def build(cls, today: date, answered_by: AnsweredBy) -> Self:
        """Args: answered_by: who usually answers for somebody of this age; it stands chosen."""
        return cls(data={"answered_on": today, "answered_by": answered_by.value})

    @property
    def answers(self) -> NewAnswers:
        difficulties: Mapping[str, Difficulty] = {domain: Difficulty(self[domain].data) for domain in self.DOMAINS}
        return NewAnswers(
            difficulties=difficulties, answered_by=AnsweredBy(self.answered_by.data), answered_on=self.answered_on.data
        )


class NeedForm(Form):
    """One specific need of a person."""

    need = ListAnswerField(_l("Specific need"), [InputRequired(_l("Choose the need"))])
    since_on = ExactDateField(_l("Since when?"))
    note = TextAreaField(_l("Note"), [at_most(LONGEST_NOTE)], filters=[stripped])
    highly_sensitive: frozenset[str] = frozenset()

    @classmethod
    def of(cls, groups: Sequence[queries.NeedGroup]) -> Self:
        form = cls()
        needs = [choice for group in groups for choice in choices(group.needs, group=group.heading)]
        form.need.choices = [*choices([("", "")]), *needs]
        form.highly_sensitive = frozenset(
            need_id for group in groups if group.is_highly_sensitive for need_id, _name in group.needs
        )
        return form

    @property
    def asks_to_restrict(self) -> bool:
        """Whether a restricted file is needed for what was chosen."""
        return self.need.data in self.highly_sensitive

    @property
    def stated(self) -> NewNeed:
        return NewNeed(need_id=UUID(self.need.data), since_on=self.since_on.data, note=self.note.data)
