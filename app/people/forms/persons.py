"""Forms about one person: registering, registering into a household, changing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FormField, SelectMultipleField, StringField, TelField, ValidationError
from wtforms.validators import InputRequired, Optional

from app.catalogue.queries import nationality_name
from app.foundation.actor import Actor
from app.people import queries
from app.people.ages import SaidAge
from app.people.enums import ContactChannel, EthnicGroup, GenderIdentity, InterpreterNeed, Relation, Sex, WayOfEntry
from app.people.forms.consents import CERTIFY, READ_ALOUD, ConsentAnswersForm
from app.people.forms.essentials import NAME_AS_WRITTEN, BirthKnown, EssentialsForm
from app.people.forms.fields import LongListWidget, NamesField
from app.people.forms.interpreting import spoken_languages
from app.people.labels import (
    CHANNEL_LABELS,
    ENTRY_LABELS,
    ETHNIC_LABELS,
    GENDER_LABELS,
    INTERPRETER_LABELS,
    RELATION_LABELS,
)
from app.people.services import ConsentAnswer, NewDocument, NewPerson
from app.people.statement import Statement
from app.web.fields import ListAnswerField, OneAnswerField, PartialDateField, at_most, choices, on_one_line
from app.web.forms import VersionedForm

AS_WRITTEN = {"autocomplete": "off", "spellcheck": "false"}
NOT_ASKED = ("", _l("Not asked"))


class PersonForm(EssentialsForm):
    """What a person says about themselves; beyond the essentials nothing is mandatory."""

    name_as_said = StringField(_l("Name the person goes by"), [at_most(80)], filters=[on_one_line], render_kw=NAME_AS_WRITTEN)
    other_names = NamesField(_l("Other names"))
    other_nationality = ListAnswerField(_l("Second nationality"), default="", widget=LongListWidget())
    third_nationality = ListAnswerField(_l("Third nationality"), default="", widget=LongListWidget())
    fourth_nationality = ListAnswerField(_l("Fourth nationality"), default="", widget=LongListWidget())
    birth_country = ListAnswerField(_l("Country of birth"), default="", widget=LongListWidget())
    gender_identity = OneAnswerField(
        _l("Gender identity"), [Optional()], choices=choices([NOT_ASKED, *GENDER_LABELS.items()]), default=""
    )
    ethnic_group = ListAnswerField(_l("Ethnic group"), choices=choices([NOT_ASKED, *ETHNIC_LABELS.items()]), default="")
    ethnic_people = StringField(_l("People or community"), [at_most(120)], filters=[on_one_line])
    preferred_language = ListAnswerField(_l("Language to speak in"), default="", widget=LongListWidget())
    second_language = ListAnswerField(_l("Another language the person speaks"), default="", widget=LongListWidget())
    third_language = ListAnswerField(_l("A third language"), default="", widget=LongListWidget())
    interpreter_need = OneAnswerField(
        _l("Interpreter needed"), [Optional()], choices=choices([NOT_ASKED, *INTERPRETER_LABELS.items()]), default=""
    )
    place_country = ListAnswerField(_l("Country where the person stays"), default="")
    area_code = ListAnswerField(_l("State or department"), default="", widget=LongListWidget())
    locality = StringField(_l("Town or neighbourhood"), [at_most(120)], filters=[on_one_line])
    arrival = PartialDateField(_l("Arrival in the country"))
    entry = OneAnswerField(
        _l("How the person entered"), [Optional()], choices=choices([NOT_ASKED, *ENTRY_LABELS.items()]), default=""
    )
    phone = TelField(_l("Phone"), [at_most(40)], filters=[on_one_line])
    contact_channel = ListAnswerField(
        _l("How to reach the person"), choices=choices([NOT_ASKED, *CHANNEL_LABELS.items()]), default=""
    )
    contact_hours = StringField(_l("At what hours"), [at_most(80)], filters=[on_one_line])
    contact_answerer = StringField(_l("Who may answer"), [at_most(120)], filters=[on_one_line])
    leave_no_message = BooleanField(_l("Never leave a message"))
    safe_contact = StringField(_l("What else about safe contact?"), [at_most(160)], filters=[on_one_line])

    further_nationalities: tuple[str, ...] = ()
    further_languages: tuple[str, ...] = ()
    """Those for which the page has no box; a change keeps them."""

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, **known: Any) -> Self:
        """The form with the lists that the actor may choose from.

        Args:
            known: values to begin with, by field name.
        """
        form = cls(data=known)
        nothing = choices([("", "")])
        often, others = queries.nationality_groups(locale)
        countries = [*nothing, *choices(often, group=_l("Often met")), *choices(others, group=_l("All countries"))]
        for name in NATIONALITY_BOXES:
            form[name].choices = countries
        born_often, born_elsewhere = queries.birth_country_groups(locale)
        born_in = [*choices(born_often, group=_l("Often met")), *choices(born_elsewhere, group=_l("All countries"))]
        born_there = known.get("birth_country")
        words = nationality_name(born_there, locale) if born_there else None
        form.birth_country.choices = nothing + _with_present(born_in, born_there, words)
        languages = spoken_languages(locale)
        for name in LANGUAGE_BOXES:
            form[name].choices = languages
        form.place_country.choices = nothing + choices(queries.place_country_choices(actor, locale))
        stays_in = form.place_country.data or known.get("place_country")
        groups = queries.area_groups(actor, locale, stays_in)
        areas = [choice for country, group in groups for choice in choices(group, group=country)]
        form.area_code.choices = nothing + _with_present(areas, known.get("area_code"))
        return form

    @property
    def facts(self) -> NewPerson:
        said: dict[str, Any] = {name: self[name].data or None for name in SAME_IN_FACTS}
        said |= {name: meaning(self[name].data) if self[name].data else None for name, meaning in CODED.items()}
        return replace(
            super().facts,
            **said,
            nationalities=(*_filled(self, NATIONALITY_BOXES), *self.further_nationalities),
            languages=(*_filled(self, LANGUAGE_BOXES), *self.further_languages),
            other_names=tuple(self.other_names.data),
            arrival=self.arrival.data,
            leave_no_message=bool(self.leave_no_message.data),
        )


NAME_BOXES = ("given_names", "surname_1", "surname_2")
NATIONALITY_BOXES = ("nationality", "other_nationality", "third_nationality", "fourth_nationality")
LANGUAGE_BOXES = ("preferred_language", "second_language", "third_language")
NAMES_AND_ESSENTIALS = ("given_names", "surname_1", "surname_2", "sex", "birth", "stated_age", "population_type")
SAME_IN_FACTS = (
    "name_as_said", "birth_country", "ethnic_people", "preferred_language", "place_country", "area_code", "locality", "phone",
    "contact_hours", "contact_answerer", "safe_contact",
)  # fmt: skip
"""Texts and codes that stand in ``NewPerson`` under the same name."""
CODED: dict[str, Any] = {
    "gender_identity": GenderIdentity,
    "ethnic_group": EthnicGroup,
    "interpreter_need": InterpreterNeed,
    "entry": WayOfEntry,
    "contact_channel": ContactChannel,
}


def _filled(form: PersonForm, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form[name].data for name in names if form[name].data)


class RegistrationForm(PersonForm):
    """A new person, with what they answer about consent."""

    document_number = StringField(_l("Number of the document"), [at_most(60)], filters=[on_one_line], render_kw=AS_WRITTEN)
    document_type = ListAnswerField(_l("Which document?"), default="", widget=LongListWidget())
    consents = FormField(ConsentAnswersForm)
    certified = BooleanField(READ_ALOUD)
    candidates_seen = SelectMultipleField(choices=[], validate_choice=False)
    """Ids of the similar people that this page already showed: saving does not ask about them again."""
    candidates_asked = SelectMultipleField(choices=[], validate_choice=False)
    """Ids of those of whom saving asked: it asks once."""

    def validate_preferred_language(self, field: Field) -> None:
        if self.consents.form.interpreted.data and not field.data:
            raise ValidationError(_l("Choose the language to speak in: somebody interpreted into it when consent was asked"))
        self.consents.form.check_interpreted_into(field.data)

    def answers(self, language: str) -> list[ConsentAnswer]:
        """What was answered about consent; only after validation.

        Args:
            language: ISO 639-1, in which the page showed the words to read.
        """
        answers: list[ConsentAnswer] = self.consents.form.answers(language, spoken=self.preferred_language.data)
        return answers

    def validate_certified(self, field: Field) -> None:
        if self.is_said_aloud and not field.data:
            raise ValidationError(CERTIFY)

    @property
    def is_said_aloud(self) -> bool:
        """Whether anybody on the page answered about consent without signing."""
        return bool(self.consents.form.is_said_aloud)

    @classmethod
    def for_actor(cls, actor: Actor, locale: str, **known: Any) -> Self:
        form = super().for_actor(actor, locale, **known)
        form.consents.form.words_in = locale
        issued = queries.documents_shown(actor, locale, form.nationality.data)
        documents = [choice for country, kinds in issued for choice in choices(kinds, group=country)]
        form.document_type.choices = [*choices([("", _l("None, or not shown"))]), *documents]
        return form

    def validate_document_type(self, field: Field) -> None:
        if self.document_number.data and not field.data:
            raise ValidationError(_l("Choose which document has this number"))

    def document(self, actor: Actor) -> NewDocument | None:
        """What was shown; only after validation."""
        kind = queries.find_document_type_id(actor, self.document_type.data) if self.document_type.data else None
        return NewDocument(document_type_id=kind, number=self.document_number.data) if kind else None

    @property
    def members(self) -> Sequence[Any]:
        """The lines of further people on the same page; see ``forms/family.py``."""
        return ()

    NOT_ANSWERS: ClassVar[frozenset[str]] = frozenset({"candidates_seen", "candidates_asked"})

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(self.candidates_seen.data or ())

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(self.candidates_asked.data or ())

    def content(self) -> dict[str, Any]:
        return {name: value for name, value in super().content().items() if name not in self.NOT_ANSWERS}

    @property
    def statement(self) -> Statement:
        """What is stated so far, however incomplete, to look for similar people."""
        said = self.said_age
        return Statement(
            names=self.names,
            sex=Sex(self.sex.data) if self.sex.data in set(Sex) else None,
            birth=self.stated_birth,
            stated_age=said.years if said else None,
            stated_age_months=said.months if said else None,
            phone=self.phone.data,
            document_number=self.document_number.data,
            nationalities=tuple(code for code in (self.nationality.data, self.other_nationality.data) if code),
            other_names=tuple(name for name in (self.name_as_said.data, *(self.other_names.data or ())) if name),
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

    @classmethod
    def of(cls, actor: Actor, locale: str, facts: NewPerson, version: int) -> Self:
        """The form filled with what is known."""
        form = cls.for_actor(actor, locale, version=version, **known_fields(facts))
        form.further_nationalities = facts.nationalities[len(NATIONALITY_BOXES) :]
        form.further_languages = _other_languages(facts)[len(LANGUAGE_BOXES) - 1 :]
        return form


def known_fields(facts: NewPerson) -> dict[str, Any]:
    """What is known of a person, by field of the form."""
    same = (
        "given_names",
        "surname_1",
        "surname_2",
        "sex",
        "birth",
        "population_type",
        "arrival",
        "leave_no_message",
    )
    return {
        **{name: getattr(facts, name) for name in same},
        **{name: getattr(facts, name) or "" for name in (*SAME_IN_FACTS, *CODED)},
        "stated_age": None if facts.stated_age is None else SaidAge(facts.stated_age, facts.stated_age_months),
        "other_names": list(facts.other_names),
        "birth_known": BirthKnown.DATE if facts.birth else BirthKnown.UNKNOWN if facts.stated_age is None else BirthKnown.AGE,
        **_in_boxes(NATIONALITY_BOXES, facts.nationalities),
        **_in_boxes(LANGUAGE_BOXES[1:], _other_languages(facts)),
    }


def _other_languages(facts: NewPerson) -> tuple[str, ...]:
    return tuple(code for code in facts.languages if code != facts.preferred_language)


def _in_boxes(boxes: tuple[str, ...], values: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(boxes, (*values, *[""] * len(boxes)), strict=False))


def shared_in_a_household(facts: NewPerson) -> dict[str, Any]:
    """What people of one household mostly have in common, by field of the form."""
    known = known_fields(facts)
    return {name: known[name] for name in SHARED_IN_A_HOUSEHOLD}


SHARED_IN_A_HOUSEHOLD = (
    "nationality", "other_nationality", "population_type", "preferred_language", "second_language", "interpreter_need",
    "place_country", "area_code", "locality", "arrival", "phone", "contact_channel", "contact_hours", "contact_answerer",
    "leave_no_message", "safe_contact",
)  # fmt: skip


def relation_choices() -> list[Any]:
    others = {relation: words for relation, words in RELATION_LABELS.items() if relation is not Relation.HEAD}
    return choices([("", ""), *((relation.value, words) for relation, words in others.items())])


def _with_present(listed: list[Any], present: str | None, words: str | None = None) -> list[Any]:
    """The list with what the file says today, which may be offered no more; without words it stands there by its code."""
    known = {choice.value for choice in listed}
    return [*listed, *choices([(present, words or present)])] if present and present not in known else listed
