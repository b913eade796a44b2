"""What is held about a person: the page and the files."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pypdf
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.freshness import PROVED_AT
from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.people.enums import ConsentPurpose, DataCategory, RecipientKind
from app.people.models import Person
from app.referrals.models import Referral
from tests.conftest import SignIn
from tests.data_protection.conftest import NAMES, SEALED, restrict_to
from tests.factories.emergency import use_of_file
from tests.factories.people import ConsentFactory, PersonFactory
from tests.guarded_client import GuardedClient

pytestmark = pytest.mark.usefixtures("relative", "case", "referral", "seen_in_emergency", "restriction")


def audited(session: Session) -> list[tuple[str, list[str]]]:
    rows = session.execute(sa.select(AuditEvent.action, AuditEvent.fields).order_by(AuditEvent.id))
    return [(row.action, row.fields) for row in rows if row.action.endswith((":opened", ":exported"))]


def test_the_page_shows_every_part_and_nobody_else(ana: GuardedClient, person: Person, referral: Referral) -> None:
    page = ana.get(f"/people/{person.id}/held").text
    for word in (*NAMES, *(SEALED[name] for name in SEALED.keys() - {"restricted", "few"}), "Con quién se compartió".lower()):
        assert word in page, word
    assert referral.provided_service.organisation.name in page
    assert "Wilmara" not in page
    assert "Ana Peñaranda" not in page, "colleagues are not named"
    assert "Hija o hijo" in page


def test_the_json_says_what_each_fact_is_and_of_which_class(ana: GuardedClient, person: Person) -> None:
    answer = ana.get(f"/people/{person.id}/held/en.json")
    document = json.loads(answer.data)
    facts = [fact for part in document["parts"] for record in part["records"] for fact in record["facts"]]
    by_column = {column: fact for fact in facts for column in fact["columns"]}
    assert (by_column["person.given_names"]["class"], by_column["person.given_names"]["value"]) == ("P2", NAMES[0])
    assert (by_column["case_note.text_sealed"]["class"], by_column["case_note.text_sealed"]["value"]) == ("P3", SEALED["note"])
    assert by_column["referral.shared_fields"]["value"] == "Given names and Age"
    assert document["language"] == "en"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="CUC-P-000777-en.json"'


@pytest.mark.parametrize(("language", "title"), [("es", "Qué guardamos de usted"), ("pt", "O que guardamos sobre você")])
def test_the_pdf_is_tagged_and_speaks_the_language_of_the_person(
    ana: GuardedClient, person: Person, language: str, title: str
) -> None:
    answer = ana.get(f"/people/{person.id}/held/{language}.pdf")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert title in metadata["dc:title"]


@pytest.mark.parametrize("words", ["王小明 llamó", "Mande 👩‍👧‍👦 por WhatsApp"])
def test_letters_that_no_font_draws_leave_a_file_that_says_so(ana: GuardedClient, person: Person, words: str) -> None:
    person.safe_contact = words
    answer = ana.get(f"/people/{person.id}/held/es.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf, pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata, "it claims no more than it holds"
    assert words in ana.get(f"/people/{person.id}/held/es.json").get_data(as_text=True)


def test_taking_it_along_is_written_down_for_the_person_and_each_case(
    session: Session, ana: GuardedClient, person: Person
) -> None:
    ana.get(f"/people/{person.id}/held/es.pdf")
    assert audited(session) == [("person:exported", ["es", "pdf"]), ("case:exported", ["es", "pdf"])]


def test_openings_are_counted_by_role_without_names(ana: GuardedClient, sign_in: SignIn, person: Person) -> None:
    supervisor = sign_in(Role.SUPERVISOR, name="Yolanda Invisible")
    for _time in range(2):
        supervisor.get(f"/people/{person.id}")
    ana.get(f"/people/{person.id}")
    page = ana.get(f"/people/{person.id}/held").text
    assert "2 veces" in page
    assert "1 vez" in page
    assert "Yolanda" not in page


def test_a_restricted_case_is_left_out_for_who_need_not_know(
    session: Session, ana: GuardedClient, person: Person, case: Case
) -> None:
    case.is_restricted = True
    session.commit()
    page = ana.get(f"/people/{person.id}/held").text
    assert NAMES[0] in page
    assert case.code not in page
    assert SEALED["note"] not in page


def words_of(answer: Any) -> str:
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(one.extract_text().split()) for one in pages)


def test_the_sheet_for_home_leaves_out_what_is_empty_and_that_there_is_danger(
    session: Session, ana: GuardedClient, person: Person
) -> None:
    all_categories = [one.value for one in DataCategory]
    shared = {"purpose": ConsentPurpose.REFERRAL_SHARING, "recipient": RecipientKind.NATIONAL_AUTHORITY}
    ConsentFactory(person_id=person.id, categories=all_categories)
    ConsentFactory(person_id=person.id, categories=all_categories, **shared)
    session.commit()
    complete, short = (ana.get(f"/people/{person.id}/held/es.{kind}") for kind in ("pdf", "short"))
    assert short.mimetype == "application/pdf"
    assert short.headers["Content-Disposition"] == f'attachment; filename="{person.code}-es.pdf"'
    whole, at_home = words_of(complete), words_of(short)
    assert "ficha está protegida, por violencia" in whole
    assert ("violencia" in at_home, "no registrado" in at_home, "sin registrar" in at_home) == (False, False, False)
    assert "En la oficina puede leer todo lo que guardamos" in at_home
    assert NAMES[0] in at_home
    assert len(at_home) < len(whole)
    assert audited(session)[-2][1] == ["es", "short"]


def test_kinds_of_which_nothing_is_recorded_are_named_once_at_the_end(ana: GuardedClient, office: Office) -> None:
    somebody = PersonFactory(office=office, phone=None)
    told = words_of(ana.get(f"/people/{somebody.id}/held/es.short"))
    assert told.count("Nada está registrado de:") == 1
    assert "Archivos adjuntos" in told.split("Nada está registrado de:")[1]


def test_a_restricted_file_says_so_only_on_the_complete_paper(ana: GuardedClient, person: Person) -> None:
    restrict_to(ana.user.id, person)
    complete, short = (words_of(ana.get(f"/people/{person.id}/held/es.{kind}")) for kind in ("pdf", "short"))
    assert SEALED["restricted"] in complete
    assert SEALED["restricted"] not in short
    assert "Restringid" not in short


@pytest.mark.parametrize("address", ["held", "held/es.pdf", "held/es.short", "held/es.json", "erasure"])
def test_it_does_not_exist_for_another_office(sign_in: SignIn, other_office: Office, person: Person, address: str) -> None:
    assert sign_in(Role.CASEWORKER, at=other_office).get(f"/people/{person.id}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["held/xx.pdf", "held/es.exe"])
def test_a_language_or_format_that_is_none_is_not_found(ana: GuardedClient, person: Person, address: str) -> None:
    assert ana.get(f"/people/{person.id}/{address}").status_code == 404


def test_a_restricted_file_is_handed_out_only_by_who_needs_to_know_it(
    ana: GuardedClient, sign_in: SignIn, person: Person
) -> None:
    restrict_to(ana.user.id, person)
    document = ana.get(f"/people/{person.id}/held/es.json").text
    assert all(SEALED[name] in document for name in ("restricted", "few", "note"))
    assert sign_in(Role.SUPERVISOR).get(f"/people/{person.id}/held/es.json").status_code == 404


def test_reading_in_an_emergency_hands_nothing_out(
    session: Session, sign_in: SignIn, other_office: Office, person: Person
) -> None:
    reader = sign_in(Role.CASEWORKER, at=other_office)
    use_of_file(person, user_id=reader.user.id)
    session.commit()
    file = reader.get(f"/people/{person.id}")
    assert (file.status_code, "/held" in file.text) == (200, False)
    assert reader.get(f"/people/{person.id}/held").status_code == 403


def test_a_file_to_take_along_asks_for_a_fresh_proof_and_leads_back_to_the_page(ana: GuardedClient, person: Person) -> None:
    page = f"/people/{person.id}/held"
    with ana.session_transaction() as browser:
        browser[PROVED_AT] = 0
    answer = ana.get(f"{page}/es.pdf", headers={"Referer": f"http://localhost{page}"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.location).query)["next"] == [page]


def test_who_decides_about_erasures_reads_no_file(focal: GuardedClient, person: Person) -> None:
    assert focal.get(f"/people/{person.id}/held").status_code == 403
