"""The pages of imports, for a supervisor and for those to whom they stay closed."""

from __future__ import annotations

import io
import json

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.jobs import OutboxMessage
from app.imports.columns import columns_of, headings
from app.imports.enums import Decision, Fault, ImportStatus, RowOutcome, TableFormat
from app.imports.models import ImportPiece, ImportRow, PeopleImport
from app.imports.reading import Heading, Line, read_rows
from tests.conftest import SignIn
from tests.factories.imports import PeopleImportFactory, row_of
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.imports.files import ROSA, csv_of
from tests.people.conftest import page


@pytest.fixture
def supervisor(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.SUPERVISOR)


def bring(client: GuardedClient, content: bytes, office: Office, **defaults: str) -> str:
    answer = client.submit("/imports/new", file=(io.BytesIO(content), "lista Rosa.csv"), office=str(office.id), **defaults)
    assert answer.status_code == 303
    return str(answer.location)


def test_a_file_is_kept_sealed_and_its_reading_is_asked_for(supervisor: GuardedClient, session: Session, office: Office) -> None:
    place = bring(supervisor, csv_of([ROSA]), office)
    brought = session.scalars(sa.select(PeopleImport)).one()
    assert place.endswith(str(brought.id))
    assert (brought.status, brought.size) == (ImportStatus.UPLOADED, len(csv_of([ROSA])))
    assert b"Guerrero" not in session.scalars(sa.select(ImportPiece.content)).one()
    assert session.scalars(sa.select(OutboxMessage.job)).all() == ["imports.read"]
    assert "lista Rosa" not in supervisor.get(place).text


def test_the_same_file_again_leads_to_the_same_import_and_says_so(supervisor: GuardedClient, office: Office) -> None:
    place = bring(supervisor, csv_of([ROSA]), office)
    assert bring(supervisor, csv_of([ROSA]), office) == place
    assert "ya se trajo" in supervisor.get(place).text


def test_the_same_file_with_an_answer_for_empty_cells_takes_the_place_of_the_one_without(
    supervisor: GuardedClient, session: Session, office: Office
) -> None:
    before = bring(supervisor, csv_of([ROSA]), office)
    place = bring(supervisor, csv_of([ROSA]), office, population_type="in_transit")
    assert place != before
    shown = supervisor.get(place).text
    for words in ("se lee de nuevo", "CUC-I-0001", "Donde la celda está vacía", "En tránsito"):
        assert words in shown, words
    rows = session.execute(sa.select(PeopleImport.status, PeopleImport.defaults).order_by(PeopleImport.code)).all()
    assert [tuple(row) for row in rows] == [
        (ImportStatus.DISCARDED, {}), (ImportStatus.UPLOADED, {"population_type": "in_transit"})
    ]  # fmt: skip
    assert {"import:discarded", "import:uploaded"} <= set(session.scalars(sa.select(AuditEvent.action)))
    assert bring(supervisor, csv_of([ROSA]), office, population_type="in_transit") == place, "equal answers change nothing"
    assert "con estas respuestas" in supervisor.get(place).text
    other = bring(supervisor, csv_of([ROSA]), office, population_type="returnee", nationality="VEN")
    assert other != place
    assert bring(supervisor, csv_of([ROSA]), office) == other, "to choose nothing says nothing against what was chosen"


@pytest.mark.parametrize("status", [ImportStatus.IMPORTING, ImportStatus.FINISHED])
def test_once_confirmed_the_file_says_that_it_came_before_and_with_which_answers(
    supervisor: GuardedClient, session: Session, office: Office, status: ImportStatus
) -> None:
    place = bring(supervisor, csv_of([ROSA]), office, nationality="VEN")
    session.execute(sa.update(PeopleImport).values(status=status))
    session.commit()
    assert bring(supervisor, csv_of([ROSA]), office, population_type="in_transit") == place
    shown = supervisor.get(place).text
    assert "con estas respuestas para las celdas vacías: Venezuela" in shown
    assert session.scalars(sa.select(PeopleImport.status)).all() == [status]


def test_without_a_file_the_page_says_what_is_missing(supervisor: GuardedClient, office: Office) -> None:
    answer = supervisor.submit("/imports/new", office=str(office.id))
    assert answer.status_code == 422
    assert "Elija el archivo" in answer.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_only_who_supervises_brings_people(sign_in: SignIn, role: Role) -> None:
    assert sign_in(role).get("/imports").status_code == 403


