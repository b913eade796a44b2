from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Office, User
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.people import presenters, queries, services
from app.people.enums import (
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentPurpose,
    ContactChannel,
    InterpreterNeed,
    RecipientKind,
    Relation,
    Sex,
)
from app.people.forms import RegistrationForm
from app.people.matching import Comparison, Evidence, Feature, Level, Outcome
from app.people.models import Consent, Person
from app.people.queries import Candidate, Candidates
from app.people.services import NewDocument
from app.web.page_parts import Action, Banner, Link, Tag
from tests.factories.catalogue import seeded
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, PersonFactory
from tests.people.conftest import somebody

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def in_spanish(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def person_page(actor: Actor, person: Person, **parts: Any) -> presenters.PersonPage:
    """The page of a person, read as its route reads them, with these parts and no others."""
    read = {"household": None, "documents": (), "stays": (), "situations": (), "consents": (), "work": (), "actions": ()}
    file = presenters.PersonFile(person=queries.get_person(actor, person.id), **read | parts)  # type: ignore[arg-type]
    return presenters.person_page(actor, file)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"birth_year": 1992, "birth_month": 3, "birth_day": 14}, "34 años"),
        ({"birth_year": 1992, "birth_month": 3}, "34 años"),
        ({"birth_year": 1992, "birth_month": 11}, "33 o 34 años"),
        ({"birth_year": 1992, "birth_month": 12}, "33 años"),
        ({"birth_year": 1992}, "33 o 34 años"),
        ({"birth_year": 2025}, "0 o 1 años"),
        ({"birth_year": 2025, "birth_month": 1, "birth_day": 1}, "22 meses"),
        ({"birth_year": 2024, "birth_month": 1, "birth_day": 1}, "2 años"),
        ({"birth_year": 2026}, "menos de 1 año"),
        ({"stated_age": 30, "age_stated_on": date(2026, 11, 1)}, "30 o 31 años"),
        ({"stated_age": 30, "age_stated_on": TODAY}, "30 años"),
        ({}, "edad sin dato"),
    ],
)
def test_an_age_says_no_more_than_is_known(known: dict[str, Any], words: str) -> None:
    assert presenters.age_in_words(Person(**{"birth_year": None} | known), TODAY) == words


def test_the_banner_names_the_person_and_says_how_to_reach_them(caseworker: Actor, person: Person) -> None:
    person.safe_contact = "borrar el chat cada vez"
    person.name_as_said, person.interpreter_need, person.preferred_language = "Mayu", InterpreterNeed.NEEDED, "guc"
    person.contact_channel, person.contact_hours = ContactChannel.WHATSAPP, "sólo mañanas"
    person.contact_answerer, person.leave_no_message = "su hermana Luz", True
    assert presenters.person_banner(queries.get_person(caseworker, person.id), TODAY, {}) == Banner(
        name="Rosa Elena GUERRERO PINTO",
        facts=["Quiere que le llamen Mayu", "33 o 34 años", "Mujer", "Venezuela"],
        code=person.code,
        safe_contact="WhatsApp · sólo mañanas · puede contestar su hermana Luz · borrar el chat cada vez",
        cautions=[Tag("No dejar nunca un mensaje", "danger"), Tag("Necesita intérprete: Wayuunaiki", "due")],
    )


@pytest.mark.parametrize("decision", [ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN])
def test_the_banner_says_that_somebody_does_not_want_to_be_contacted(person: Person, decision: ConsentDecision) -> None:
    person.safe_contact = "WhatsApp, sólo mañanas"
    banner = presenters.person_banner(person, TODAY, {ConsentPurpose.CONTACT: Consent(decision=decision)})
    assert banner.safe_contact == "No quiere que se le contacte"


@pytest.mark.parametrize(
    ("nationalities", "words"),
    [(["XXA"], "Apátrida"), (["COL", "VEN"], "Colombia y Venezuela"), (["COL", "PER", "VEN"], "Colombia, Perú y Venezuela")],
)
def test_nationalities_are_said_in_words(caseworker: Actor, office: Office, nationalities: list[str], words: str) -> None:
    person = PersonFactory(office=office, nationalities=nationalities)
    assert presenters.nationalities_in_words(queries.get_person(caseworker, person.id)) == words


