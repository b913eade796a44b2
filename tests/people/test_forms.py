from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.foundation.actor import Actor
from app.foundation.partial_date import PartialDate
from app.people.enums import (
    ConsentDecision,
    ConsentPurpose,
    ContactChannel,
    EthnicGroup,
    GenderIdentity,
    InterpreterNeed,
    PopulationType,
    RecipientKind,
    Sex,
    WayOfEntry,
)
from app.people.forms import ConsentForm, EditPersonForm, LeaveHouseholdForm, MemberForm, RegistrationForm, SearchForm
from app.people.models import Consent
from app.people.services.facts import as_kept
from tests.people.conftest import somebody

LEAST: dict[str, Any] = {
    "given_names": "Rosa",
    "sex": "female",
    "birth_known": "unknown",
    "nationality": "VEN",
    "population_type": "in_transit",
}
"""What has to be said to register somebody."""


@pytest.fixture
def post(app: Flask, caseworker: Actor) -> Iterator[Any]:
    """``post(fields)`` gives the registration form as it arrives from a browser."""
    contexts = []

    def build(fields: dict[str, Any], form: Any = RegistrationForm) -> Any:
        context = app.test_request_context(method="POST", data={"submission_id": str(uuid4()), **fields})
        context.push()
        contexts.append(context)
        return form.for_actor(caseworker, "es")

    yield build
    for context in reversed(contexts):
        context.pop()


def test_five_answers_are_enough(post: Any) -> None:
    form = post(LEAST)
    assert form.validate(), form.errors
    assert form.facts == somebody(given_names="Rosa", surname_1=None, surname_2=None)


def test_at_most_seven_answers_are_asked_of_everybody(post: Any) -> None:
    form = post({})
    assert not form.validate()
    mandatory = {field.name for field in form if field.errors} - {"submission_id"}
    assert mandatory == {"given_names", "sex", "birth_known", "nationality", "population_type"}
    assert {field.name for field in form if field.flags.required} <= mandatory
    assert len(mandatory) <= 7


@pytest.mark.parametrize("missing", ["sex", "birth_known", "nationality", "population_type"])
def test_each_mandatory_answer_is_asked_for_in_words(post: Any, missing: str) -> None:
    form = post({name: value for name, value in LEAST.items() if name != missing})
    assert not form.validate()
    assert list(form.errors) == [missing]


def test_everything_said_reaches_the_service(post: Any) -> None:
    form = post(
        LEAST
        | {
            "surname_1": " Briceño ",
            "surname_2": "Rojas",
            "birth_known": "date",
            "birth-year": "1992",
            "birth-month": "3",
            "stated_age": "12",
            "other_nationality": "XXA",
            "third_nationality": "COL",
            "fourth_nationality": "PER",
            "name_as_said": "Mayu",
            "other_names": "  Rosa de Pérez \r\n\r\nRosita,  la de la tienda",
            "birth_country": "XXU",
            "gender_identity": "declined",
            "ethnic_group": "indigenous",
            "ethnic_people": "Wayuu",
            "preferred_language": "guc",
            "third_language": "es",
            "interpreter_need": "needed",
            "place_country": "CO",
            "area_code": "CO-NSA",
            "locality": "La Parada",
            "arrival-year": "2024",
            "arrival-month": "5",
            "entry": "declined",
            "phone": "300 123 4567",
            "contact_channel": "through_someone",
            "contact_hours": "sólo mañanas",
            "contact_answerer": "su hermana",
            "leave_no_message": "y",
            "safe_contact": "WhatsApp,\r\nsólo mañanas",
        }
    )
    assert form.validate(), form.errors
    assert form.facts == somebody(
        given_names="Rosa",
        surname_1="Briceño",
        birth=PartialDate(1992, 3),
        nationalities=("VEN", "XXA", "COL", "PER"),
        name_as_said="Mayu",
        other_names=("Rosa de Pérez", "Rosita, la de la tienda"),
        birth_country="XXU",
        gender_identity=GenderIdentity.DECLINED,
        ethnic_group=EthnicGroup.INDIGENOUS,
        ethnic_people="Wayuu",
        languages=("guc", "es"),
        preferred_language="guc",
        interpreter_need=InterpreterNeed.NEEDED,
        place_country="CO",
        area_code="CO-NSA",
        locality="La Parada",
        arrival=PartialDate(2024, 5),
        entry=WayOfEntry.DECLINED,
        phone="300 123 4567",
        contact_channel=ContactChannel.THROUGH_SOMEONE,
        contact_hours="sólo mañanas",
        contact_answerer="su hermana",
        leave_no_message=True,
        safe_contact="WhatsApp, sólo mañanas",
    )