def test_nobody_brings_people_to_an_office_of_others(supervisor: GuardedClient, other_office: Office, session: Session) -> None:
    answer = supervisor.submit("/imports/new", file=(io.BytesIO(csv_of([ROSA])), "a.csv"), office=str(other_office.id))
    assert answer.status_code in {403, 422}
    assert session.scalars(sa.select(PeopleImport)).all() == []


def test_a_row_stands_beside_whom_it_may_be_and_the_answer_is_kept(
    supervisor: GuardedClient, session: Session, office: Office
) -> None:
    known = PersonFactory(office=office, given_names="Rosa Elena", code="CUC-P-000321")
    brought = PeopleImportFactory(office=office)
    row = row_of(
        brought, outcome=RowOutcome.POSSIBLE, faults=[], written={"given_names": "Rosita"},
        matches=[{"person_id": str(known.id), "level": "possible", "score": 0.9}],
    )  # fmt: skip
    session.commit()
    page = supervisor.get(f"/imports/{brought.id}/rows/possible").text
    assert "Rosita" in page
    assert "CUC-P-000321" in page
    supervisor.submit(f"/imports/{brought.id}/rows/possible", **{f"row-{row.number}": "register"})
    assert session.get_one(ImportRow, row.id, populate_existing=True).decision is Decision.REGISTER


def test_of_somebody_elsewhere_only_the_office_is_told_and_of_a_restricted_file_nothing(
    supervisor: GuardedClient, session: Session, office: Office, other_office: Office
) -> None:
    elsewhere = PersonFactory(office=other_office, given_names="Xiomara", code="QTO-P-000777")
    hidden = PersonFactory(office=other_office, given_names="Yulimar", is_restricted=True)
    brought = PeopleImportFactory(office=office)
    for person in (elsewhere, hidden):
        match = {"person_id": str(person.id), "level": "possible", "score": 0.9}
        row_of(brought, outcome=RowOutcome.POSSIBLE, faults=[], written={"given_names": "Ana"}, matches=[match])
    session.commit()
    page = supervisor.get(f"/imports/{brought.id}/rows/possible").text
    assert page.count("Posiblemente registrada en Quito") == 1
    hinted = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:hinted")).one()
    assert (hinted.count, hinted.subject_id, hinted.actor_id) == (1, None, supervisor.user.id), "a look is written down"
    assert "Xiomara" not in page
    assert "QTO-P-000777" not in page


def test_once_people_are_registered_only_errors_are_read_from_the_rows(
    supervisor: GuardedClient, session: Session, office: Office
) -> None:
    """Somebody's file may be restricted by then: who reads them is decided there."""
    brought = PeopleImportFactory(office=office, status=ImportStatus.FINISHED, row_count=2, registered_count=1, error_count=1)
    row_of(brought, outcome=RowOutcome.CERTAIN, faults=[], written={"given_names": "Palomequezz"}, decision=Decision.REGISTER)
    row_of(brought, number=3, written={"given_names": "Ana"})
    session.commit()
    for show in ("certain", "possible", "repeated"):
        answer = supervisor.get(f"/imports/{brought.id}/rows/{show}")
        assert answer.status_code == 409
        assert "Palomequezz" not in answer.text
    assert "Ana" in supervisor.get(f"/imports/{brought.id}/errors").text


def test_with_rows_undecided_nothing_can_be_confirmed(supervisor: GuardedClient, session: Session, office: Office) -> None:
    brought = PeopleImportFactory(office=office)
    row_of(brought, outcome=RowOutcome.POSSIBLE, faults=[], written={"given_names": "Ana"})
    session.commit()
    assert supervisor.submit(f"/imports/{brought.id}/confirm").status_code == 409
    supervisor.submit(f"/imports/{brought.id}/rest", decision="leave_out")
    assert supervisor.submit(f"/imports/{brought.id}/confirm").status_code == 303
    assert session.get_one(PeopleImport, brought.id, populate_existing=True).status == ImportStatus.IMPORTING


def test_confirming_twice_is_refused(supervisor: GuardedClient, session: Session, office: Office) -> None:
    brought = PeopleImportFactory(office=office)
    session.commit()
    assert supervisor.submit(f"/imports/{brought.id}/confirm").status_code == 303
    assert supervisor.submit(f"/imports/{brought.id}/confirm").status_code == 409
    assert session.scalars(sa.select(OutboxMessage.job)).all() == ["imports.enter"]


