"""People in lines, one line a person: what the lines of a family (``family.py``) and of a crowd (``crowd.py``) have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, ValidationError
from wtforms.validators import InputRequired

from app.foundation.partial_date import PartialDate
from app.people.ages import read_age
from app.people.enums import ConsentDecision, ConsentGiver, ConsentPurpose, Sex
from app.people.forms.essentials import NAME_AS_WRITTEN
from app.people.labels import PURPOSE_LABELS, SEX_LABELS
from app.people.names import Names
from app.people.policies import ADULT_AGE, NEEDS_A_NAME, OLDEST_AGE
from app.people.services import ConsentAnswer, NewPerson
from app.people.statement import Statement
from app.web.fields import CheckboxesField, ListAnswerField, at_most, choices, on_one_line
from app.web.forms import RowForm

LONGEST_AGE = 3
"""Figures: more of them are a year."""
ONE_BY_ONE = "one_by_one"
"""The answer about consent that tells each purpose: yes to those that are ticked, no to the others."""
LINE_ANSWERS = {
    ConsentDecision.GIVEN.value: _l("Yes to all four"),
    ConsentDecision.REFUSED.value: _l("No to all four"),
    ONE_BY_ONE: _l("One by one"),
}
ADD_ROW = "add_row"
"""Name of the button that adds a line where no script does it."""

NOBODY_SPEAKS = _l(
    "No adult who answers for this child stands here. Leave the consent empty: it is asked on the child's file once it is known"
)


@dataclass(frozen=True)
class Born:
    """What is known of a birth: a date or part of one, or an age in years, of a baby with its months."""

    birth: PartialDate | None = None
    age: int | None = None
    months: int | None = None

    def is_under(self, years: int, today: date) -> bool:
        """Whether the person is younger by every age they can have."""
        oldest = self.birth.age_range(today)[1] if self.birth else self.age
        return oldest is not None and oldest < years

    def is_from(self, years: int, today: date) -> bool:
        """Whether the person is so old, or older, by every age they can have."""
        youngest = self.birth.age_range(today)[0] if self.birth else self.age
        return youngest is not None and youngest >= years


class BornField(StringField):
    """An age, a year, or a date, in one box: ``34``, ``3 meses``, ``1992``, ``14/3/1992``. ``data`` is a ``Born`` or None."""

    data: Any
    how_to_write: Any = _l("Write the age (34, or 3 months), the year (1992) or the date (14 3 1992)")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = " ".join((valuelist[0] if valuelist else "").split())[:40]
        self.data = None
        if said := read_age(self.typed):
            if said.years > OLDEST_AGE:
                raise ValueError(_l("Write an age between 0 and 120 years"))
            self.data = Born(age=said.years, months=said.months)
        elif self.typed:
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
    born = BornField(_l("Age or birth"))
    agrees = ListAnswerField(
        _l("Consent"),
        choices=choices([("", _l("Not asked")), *LINE_ANSWERS.items()]),
        default="",
    )
    agrees_to = CheckboxesField(_l("One by one: yes to those that are ticked"), choices=choices(PURPOSE_LABELS.items()))

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
    def error_label(self) -> str:
        """Who stands in the line: said before its errors, beside the line's number."""
        return self.names.as_text

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
            stated_age_months=self.said_of_birth.months,
        )

    def where(self, field: str | None) -> str:
        """The name of the box for a field of ``NewPerson`` that was refused."""
        own = {"birth": "born", "stated_age": "born", "stated_age_months": "born"}.get(field or "", field or "")
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
            stated_age_months=self.said_of_birth.months,
            **shared,
        )

    def is_child(self, today: date) -> bool:
        return self.said_of_birth.is_under(ADULT_AGE, today)

    def answers(self, language: str, today: date, *, guardian: str | None = None) -> list[ConsentAnswer]:
        """The answers of the line, one for each purpose; of a child, they are said by whoever answers for it.

        Args:
            guardian: the name of who answers, should it be a child; where there is nobody, a child's line says nothing.
        """
        is_child = self.is_child(today)
        if not self.agrees.data or (is_child and not guardian):
            return []
        return [
            ConsentAnswer(
                purpose=purpose,
                decision=self._decision(purpose),
                language=language,
                given_by=ConsentGiver.GUARDIAN if is_child else ConsentGiver.PERSON,
                guardian_name=guardian if is_child else None,
            )
            for purpose in ConsentPurpose
        ]

    def _decision(self, purpose: ConsentPurpose) -> ConsentDecision:
        if self.agrees.data != ONE_BY_ONE:
            return ConsentDecision(self.agrees.data)
        return ConsentDecision.GIVEN if purpose in (self.agrees_to.data or ()) else ConsentDecision.REFUSED


def check_who_speaks(lines: Iterable[LineForm], has_speaker: Callable[[Any], Any], today: date) -> None:
    """Let answers about consent pass: those for a child need an adult who spoke.

    Args:
        has_speaker: true of a line for whose child somebody in the form answers.

    Raises:
        ValidationError: also told at the line.
    """
    silent = [line for line in lines if line.agrees.data and line.is_child(today) and not has_speaker(line)]
    for line in silent:
        line.agrees.errors = [NOBODY_SPEAKS]
    if silent:
        raise ValidationError(NOBODY_SPEAKS)
