"""Forms on paper: made from their fields, so that nothing is drawn twice."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.people.models import Person
from tests.conftest import SignIn
from tests.factories.cases import case_at, follow_up_of
from tests.factories.people import ConsentFactory, PersonFactory, household_of
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA

REGISTRATION = "/people/new"


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def words_of(client: GuardedClient, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), address
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("es", ("Registro de una persona", "Lo que no dice «opcional»", "Teléfono (opcional)", "Mujer", "Fecha", "página 1 de")),
        ("en", ("Registration of a person", "not marked “optional”", "Phone (optional)", "Female", "Written by", "page 1 of")),
        ("pt", ("Registro de uma pessoa", "O que não diz «opcional»", "Telefone (opcional)", "Mulher", "página 1 de")),
    ],
)
def test_the_registration_prints_blank_in_each_language(ana: GuardedClient, language: str, asked: tuple[str, ...]) -> None:
    paper = words_of(ana, f"{REGISTRATION}?print=blank&language={language}")
    for words in asked:
        assert words in paper
    assert "people-register · " in paper


NEEDED = ("Nombres Basta uno de los tres", "Primer apellido", "Segundo apellido", "Sexo", "¿Qué se sabe del nacimiento?",
          "Nacionalidad", "Situación")  # fmt: skip


def test_what_is_read_aloud_stands_on_the_paper_and_all_but_seven_answers_are_marked_as_optional(ana: GuardedClient) -> None:
    paper = words_of(ana, f"{REGISTRATION}?print=blank")
    assert "¿Podemos anotar lo que nos cuenta" in paper
    for label in NEEDED:
        assert label in paper
        assert f"{label} (opcional)" not in paper
    assert paper.count("(opcional)") > 20


def test_paper_and_screen_mark_the_same_answers_as_optional(ana: GuardedClient) -> None:
    paper, screen = words_of(ana, f"{REGISTRATION}?print=blank"), " ".join(ana.get(REGISTRATION).text.split())
    for said in (paper, screen):
        assert "Lo que no dice «opcional» hay que responderlo" in said
    assert " *" not in paper
    marked = set(re.findall(r">\s*([^<>]+ \(opcional\))\s*<", screen))
    assert len(marked) > 15
    assert {words for words in marked if words not in paper} == set()


def test_a_filled_paper_carries_no_marks(ana: GuardedClient) -> None:
    assert "(opcional)" not in words_of(ana, f"{REGISTRATION}?print=filled")


def test_a_filled_form_is_a_draft_with_what_was_typed_and_a_blank_one_holds_nothing(ana: GuardedClient) -> None:
    submission_id = new_id()
    ana.submit(REGISTRATION, submission_id=submission_id, keep_draft="quietly", draft_mark=str(new_id()), **MARIA)
    typed = f"{REGISTRATION}?draft={submission_id}"
    assert "Briceño" in words_of(ana, f"{typed}&print=filled")
    assert "Briceño" not in words_of(ana, f"{typed}&print=blank")
    assert "Briceño" not in words_of(ana, f"{REGISTRATION}?print=filled")


def test_the_sheet_of_a_file_holds_what_is_known_and_the_trail_knows_of_it(
    session: Session, ana: GuardedClient, office: Office
) -> None:
    person = PersonFactory(office=office, given_names="Yusneidy", surname_1="Chourio", phone="+573001234567")
    address = f"/people/{person.id}/edit"
    paper = words_of(ana, f"{address}?print=filled")
    assert "Yusneidy" in paper
    assert "+573001234567" in paper
    told = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "form:printed")).all()
    assert [one.subject_id for one in told] == [person.id]
    assert "Yusneidy" not in words_of(ana, f"{address}?print=blank")
    assert "print=filled" in ana.get(address).text


def test_a_file_of_another_office_prints_nothing(session: Session, ana: GuardedClient, other_office: Office) -> None:
    person: Person = PersonFactory(office=other_office)
    for wanted in ("blank", "filled"):
        assert ana.get(f"/people/{person.id}/edit?print={wanted}").status_code == 404
    assert session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "form:printed")) == 0


@pytest.mark.parametrize(
    "address", ["{person}/consents/new", "{person}/cases/new?kind=documentation", "/people/list/new", "{follow_up}"]
)
def test_every_long_form_prints_blank(ana: GuardedClient, office: Office, address: str) -> None:
    case = case_at(office)
    known = {
        "person": f"/people/{case.person_id}",
        "follow_up": f"/cases/{case.id}/follow-ups/{follow_up_of(case, days=1).id}/complete",
    }
    place = address.format(**known)
    assert len(words_of(ana, f"{place}{'&' if '?' in place else '?'}print=blank")) > 100
    assert "print=blank" in ana.get(place).text


@pytest.mark.parametrize("query", ["print=x", "print=", "print=blank&language=xx", "print=filled&language=../es"])
def test_what_cannot_be_printed_shows_the_page_or_is_not_found(ana: GuardedClient, query: str) -> None:
    answer = ana.get(f"{REGISTRATION}?{query}")
    assert answer.mimetype == "text/html"
    assert answer.status_code in {200, 404}


def test_other_roles_print_no_form_of_casework(sign_in: SignIn) -> None:
    assert sign_in(Role.REPORTING_OFFICER).get(f"{REGISTRATION}?print=blank").status_code == 403


@pytest.mark.parametrize(
    "form",
    [
        "/people/{person}/household/new", "/people/{person}/consents/new", "/people/{person}/edit",
        "/people/{person}/documents/new", "/people/{person}/stays/new", "/people/{person}/needs/new",
        "/people/{person}/functioning/new", "/people/{person}/care",
        "/people/{person}/contacts/new", "/people/{person}/cases/new?kind=documentation", "/cases/{case}/notes/new",
        "/cases/{case}/services/new", "/cases/{case}/referrals/new",
    ],
)  # fmt: skip
def test_every_form_of_intake_and_work_prints_blank_and_filled(ana: GuardedClient, office: Office, form: str) -> None:
    child = {"person__given_names": "Yusmary", "person__birth_year": now().year - 8, "person__birth_month": None}
    case = case_at(office, caseworker=ana.user, **child)
    codes = case.code, case.person.code
    address = form.format(person=case.person_id, case=case.id)
    page = ana.get(address)
    assert "print=blank" in page.text, address
    with_query = f"{address}{'&' if '?' in address else '?'}print="
    blank, filled = words_of(ana, f"{with_query}blank"), words_of(ana, f"{with_query}filled")
    assert "Yusmary" not in blank
    assert "Oficina" in blank
    for paper in (blank, filled):
        assert any(code in paper for code in codes), "the paper is put to its file by the code"
    assert "Versi" not in filled, "what only the program needs stands on no paper"


def test_a_blank_sheet_names_nobody_of_the_household_and_offers_the_same_answers_for_every_child(
    session: Session, ana: GuardedClient, office: Office
) -> None:
    eight = now().year - 8
    mother = PersonFactory(office=office, given_names="Josefina", surname_1="Contreras", birth_year=1990, code="CUC-P-000801")
    child, alone = (PersonFactory(office=office, birth_year=eight, birth_month=None, code=f"CUC-P-00080{n}") for n in (2, 3))
    household_of(mother, child)
    session.commit()
    sheets = []
    for one in (child, alone):
        address = f"/people/{one.id}/care"
        sheet = words_of(ana, f"{address}?print=blank")
        assert one.code in sheet
        sheets.append(sheet.replace(one.code, ""))
    assert "Josefina" in words_of(ana, f"/people/{child.id}/care?print=filled"), "the control: on the screen she can be chosen"
    assert "Josefina" not in sheets[0]
    assert mother.code not in sheets[0]
    assert sheets[0] == sheets[1], "nothing of the file but its code"


def test_a_blank_consent_does_not_tell_what_was_said_before(session: Session, ana: GuardedClient, office: Office) -> None:
    agreed, unasked = (PersonFactory(office=office, code=f"CUC-P-00081{n}") for n in (1, 2))
    ConsentFactory(person_id=agreed.id)
    session.commit()
    first, second = (words_of(ana, f"/people/{one.id}/consents/new?print=blank") for one in (agreed, unasked))
    assert "Retira" in words_of(ana, f"/people/{agreed.id}/consents/new?print=filled"), "the control"
    assert first.replace(agreed.code, "") == second.replace(unasked.code, "")


def test_a_blank_case_names_no_colleague(session: Session, ana: GuardedClient, office: Office) -> None:
    place = f"/people/{case_at(office).person_id}/cases/new?kind=documentation"
    assert ana.user.name in words_of(ana, f"{place}&print=filled"), "the control: on the screen they can be chosen"
    assert ana.user.name not in words_of(ana, f"{place}&print=blank")


def test_a_sheet_about_nobody_yet_carries_no_code(ana: GuardedClient) -> None:
    assert "CUC-P-" not in words_of(ana, f"{REGISTRATION}?print=blank")


def test_the_registration_of_a_family_fits_one_sheet_and_a_list_both_sides_of_one(ana: GuardedClient) -> None:
    for address in (REGISTRATION, "/people/list/new"):
        answer = ana.get(f"{address}?print=blank")
        assert len(pypdf.PdfReader(io.BytesIO(answer.data)).pages) == 2
