"""The family of whoever is being registered, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, FormField
from wtforms.validators import InputRequired

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.enums import ConsentGiver, Relation
from app.people.forms.lines import LINE_ANSWERS, Born, LineForm, check_who_speaks
from app.people.forms.persons import RegistrationForm, relation_choices
from app.people.policies import ADULT_AGE
from app.people.services import ConsentAnswer, Interpretation, NewPerson
from app.web.fields import ListAnswerField, choices

MOST_IN_A_FAMILY = 12
SHARED = (
    "nationalities", "population_type", "preferred_language", "languages", "interpreter_need", "place_country", "area_code",
    "locality", "arrival", "phone", "contact_channel", "contact_hours", "contact_answerer", "leave_no_message", "safe_contact",
)  # fmt: skip
"""What a family mostly has in common: each of it can be changed later on the member's own file."""

FAMILY_ANSWERS = choices([("", _l("No answer of their own")), *LINE_ANSWERS.items()])
"""Not "not asked": of a child for whom the head answers, what the head said above holds."""


@dataclass(frozen=True)
class HeadAnswered:
    """What was answered above the lines, and the name of who did: the head, or for a head under age their guardian.

    Without a name nobody of age stands there who answers for a child.
    """

    name: str | None
    answers: Sequence[ConsentAnswer]
    interpretation: Interpretation | None = None
    """Whoever interpreted for the head did so for what the lines say too."""


class FamilyLineForm(LineForm):
    """A member of the family of whoever is registered above."""

    relation = ListAnswerField(
        _l("What they are to the head"), [InputRequired(_l("Choose what the person is to the head"))], default=""
    )
    in_care = BooleanField(_l("The person above answers for this child"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relation.choices = relation_choices()
        self.agrees.choices = FAMILY_ANSWERS

    @property
    def is_answered_for(self) -> bool:
        """Whether the head answers for them, should it be a child."""
        return bool(self.in_care.data) or self.relation.data == Relation.CHILD

    def answers_beside(self, head: HeadAnswered, language: str, today: date) -> list[ConsentAnswer]:
        """As the line says; for a child for whom the head answers, the head has answered above."""
        speaker = head.name if self.is_answered_for else None
        if speaker and self.is_child(today) and not self.agrees.data:
            return [replace(one, given_by=ConsentGiver.GUARDIAN, guardian_name=speaker) for one in head.answers]
        own = self.answers(language, today, guardian=speaker)
        return [replace(one, interpretation=head.interpretation) for one in own]


class FamilyRegistrationForm(RegistrationForm):
    """A new person, with the members of their family line by line."""

    today: date
    family = FieldList(FormField(FamilyLineForm), min_entries=1, max_entries=MOST_IN_A_FAMILY)

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, *, more: bool = False, **known: Any) -> Self:
        """Args: more: with one more line than was sent."""
        form = super().for_actor(actor, locale, **known)
        form.today = today_in(actor.time_zone)
        if more and len(form.family) < MOST_IN_A_FAMILY:
            form.family.append_entry()
        return form

    def head_answered(self, language: str) -> HeadAnswered:
        interpretation = self.consents.form.interpretation(self.preferred_language.data)
        return HeadAnswered(self._head_speaking(), self.answers(language), interpretation)

    @property
    def is_said_aloud(self) -> bool:
        return super().is_said_aloud or any(line.agrees.data for line in self.members)

    def validate_family(self, _field: Field) -> None:
        name = self._head_speaking()
        check_who_speaks(self.members, lambda line: name and line.is_answered_for, self.today)

    def _head_speaking(self) -> str | None:
        """The name of who answers above; nobody where the head is under age and no guardian is named."""
        questions = self.consents.form
        if questions.given_by.data == ConsentGiver.GUARDIAN:
            return str(questions.guardian_name.data or "") or None
        said = self.statement
        is_child = Born(said.birth, said.stated_age).is_under(ADULT_AGE, self.today)
        return None if is_child else self.names.as_text

    @property
    def members(self) -> Sequence[FamilyLineForm]:
        """The lines in which somebody stands."""
        return [entry.form for entry in self.family if not entry.form.is_blank]


def shared_by_family(head: NewPerson) -> dict[str, Any]:
    """What the members of a family have from its head until they say otherwise."""
    return {name: getattr(head, name) for name in SHARED}
