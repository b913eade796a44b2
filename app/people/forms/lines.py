"""People in lines: the family of whoever is being registered, and a crowd, one row a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, FormField, StringField, TelField, ValidationError
from wtforms.validators import InputRequired, Optional

from app.foundation.actor import Actor
from app.foundation.partial_date import PartialDate
from app.people import queries
from app.people.enums import ConsentDecision, ConsentGiver, ConsentPurpose, PopulationType, Relation, Sex
from app.people.forms.essentials import NAME_AS_WRITTEN
from app.people.forms.persons import RegistrationForm, relation_choices
from app.people.labels import POPULATION_LABELS, SEX_LABELS
from app.people.names import Names
from app.people.policies import ADULT_AGE, NEEDS_A_NAME, OLDEST_AGE
from app.people.services import ConsentAnswer, NewPerson
from app.people.statement import Statement
from app.web.fields import ListAnswerField, at_most, choices, on_one_line
from app.web.forms import Form, RowForm

MOST_IN_A_FAMILY = 12
MOST_IN_A_LIST = 50
LINES_AT_FIRST = 3
LONGEST_AGE = 3
"""Figures: more of them are a year."""
ADD_ROW = "add_row"
"""Name of the button that adds a line where no script does it."""
SHARED = (
    "nationalities", "population_type", "preferred_language", "languages", "interpreter_need", "place_country", "area_code",
    "locality", "arrival", "phone", "contact_channel", "contact_hours", "contact_answerer", "leave_no_message", "safe_contact",
)  # fmt: skip
"""What a family mostly has in common: each of it can be changed later on the member's own file."""


@dataclass(frozen=True)
class Born:
    """What is known of a birth: a date or part of one, or an age in years."""

    birth: PartialDate | None = None
    age: int | None = None

    def is_under(self, years: int, today: date) -> bool:
        """Whether the person is younger by every age they can have."""
        oldest = self.birth.age_range(today)[1] if self.birth else self.age
        return oldest is not None and oldest < years


class BornField(StringField):
    """An age, a year, or a date, in one box: ``34``, ``1992``, ``3 1992``, ``14/3/1992``. ``data`` is a ``Born`` or None."""

    data: Any
    how_to_write: Any = _l("Write the age (34), the year (1992) or the date (14 3 1992)")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = " ".join((valuelist[0] if valuelist else "").split())[:40]
        self.data = None
        if self.typed:
            self.data = self._born(re.split(r"[\s./-]+", self.typed))

    def _born(self, parts: list[str]) -> Born:
        if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise ValueError(self.how_to_write)
        numbers = [int(part) for part in parts]
        if len(parts) == 1 and len(parts[0]) <= LONGEST_AGE:
            if numbers[0] > OLDEST_AGE:
                raise ValueError(_l("Write an age between 0 and 120 years"))
            return Born(age=numbers[0])
        try:
            return Born(PartialDate(*reversed(numbers)))
        except ValueError:
            raise ValueError(self.how_to_write) from None

    def _value(self) -> str:
        return getattr(self, "typed", "")