@pytest.mark.parametrize("known", ["date", "age"])
def test_who_says_that_a_date_or_age_is_known_is_asked_for_it(post: Any, known: str) -> None:
    form = post(LEAST | {"birth_known": known})
    assert not form.validate()
    assert list(form.errors) == ["birth" if known == "date" else "stated_age"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth-day", {"birth_known": "date", "birth-day": "31", "birth-month": "2", "birth-year": "1990"}),
        ("birth-month", {"birth_known": "date", "birth-day": "3", "birth-month": "", "birth-year": "1990"}),
        ("birth-year", {"birth_known": "date", "birth-year": "90"}),
        ("birth-year", {"birth_known": "date", "birth-year": "mil"}),
        ("stated_age", {"birth_known": "age", "stated_age": "121"}),
        ("stated_age", {"birth_known": "age", "stated_age": "9" * 30}),
        ("stated_age", {"birth_known": "age", "stated_age": "treinta"}),
        ("given_names", {"given_names": "x" * 81}),
        ("nationality", {"nationality": "QQQ"}),
        ("sex", {"sex": "yes"}),
        ("area_code", {"area_code": "EC-ZZ"}),
        ("ethnic_group", {"ethnic_group": "other people's word"}),
        ("place_country", {"place_country": "XX"}),
        ("preferred_language", {"preferred_language": "xxx"}),
        ("other_names", {"other_names": "\n".join("abcdefghi")}),
        ("other_names", {"other_names": "x" * 121}),
        ("arrival-month", {"arrival-month": "2"}),
        ("consents", {"consents-statistics": "withdrawn", "certified": "y"}),
        ("submission_id", {"submission_id": "1"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(post: Any, field: str, typed: dict[str, str]) -> None:
    form = post(LEAST | typed)
    assert not form.validate()
    assert list(form.errors) == [field.partition("-")[0]]


def test_a_slip_in_a_box_that_was_not_chosen_does_not_count(post: Any) -> None:
    form = post(LEAST | {"birth_known": "age", "stated_age": "34", "birth-year": "mil"})
    assert form.validate(), form.errors
    assert (form.facts.birth, form.facts.stated_age) == (None, 34)


def test_consent_answers_are_those_that_were_given(post: Any) -> None:
    form = post(
        LEAST
        | {
            "consents-case_management": "given",
            "consents-contact": "refused",
            "consents-evidence": "signed",
            "consents-given_by": "guardian",
            "consents-guardian_name": "Rosa Rojas",
        }
    )
    assert form.validate(), form.errors
    answers = form.consents.form.answers("pt")
    assert [(answer.purpose, answer.decision) for answer in answers] == [
        (ConsentPurpose.CASE_MANAGEMENT, ConsentDecision.GIVEN),
        (ConsentPurpose.CONTACT, ConsentDecision.REFUSED),
    ]
    assert {(answer.language, answer.evidence.value, answer.given_by.value) for answer in answers} == {
        ("pt", "signed", "guardian")
    }


def test_an_incomplete_form_already_says_whom_to_look_for(post: Any) -> None:
    form = post({"surname_1": "Briceño", "sex": "nonsense", "birth_known": "date", "birth-year": "1992"})
    assert form.statement.names.as_text == "Briceño"
    assert form.statement.birth == PartialDate(1992)
    assert form.statement.sex is None


def test_people_already_shown_do_not_make_it_another_form(post: Any) -> None:
    shown = post(LEAST | {"candidates_seen": [str(uuid4())], "submission_id": str(uuid4())})
    assert shown.content() == post(LEAST).content()


def test_a_member_says_what_they_are_to_the_head(post: Any) -> None:
    assert not post(LEAST, MemberForm).validate()
    assert not post(LEAST | {"relation": "head"}, MemberForm).validate()
    assert post(LEAST | {"relation": "child"}, MemberForm).validate()


def test_a_change_keeps_what_there_is_no_box_for(app: Flask, caseworker: Actor) -> None:
    many = {"nationalities": ("COL", "ECU", "PER", "USA", "VEN"), "languages": ("en", "es", "fr", "pt", "qu")}
    known = somebody(**many, sex=Sex.OTHER, population_type=PopulationType.UNKNOWN, stated_age=30)
    with app.test_request_context():
        form = EditPersonForm.of(caseworker, "es", known, version=3)
        assert as_kept(form.facts, country="CO") == known
        assert form.version.data == 3


@pytest.mark.parametrize("damaged", ["", "x", "-1", "9" * 40])
def test_a_damaged_version_is_refused(app: Flask, caseworker: Actor, damaged: str) -> None:
    with app.test_request_context(method="POST", data={"version": damaged}):
        form = EditPersonForm.of(caseworker, "es", somebody(), version=3)
        assert not form.validate()
        assert "version" in form.errors


def test_later_consent_offers_only_what_can_follow(app: Flask, caseworker: Actor) -> None:
    given = Consent(purpose=ConsentPurpose.STATISTICS, recipient=RecipientKind.DONOR_STATISTICS, decision=ConsentDecision.GIVEN)
    with app.test_request_context():
        questions: Any = ConsentForm.after(
            [given], organisations=[], answered_by={}, locale="es", words_in="es", today=date(2026, 11, 21)
        ).consents.form
        assert [choice.value for choice in questions.statistics.choices] == ["", "given", "withdrawn"]
        assert [choice.value for choice in questions.contact.choices] == ["", "given", "refused"]


def test_a_follower_is_asked_only_when_the_head_leaves(app: Flask, caseworker: Actor) -> None:
    follower = uuid4()
    with app.test_request_context(method="POST", data={"new_head": str(follower)}):
        assert LeaveHouseholdForm.build([(follower, "Rosa")]).chosen_head == follower
        assert LeaveHouseholdForm.build([]).chosen_head is None


@pytest.mark.parametrize(
    ("typed", "is_fine"), [("", False), ("   ", False), ("briceño", True), ("x" * 200, True), ("x" * 201, False)]
)
def test_a_search_has_words_and_an_end(app: Flask, caseworker: Actor, typed: str, is_fine: bool) -> None:
    with app.test_request_context(method="POST", data={"q": typed}):
        assert SearchForm().validate() is is_fine