def test_the_next_step_is_consent_then_work_then_nothing(caseworker: Actor, person: Person) -> None:
    asked = Consent(
        purpose=ConsentPurpose.CASE_MANAGEMENT,
        decision=ConsentDecision.REFUSED,
        decided_at=now(),
        evidence=ConsentEvidence.VERBAL,
        given_by=ConsentGiver.PERSON,
        recipient=RecipientKind.OUR_ORGANISATION,
        categories=["names"],
        language="es",
        text_version=1,
        id=new_id(),
    )
    begin = Action("Abrir un caso", "/cases/new")
    first = person_page(caseworker, person, actions=[begin]).next_action
    assert first is not None
    assert first.action == Action("Registrar consentimiento", f"/people/{person.id}/consents/new")
    second = person_page(caseworker, person, actions=[begin], consents=[asked]).next_action
    assert second is not None
    assert second.action == begin
    assert person_page(caseworker, person, actions=[begin], consents=[asked], work=["a case"]).next_action is None
    assert person_page(caseworker, person, consents=[asked]).next_action is None


def test_who_may_only_read_is_offered_nothing_to_change(caseworker: Actor, person: Person) -> None:
    from dataclasses import replace

    from app.accounts.permissions import Permission

    page = person_page(
        replace(caseworker, reach={Permission.VIEW_PERSON.value: caseworker.scopes_for(Permission.VIEW_PERSON)}), person
    )
    assert (page.edit, page.add_member, page.add_document, page.record_consent, page.next_action) == (None,) * 5
    assert list(page.banner.actions) == []


def test_details_say_what_is_known_and_leave_the_rest_open(caseworker: Actor) -> None:
    stated = somebody(stated_age=30, sex=Sex.DECLINED, area_code="CO-NSA", phone="300 123 4567")
    person = services.register_person(caseworker, stated)
    page = person_page(caseworker, person)
    details = {row.key: row.value for row in [*page.details, *page.reach]}
    assert details["Fecha de nacimiento"].startswith("30 años, según dijo el ")
    assert details["Sexo"] == "Prefiere no decir su sexo"
    assert details["Estado o departamento"] == "Norte de Santander"
    assert details["Teléfono"] == "+573001234567"
    assert details["Cómo contactar a la persona"] is None
    assert "Identidad de género" not in details
    assert details["Nacionalidad"] == "Venezuela"


def test_an_expired_document_is_marked(caseworker: Actor, person: Person) -> None:
    for expires_on in (date(2020, 1, 31), date(2126, 1, 31), None):
        services.add_document(
            caseworker, person.id, NewDocument(document_type_id=seeded(DocumentType, "VE-PAS").id, expires_on=expires_on)
        )
    documents = sorted(queries.list_documents(caseworker, person), key=lambda document: str(document.expires_on))
    table = person_page(caseworker, person, documents=documents).documents
    assert table is not None
    assert [row[4] for row in table.rows] == [[Tag("Vencido", "late"), "vie 31 ene 2020"], ["hasta el jue 31 ene 2126"], None]
    assert table.rows[0][1] == "Venezuela"


def test_a_member_of_another_office_is_not_told_of(
    caseworker: Actor, person: Person, other_office: Office, office: Office
) -> None:
    household = HouseholdFactory(office=office)
    hidden = PersonFactory(office=other_office, given_names="Zoila")
    child = PersonFactory(office=office, given_names="Luis")
    for member, relation in ((person, Relation.HEAD), (hidden, Relation.PARTNER), (child, Relation.CHILD)):
        HouseholdMemberFactory(household=household, person=member, relation=relation)
    part = person_page(caseworker, person, household=queries.household_of(caseworker, person.id)).household
    assert part.count == 2
    assert part.table is not None
    who = [row[0] for row in part.table.rows]
    assert who == ["Rosa Elena GUERRERO PINTO (esta ficha)", Link("Luis GUERRERO PINTO", f"/people/{child.id}")]
    assert "Zoila" not in repr(part)


