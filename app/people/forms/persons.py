"""Forms about one person: registering, registering into a household, changing."""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, FormField, SelectMultipleField, StringField, TelField, ValidationError
from wtforms.validators import InputRequired, Optional

from app.foundation.actor import Actor
from app.foundation.ids import new_id
from app.people import queries
from app.people.enums import GenderIdentity, PopulationType, Relation, Sex
from app.people.forms.consents import ConsentAnswersForm
from app.people.forms.fields import AgeField, LongListWidget
from app.people.labels import GENDER_LABELS, POPULATION_LABELS, RELATION_LABELS, SEX_LABELS
from app.people.names import Names
from app.people.policies import NEEDS_A_NAME, OLDEST_AGE
from app.people.services import NewPerson
from app.people.statement import Statement
from app.web.fields import ListAnswerField, OneAnswerField, PartialDateField, at_most, choices, on_one_line
from app.web.forms import Form, VersionedForm

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


class PersonForm(Form):
    """What a person says about themselves. Mandatory: a name, sex, what is known of the birth, nationality, situation."""

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
        _l("Nationality"), [InputRequired(_l("Choose the nationality, or that it is undetermined"))], widget=LongListWidget()
    )
    population_type = OneAnswerField(
        _l("Situation"),
        [InputRequired(_l("Choose the person's situation, or that it is not known"))],
        choices=choices(POPULATION_LABELS.items()),
    )
    other_nationality = ListAnswerField(_l("Second nationality"), default="", widget=LongListWidget())
    gender_identity = OneAnswerField(
        _l("Gender identity"), [Optional()], choices=choices([("", _l("Not asked")), *GENDER_LABELS.items()]), default=""
    )
    area_code = ListAnswerField(_l("State or department"), default="")
    locality = StringField(_l("Town or neighbourhood"), [at_most(120)], filters=[on_one_line])
    phone = TelField(_l("Phone"), [at_most(40)], filters=[on_one_line])
    safe_contact = StringField(_l("How and when is contact safe?"), [at_most(160)], filters=[on_one_line])

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, **known: Any) -> Self:
        """The form with the lists that the actor may choose from.

        Args:
            known: values to begin with, by field name.
        """
        form = cls(data=known)
        often, others = queries.nationality_groups(locale)
        countries = [*choices(often, group=_l("Often met")), *choices(others, group=_l("All countries"))]
        nothing = choices([("", "")])
        form.nationality.choices = nothing + countries
        form.other_nationality.choices = nothing + countries
        form.area_code.choices = nothing + choices(_with_present(queries.area_choices(actor, locale), known.get("area_code")))
        return form

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
    def facts(self) -> NewPerson:
        """What was stated, in the shape in which it is saved; only after validation."""
        return NewPerson(
            given_names=self.given_names.data,
            surname_1=self.surname_1.data,
            surname_2=self.surname_2.data,
            sex=Sex(self.sex.data),
            birth=self.birth.data if self.birth_known.data == BirthKnown.DATE else None,
            stated_age=self.stated_age.data if self.birth_known.data == BirthKnown.AGE else None,
            nationalities=tuple(code for code in (self.nationality.data, self.other_nationality.data) if code),
            population_type=PopulationType(self.population_type.data),
            gender_identity=GenderIdentity(self.gender_identity.data) if self.gender_identity.data else None,
            area_code=self.area_code.data or None,
            locality=self.locality.data,
            phone=self.phone.data,
            safe_contact=self.safe_contact.data,
        )


class RegistrationForm(PersonForm):
    """A new person, with what they answer about consent."""

    consents = FormField(ConsentAnswersForm)
    candidates_seen = SelectMultipleField(choices=[], validate_choice=False)
    """Ids of the similar people that this page already showed: saving does not ask about them again."""

    NOT_ANSWERS: ClassVar[frozenset[str]] = frozenset({"candidates_seen"})

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(self.candidates_seen.data or ())

    def content(self) -> dict[str, Any]:
        return {name: value for name, value in super().content().items() if name not in self.NOT_ANSWERS}

    @property
    def statement(self) -> Statement:
        """What is stated so far, however incomplete, to look for similar people."""
        return Statement(
            names=self.names,
            sex=Sex(self.sex.data) if self.sex.data in set(Sex) else None,
            birth=self.birth.data if self.birth_known.data == BirthKnown.DATE else None,
            stated_age=self.stated_age.data if self.birth_known.data == BirthKnown.AGE else None,
            phone=self.phone.data,
            nationalities=tuple(code for code in (self.nationality.data, self.other_nationality.data) if code),
        )


class MemberForm(RegistrationForm):
    """A new person who joins a household."""

    relation = ListAnswerField(
        _l("What is this person to the head of the household?"), [InputRequired(_l("Choose what the person is to the head"))]
    )

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, **known: Any) -> Self:
        form = super().for_actor(actor, locale, **known)
        form.relation.choices = relation_choices()
        return form


class EditPersonForm(PersonForm, VersionedForm):
    """A change of what is known."""

    further_nationalities: tuple[str, ...] = ()
    """Those for which the page has no box; a change keeps them."""

    @classmethod
    def of(cls, actor: Actor, locale: str, facts: NewPerson, version: int) -> Self:
        """The form filled with what is known."""
        form = cls.for_actor(actor, locale, version=version, **known_fields(facts))
        form.further_nationalities = facts.nationalities[2:]
        return form

    @property
    def facts(self) -> NewPerson:
        stated = super().facts
        return replace(stated, nationalities=(*stated.nationalities, *self.further_nationalities))

    def show_again(self, version: int) -> None:
        """Keep what was typed as a change of a newer version: saving it now overwrites that one knowingly."""
        self.version.replace(version)
        self.submission_id.data = new_id()


def known_fields(facts: NewPerson) -> dict[str, Any]:
    """What is known of a person, by field of the form."""
    nationalities = [*facts.nationalities, "", ""]
    same = ("given_names", "surname_1", "surname_2", "sex", "birth", "stated_age", "population_type")
    contact = ("locality", "phone", "safe_contact")
    return {
        **{name: getattr(facts, name) for name in (*same, *contact)},
        "gender_identity": facts.gender_identity or "",
        "area_code": facts.area_code or "",
        "birth_known": BirthKnown.DATE if facts.birth else BirthKnown.UNKNOWN if facts.stated_age is None else BirthKnown.AGE,
        "nationality": nationalities[0],
        "other_nationality": nationalities[1],
    }


def shared_in_a_household(facts: NewPerson) -> dict[str, Any]:
    """What people of one household mostly have in common, by field of the form."""
    known = known_fields(facts)
    shared = ("nationality", "other_nationality", "population_type", "area_code", "locality", "phone", "safe_contact")
    return {name: known[name] for name in shared}


def relation_choices() -> list[Any]:
    others = {relation: words for relation, words in RELATION_LABELS.items() if relation is not Relation.HEAD}
    return choices([("", ""), *((relation.value, words) for relation, words in others.items())])


def _with_present(areas: list[tuple[str, str]], present: str | None) -> list[tuple[str, str]]:
    """The list with the person's present area, which may lie in another country than the actor's."""
    known = {code for code, _name in areas}
    return [*areas, (present, present)] if present and present not in known else areas
