"""The family of whoever is being registered, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField
from wtforms.validators import InputRequired

from app.foundation.actor import Actor
from app.people.enums import ConsentGiver, Relation
from app.people.forms.lines import LineForm
from app.people.forms.persons import RegistrationForm, relation_choices
from app.people.policies import ADULT_AGE
from app.people.services import ConsentAnswer, NewPerson
from app.web.fields import ListAnswerField

MOST_IN_A_FAMILY = 12
SHARED = (
    "nationalities", "population_type", "preferred_language", "languages", "interpreter_need", "place_country", "area_code",
    "locality", "arrival", "phone", "contact_channel", "contact_hours", "contact_answerer", "leave_no_message", "safe_contact",
)  # fmt: skip
"""What a family mostly has in common: each of it can be changed later on the member's own file."""


@dataclass(frozen=True)
class HeadAnswered:
    """What was answered above the lines, and the name of who did: the head, or for a head under age their guardian."""

    name: str
    answers: Sequence[ConsentAnswer]


class FamilyLineForm(LineForm):
    """A member of the family of whoever is registered above."""

    relation = ListAnswerField(
        _l("What they are to the head"), [InputRequired(_l("Choose what the person is to the head"))], default=""
    )
    in_care = BooleanField(_l("The person above answers for this child"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relation.choices = relation_choices()

    def answers_beside(self, head: HeadAnswered, language: str, today: date) -> list[ConsentAnswer]:
        """As the line says; for a child for whom the head answers, the head has answered above."""
        is_answered_for = self.in_care.data or self.relation.data == Relation.CHILD
        if is_answered_for and self.said_of_birth.is_under(ADULT_AGE, today) and not self.agrees.data:
            return [replace(one, given_by=ConsentGiver.GUARDIAN, guardian_name=head.name) for one in head.answers]
        return self.answers(language, today, guardian=head.name if is_answered_for else None)


class FamilyRegistrationForm(RegistrationForm):
    """A new person, with the members of their family line by line."""

    family = FieldList(FormField(FamilyLineForm), min_entries=1, max_entries=MOST_IN_A_FAMILY)

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, *, more: bool = False, **known: Any) -> Self:
        """Args: more: with one more line than was sent."""
        form = super().for_actor(actor, locale, **known)
        if more and len(form.family) < MOST_IN_A_FAMILY:
            form.family.append_entry()
        return form

    def head_answered(self, language: str) -> HeadAnswered:
        answers = self.consents.form.answers(language)
        guardian = next((answer.guardian_name for answer in answers if answer.guardian_name), None)
        return HeadAnswered(guardian or self.names.as_text, answers)

    @property
    def members(self) -> Sequence[FamilyLineForm]:
        """The lines in which somebody stands."""
        return [entry.form for entry in self.family if not entry.form.is_blank]


def shared_by_family(head: NewPerson) -> dict[str, Any]:
    """What the members of a family have from its head until they say otherwise."""
    return {name: getattr(head, name) for name in SHARED}