def test_those_who_left_are_named_newest_first(caseworker: Actor, person: Person, office: Office) -> None:
    household = HouseholdFactory(office=office)
    HouseholdMemberFactory(household=household, person=person)
    for given_names, left_on in (("Eva", date(2026, 2, 1)), ("Luis", date(2026, 3, 1))):
        former = PersonFactory(office=office, given_names=given_names)
        HouseholdMemberFactory(household=household, person=former, relation=Relation.CHILD, left_on=left_on)
    part = person_page(caseworker, person, household=queries.household_of(caseworker, person.id)).household
    assert part.former == ["Luis GUERRERO PINTO salió el dom 1 mar 2026", "Eva GUERRERO PINTO salió el dom 1 feb 2026"]


def test_only_a_head_with_others_has_followers(caseworker: Actor, person: Person, office: Office) -> None:
    assert presenters.followers_of(None, person.id) == []
    household = HouseholdFactory(office=office)
    child = PersonFactory(office=office, given_names="Luis")
    HouseholdMemberFactory(household=household, person=person)
    HouseholdMemberFactory(household=household, person=child, relation=Relation.CHILD)
    read = queries.household_of(caseworker, person.id)
    assert presenters.followers_of(read, person.id) == [(child.id, "Luis GUERRERO PINTO")]
    assert presenters.followers_of(read, child.id) == []


def test_consent_is_said_by_purpose_with_who_recorded_it(caseworker: Actor, person: Person, office: Office) -> None:
    recorder = User(name="Ana Pabón")
    given = Consent(
        purpose=ConsentPurpose.CONTACT,
        decision=ConsentDecision.GIVEN,
        decided_at=now().replace(2026, 11, 20, 15),
        recorder=recorder,
        evidence=ConsentEvidence.SIGNED,
        given_by=ConsentGiver.GUARDIAN,
        recipient=RecipientKind.OUR_ORGANISATION,
        categories=["contact"],
        language="pt",
        text_version=1,
        id=new_id(),
    )
    page = person_page(caseworker, person, consents=[given])
    assert page.consents[3].value == [Tag("Aceptó", "good"), "vie 20 nov 2026, registró Ana Pabón"]
    assert [row.value for row in page.consents[:3]] == [Tag("No se preguntó", "waiting")] * 3
    how, words = (page.consent_history[0].text or "").split("\n")
    assert how == "Lo firmó en papel quien responde por la niña o el niño"
    assert words.startswith("“Podemos ligar ou escrever depois"), "the words stand in the language in which they were read"
    assert page.sections[5].note == "1 de 4 preguntados"


def test_a_candidate_says_why_they_match_what_speaks_for_it_first(caseworker: Actor, person: Person) -> None:
    evidence = (
        Evidence(Feature.SEX, Outcome.DIFFERENT, -4),
        Evidence(Feature.BIRTH, Outcome.PARTLY, 3),
        Evidence(Feature.PHONE, Outcome.SAME, 8),
        Evidence(Feature.SURNAMES, Outcome.SIMILAR, 7),
    )
    found = Candidate(queries.get_person(caseworker, person.id), Comparison(evidence, 4, Level.POSSIBLE), is_of_same_year=True)
    panel = presenters.candidate_panel(caseworker, Candidates([found]), {}, phone="300 123 45 82")
    (shown,) = panel.people
    assert shown.reasons == ["apellidos casi iguales", "nació el mismo año", "teléfono terminado en 82", "pero otro sexo"]
    assert shown.tag == Tag("Puede ser la misma persona", "due")
    assert shown.facts[-1] == person.code
    assert panel.seen == [str(person.id)]


def test_folded_groups_count_what_is_filled(caseworker: Actor) -> None:
    form = RegistrationForm.for_actor(caseworker, "es", phone="300 123 4567", safe_contact="WhatsApp", locality="La Parada")
    groups = presenters.person_form_parts(form).groups
    assert {name: (group.filled, group.total) for name, group in groups.items()} == {
        "document": (0, 2),
        "identity": (0, 9),
        "languages": (0, 4),
        "place": (1, 5),
        "contact": (2, 6),
    }


def test_differences_stand_side_by_side_in_words(caseworker: Actor) -> None:
    table = presenters.differences_table(
        caseworker, {"sex": (Sex.FEMALE, Sex.OTHER), "nationalities": (("VEN",), ("COL", "VEN")), "phone": (None, "12")}
    )
    assert table.rows == [
        ["Sexo", "Mujer", "Otro sexo"],
        ["Nacionalidad", "Venezuela", "Colombia y Venezuela"],
        ["Teléfono", None, "12"],
    ]
