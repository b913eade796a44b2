"""What registering asks of everybody: the few fields without which a person is not registered."""

from __future__ import annotations

import enum

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, ValidationError
from wtforms.validators import InputRequired

from app.foundation.partial_date import PartialDate
from app.people.ages import SaidAge
from app.people.enums import PopulationType, Sex
from app.people.forms.fields import AgeField, LongListWidget
from app.people.labels import POPULATION_LABELS, SEX_LABELS
from app.people.names import Names
from app.people.policies import NEEDS_A_NAME, OLDEST_AGE
from app.people.services import NewPerson
from app.web.fields import ListAnswerField, OneAnswerField, PartialDateField, at_most, choices, on_one_line
from app.web.forms import Form

NAME_AS_WRITTEN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "words"}


class BirthKnown(enum.StrEnum):
    """How much is known of when somebody was born."""

    DATE = "date"
    AGE = "age"
    UNKNOWN = "unknown"


BIRTH_LABELS = {
    BirthKnown.DATE: _l("The birth date, or part of it"),
    BirthKnown.AGE: _l("Only the age"),
    BirthKnown.UNKNOWN: _l("Neither is known"),
}


class EssentialsForm(Form):
    """Mandatory: a name, sex, what is known of the birth, nationality, situation."""

    given_names = StringField(_l("Given names"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    surname_1 = StringField(_l("First surname"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    surname_2 = StringField(_l("Second surname"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    sex = OneAnswerField(
        _l("Sex"), [InputRequired(_l("Choose the sex, or that it is not known"))], choices=choices(SEX_LABELS.items())
    )
    birth_known = OneAnswerField(
        _l("What is known of the birth?"),
        [InputRequired(_l("Choose what is known of the birth"))],
        choices=choices(BIRTH_LABELS.items()),
    )
    birth = PartialDateField(_l("Birth date"))
    stated_age = AgeField(_l("Age in years"))
    nationality = ListAnswerField(
        _l("Nationality"), [InputRequired(_l("Choose the nationality, or that it is not known"))], widget=LongListWidget()
    )
    population_type = OneAnswerField(
        _l("Situation"),
        [InputRequired(_l("Choose the person's situation, or that it is not known"))],
        choices=choices(POPULATION_LABELS.items()),
    )

    def validate_given_names(self, _field: Field) -> None:
        if not self.names.as_text:
            raise ValidationError(NEEDS_A_NAME)

    def validate_birth(self, field: Field) -> None:
        if self.birth_known.data != BirthKnown.DATE:
            field.errors = []  # what stands in a box that is out of sight does not count
        elif not field.errors and field.data is None:
            raise ValidationError(_l("Write the year at least, or choose that only the age is known"))

    def validate_stated_age(self, field: Field) -> None:
        if self.birth_known.data != BirthKnown.AGE:
            field.errors = []
        elif not field.errors and field.data is None:
            raise ValidationError(_l("Write the age, or choose that it is not known"))
        elif not field.errors and field.data > OLDEST_AGE:
            raise ValidationError(_l("Write an age between 0 and 120 years"))

    @property
    def names(self) -> Names:
        return Names(self.given_names.data, self.surname_1.data, self.surname_2.data)

    @property
    def stated_birth(self) -> PartialDate | None:
        """The date that was written, as far as it is known."""
        birth: PartialDate | None = self.birth.data if self.birth_known.data == BirthKnown.DATE else None
        return birth

    @property
    def said_age(self) -> SaidAge | None:
        if self.birth_known.data != BirthKnown.AGE or self.stated_age.data is None:
            return None
        return SaidAge(self.stated_age.data, self.stated_age.months)

    @property
    def facts(self) -> NewPerson:
        """What was stated, in the shape in which it is saved; only after validation."""
        said = self.said_age
        return NewPerson(
            given_names=self.given_names.data,
            surname_1=self.surname_1.data,
            surname_2=self.surname_2.data,
            sex=Sex(self.sex.data),
            birth=self.stated_birth,
            stated_age=said.years if said else None,
            stated_age_months=said.months if said else None,
            nationalities=(self.nationality.data,),
            population_type=PopulationType(self.population_type.data),
        )