class LineForm(RowForm):
    """One person in one line. A line in which nothing is written counts as none."""

    given_names = StringField(_l("Given names"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    surname_1 = StringField(_l("First surname"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    surname_2 = StringField(_l("Second surname"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    sex = ListAnswerField(
        _l("Sex"),
        [InputRequired(_l("Choose the sex, or that it is not known"))],
        choices=choices([("", ""), *SEX_LABELS.items()]),
        default="",
    )
    born = BornField(_l("Age or birth"), render_kw={"inputmode": "numeric"})
    agrees = ListAnswerField(
        _l("Consent"),
        choices=choices(
            [
                ("", _l("Not asked")),
                (ConsentDecision.GIVEN, _l("Yes to all four")),
                (ConsentDecision.REFUSED, _l("No to all four")),
            ]
        ),
        default="",
    )

    WRITTEN: tuple[str, ...] = ("given_names", "surname_1", "surname_2", "sex", "born")

    @property
    def is_blank(self) -> bool:
        return not any(self[name].data or self[name].errors or getattr(self[name], "typed", "") for name in self.WRITTEN)

    def validate(self, extra_validators: Any = None) -> bool:
        return self.is_blank or super().validate(extra_validators)

    def validate_given_names(self, _field: Field) -> None:
        if not self.names.as_text:
            raise ValidationError(NEEDS_A_NAME)

    @property
    def names(self) -> Names:
        return Names(self.given_names.data, self.surname_1.data, self.surname_2.data)

    @property
    def said_of_birth(self) -> Born:
        born: Born | None = self.born.data
        return born or Born()

    @property
    def statement(self) -> Statement:
        """What is stated, to look for similar people; a family's phone says nothing about who of it this is."""
        return Statement(
            names=self.names,
            sex=Sex(self.sex.data) if self.sex.data in set(Sex) else None,
            birth=self.said_of_birth.birth,
            stated_age=self.said_of_birth.age,
        )

    def where(self, field: str | None) -> str:
        """The name of the box for a field of ``NewPerson`` that was refused."""
        own = {"birth": "born", "stated_age": "born"}.get(field or "", field or "")
        return str(self[own if own in self else "given_names"].name)

    def facts(self, shared: dict[str, Any]) -> NewPerson:
        """What was stated in the line, with what all lines share; only after validation."""
        return NewPerson(
            given_names=self.given_names.data,
            surname_1=self.surname_1.data,
            surname_2=self.surname_2.data,
            sex=Sex(self.sex.data),
            birth=self.said_of_birth.birth,
            stated_age=self.said_of_birth.age,
            **shared,
        )

    def answers(self, language: str, today: date) -> list[ConsentAnswer]:
        """The answer of the line, which holds for every purpose; of a child, it is said by whoever answers for it."""
        if not self.agrees.data:
            return []
        giver = ConsentGiver.GUARDIAN if self.said_of_birth.is_under(ADULT_AGE, today) else ConsentGiver.PERSON
        decision = ConsentDecision(self.agrees.data)
        return [
            ConsentAnswer(purpose=purpose, decision=decision, language=language, given_by=giver) for purpose in ConsentPurpose
        ]


class FamilyLineForm(LineForm):
    """A member of the family of whoever is registered above."""

    relation = ListAnswerField(
        _l("What they are to the head"), [InputRequired(_l("Choose what the person is to the head"))], default=""
    )
    in_care = BooleanField(_l("The person above answers for this child"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relation.choices = relation_choices()

    def answers_beside(self, head: Sequence[ConsentAnswer], language: str, today: date) -> list[ConsentAnswer]:
        """As the line says; for a child for whom the head answers, the head has answered above."""
        is_answered_for = self.in_care.data or self.relation.data == Relation.CHILD
        if is_answered_for and self.said_of_birth.is_under(ADULT_AGE, today) and not self.agrees.data:
            return [replace(answer, given_by=ConsentGiver.GUARDIAN) for answer in head]
        return self.answers(language, today)


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

    @property
    def members(self) -> Sequence[FamilyLineForm]:
        """The lines in which somebody stands."""
        return [entry.form for entry in self.family if not entry.form.is_blank]


def shared_by_family(head: NewPerson) -> dict[str, Any]:
    """What the members of a family have from its head until they say otherwise."""
    return {name: getattr(head, name) for name in SHARED}


class CrowdLineForm(LineForm):
    """A person of a crowd."""

    nationality = ListAnswerField(_l("Nationality"), default="")
    phone = TelField(_l("Phone"), [at_most(40)], filters=[on_one_line])
    with_previous = BooleanField(_l("Same family as the line above"))
    file = StringField("", validators=[Optional()])
    """The answer to "Already registered?": the id of somebody's file, ``NEW``, or nothing while it was not asked."""

    NEW = "new"

    @property
    def statement(self) -> Statement:
        return replace(super().statement, phone=self.phone.data)

    @property
    def is_decided(self) -> bool:
        return self.file.data == self.NEW or self.person_id is not None

    @property
    def person_id(self) -> UUID | None:
        """Whose file was chosen."""
        try:
            return UUID(self.file.data or "")
        except ValueError:
            return None


class LineListForm(Form):
    """Many people at once. What stands above the lines holds for each that does not say otherwise."""

    nationality = ListAnswerField(
        _l("Nationality"), [InputRequired(_l("Choose the nationality, or that it is undetermined"))], default=""
    )
    population_type = ListAnswerField(
        _l("Situation"), [InputRequired(_l("Choose the persons' situation, or that it is not known"))], default=""
    )
    area_code = ListAnswerField(_l("State or department"), default="")
    locality = StringField(_l("Town or neighbourhood"), [at_most(120)], filters=[on_one_line])
    lines = FieldList(FormField(CrowdLineForm), min_entries=LINES_AT_FIRST, max_entries=MOST_IN_A_LIST)

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, *, more: bool = False) -> Self:
        """Args: more: with one more line than was sent."""
        form = cls()
        if more and len(form.lines) < MOST_IN_A_LIST:
            form.lines.append_entry()
        often, others = queries.nationality_groups(locale)
        nothing = choices([("", "")])
        everywhere = [*choices(often, group=_l("Often met")), *choices(others, group=_l("All countries"))]
        form.nationality.choices = nothing + everywhere
        form.population_type.choices = nothing + choices(POPULATION_LABELS.items())
        areas = [choice for country, group in queries.area_groups(actor, locale) for choice in choices(group, group=country)]
        form.area_code.choices = nothing + areas
        as_above = choices([("", _l("As above")), *often])
        for entry in form.lines:
            entry.form.nationality.choices = as_above
        return form

    @property
    def people(self) -> list[CrowdLineForm]:
        """The lines in which somebody stands."""
        return [entry.form for entry in self.lines if not entry.form.is_blank]

    def validate_lines(self, _field: Field) -> None:
        people = self.people
        if not people:
            raise ValidationError(_l("Write at least one person"))
        if people[0].with_previous.data:
            people[0].with_previous.errors = [_l("No family stands above the first line. Take the mark away")]
            raise ValidationError(people[0].with_previous.errors[0])
        self._refuse_lines_written_twice()

    def _refuse_lines_written_twice(self) -> None:
        seen: set[tuple[str, Any]] = set()
        for line in self.people:
            said = (line.names.as_text.casefold(), line.born.data)
            if said in seen:
                line.given_names.errors = [_l("The same person stands in a line above. Empty one of the two lines")]
                raise ValidationError(line.given_names.errors[0])
            seen.add(said)

    def facts_of(self, line: CrowdLineForm) -> NewPerson:
        """What is stated of one person; only after validation."""
        return line.facts(
            {
                "nationalities": (line.nationality.data or self.nationality.data,),
                "population_type": PopulationType(self.population_type.data),
                "area_code": self.area_code.data or None,
                "locality": self.locality.data,
                "phone": line.phone.data,
            }
        )