def test_the_file_to_correct_holds_the_rows_as_written_with_their_reasons_and_no_formula(
    supervisor: GuardedClient, session: Session, office: Office
) -> None:
    brought = PeopleImportFactory(office=office, error_count=1)
    row_of(brought, written={"given_names": "=cmd|x", "phone": "+57300", "sex": "x"})
    session.commit()
    file = supervisor.get(f"/imports/{brought.id}/errors.csv")
    heading, line = file.data.decode("utf-8-sig").splitlines()
    assert heading.startswith("Su propio número;Nombres;")
    assert "'=cmd|x" in line
    assert "'+57300" in line
    assert "Sexo: Escriba una de las respuestas" in line
    assert "to-correct" not in file.headers["Content-Disposition"] or "Rosa" not in file.headers["Content-Disposition"]
    downloaded = sa.select(AuditEvent.count).where(AuditEvent.action == "import:errors_downloaded")
    assert session.scalars(downloaded).all() == [1]


@pytest.mark.parametrize("table_format", ["csv", "xlsx"])
def test_the_template_can_be_taken_along(supervisor: GuardedClient, table_format: str) -> None:
    answer = supervisor.get(f"/imports/template.{table_format}")
    assert answer.status_code == 200
    assert len(answer.data) > 100


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_template_with_a_row_filled_in_is_read_as_it_is(supervisor: GuardedClient, language: str) -> None:
    supervisor.post("/language", data={"language": language, "back": "/"})
    workbook = load_workbook(io.BytesIO(supervisor.get("/imports/template.xlsx").data))
    people, *others = workbook.worksheets
    assert len(others) == 2
    people.cell(2, 2, "Rosa Elena")
    filled = io.BytesIO()
    workbook.save(filled)
    said = list(read_rows([filled.getvalue()], TableFormat.XLSX, headings=list(headings())))
    heading, line = (next(each for each in said if isinstance(each, kind)) for kind in (Heading, Line))
    assert heading.cells[1] == str(people.cell(1, 2).value)
    assert json.loads(line.json)[1][1] == "Rosa Elena"
    assert sum(isinstance(each, Line) for each in said) == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.COLUMNS_UNKNOWN, "Primer apelido: quizá «Primer apellido»"),
        (Fault.COLUMNS_UNKNOWN, "FECHA NACIMIENTO: quizá «Fecha de nacimiento»"),
        (Fault.NO_COLUMNS, "Nombre: quizá «Nombres»"),
        (Fault.COLUMNS_UNKNOWN, "Fecha de fallecimiento"),
        (Fault.COLUMNS_UNKNOWN, "Fecha de vencimiento"),
        (Fault.COLUMNS_UNKNOWN, "Segundo teléfono"),
        (Fault.COLUMNS_UNKNOWN, "Talla de zapato"),
        (Fault.COLUMN_TWICE, "Teléfono"),
    ],
)
def test_of_a_heading_that_is_not_known_the_likely_one_is_told(
    supervisor: GuardedClient, session: Session, office: Office, fault: Fault, told: str
) -> None:
    detail = {"columns": [told.partition(":")[0]]}
    brought = PeopleImportFactory(office=office, status=ImportStatus.FAILED, fault=fault, fault_detail=detail)
    session.commit()
    shown = page(supervisor.get(f"/imports/{brought.id}"))
    assert told in shown
    assert ("quizá" in shown) is ("quizá" in told)


@pytest.mark.parametrize(
    ("heading", "column"), [("Número", "document_number"), ("CELULAR", "phone"), ("Apellido 2", "surname_2"), ("Grupo", None)]
)
def test_headings_of_usual_lists_are_known(heading: str, column: str | None) -> None:
    assert columns_of([heading]) == [column]


def test_discarded_nothing_of_it_can_be_read(supervisor: GuardedClient, session: Session, office: Office) -> None:
    brought = PeopleImportFactory(office=office)
    row_of(brought, written={"given_names": "Ana"})
    session.commit()
    assert supervisor.submit(f"/imports/{brought.id}/discard").status_code == 303
    assert supervisor.get(f"/imports/{brought.id}/errors").status_code == 409
    assert supervisor.get(f"/imports/{brought.id}").status_code == 200
