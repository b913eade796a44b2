"""A crowd, one line a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, FormField, StringField, TelField, ValidationError
from wtforms.validators import InputRequired, Optional

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import queries
from app.people.enums import PopulationType
from app.people.forms.consents import CERTIFY, READ_ALOUD
from app.people.forms.lines import LineForm, check_who_speaks
from app.people.labels import POPULATION_LABELS
from app.people.policies import ADULT_AGE
from app.people.services import ConsentAnswer, NewPerson
from app.people.statement import Statement
from app.web.fields import ListAnswerField, at_most, choices, on_one_line
from app.web.forms import Form

MOST_IN_A_LIST = 50
LINES_AT_FIRST = 3


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
        _l("Nationality"), [InputRequired(_l("Choose the nationality, or that it is not known"))], default=""
    )
    population_type = ListAnswerField(
        _l("Situation"), [InputRequired(_l("Choose the persons' situation, or that it is not known"))], default=""
    )
    area_code = ListAnswerField(_l("State or department"), default="")
    locality = StringField(_l("Town or neighbourhood"), [at_most(120)], filters=[on_one_line])
    lines = FieldList(FormField(CrowdLineForm), min_entries=LINES_AT_FIRST, max_entries=MOST_IN_A_LIST)
    certified = BooleanField(READ_ALOUD)

    today: date

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, *, more: bool = False) -> Self:
        """Args: more: with one more line than was sent."""
        form = cls()
        form.today = today_in(actor.time_zone)
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
        check_who_speaks(people, self._speaker, self.today)

    def validate_certified(self, field: Field) -> None:
        if any(line.agrees.data for line in self.people) and not field.data:
            raise ValidationError(CERTIFY)

    def _refuse_lines_written_twice(self) -> None:
        seen: set[tuple[str, Any]] = set()
        for line in self.people:
            said = (line.names.as_text.casefold(), line.born.data)
            if said in seen:
                line.given_names.errors = [_l("The same person stands in a line above. Empty one of the two lines")]
                raise ValidationError(line.given_names.errors[0])
            seen.add(said)

    def answers_of(self, line: CrowdLineForm, language: str) -> list[ConsentAnswer]:
        """What one person answered; for a child, the first adult of the family answered."""
        return line.answers(language, self.today, guardian=self._speaker(line))

    def _speaker(self, line: CrowdLineForm) -> str | None:
        """Who answers for a child of the list; nobody for one without an adult of the family."""
        adults = (one for one in self._family_of(line) if one.said_of_birth.is_from(ADULT_AGE, self.today))
        adult = next(adults, None)
        return adult.names.as_text if adult else None

    def _family_of(self, line: CrowdLineForm) -> list[CrowdLineForm]:
        """The lines that belong together with this one."""
        families: list[list[CrowdLineForm]] = []
        for one in self.people:
            if one.with_previous.data and families:
                families[-1].append(one)
            else:
                families.append([one])
        return next(family for family in families if line in family)

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
