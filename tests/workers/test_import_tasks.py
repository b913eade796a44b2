"""The jobs of an import: read, check, compare, enter; killed anywhere they go on, and every row is accounted for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.accounts.models import Office, User
from app.accounts.permissions import PERMISSIONS_OF, Role
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import DataKey
from app.foundation.jobs import OutboxMessage
from app.foundation.transactions import transaction
from app.imports import jobs, queries, services
from app.imports.columns import columns_of
from app.imports.enums import Decision, Fault, ImportStatus, RowOutcome, TableFormat
from app.imports.models import ImportEntry, ImportKeys, ImportPiece, ImportRow, PeopleImport
from app.imports.services import comparing, reading
from app.people.models import IdentityDocument, Person, PersonNationality
from app.people.models.match_keys import keys_of
from tests.actors import staff
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.imports import PeopleImportFactory
from tests.imports.files import HEADING, LUIS, ROSA, csv_of, person, xlsx_of
from tests.workers.conftest import Workers
from tests.workers.contexts import clear_as_owner

TABLES = (
    "import_entry", "import_keys", "import_row", "import_piece", "people_import", "identity_document",
    "person_nationality", "person_situation", "person", "data_key",
)  # fmt: skip
WITH_DOCUMENTS = (*HEADING, "document_type", "document_number", "phone")
NOBODY = dict.fromkeys(HEADING, "")


@dataclass(frozen=True)
class Desk:
    """Somebody at an office who brings files, and the workers behind."""

    workers: Workers
    actor: Actor
    office_id: UUID

    def bring(self, content: bytes, **defaults: str) -> UUID:
        with transaction():
            new = services.NewFile(self.office_id, io.BytesIO(content), defaults, "es")
            return services.bring_file(self.actor, new).row.id

    def work(self) -> None:
        """Do the jobs that wait, those that they ask for too."""
        while True:
            db.session.rollback()
            waiting = sa.select(OutboxMessage.id, OutboxMessage.job, OutboxMessage.last_error)
            found = list(db.session.execute(waiting.where(OutboxMessage.done_at.is_(None))))
            db.session.rollback()
            assert [row.last_error for row in found if row.last_error] == []
            if not found:
                return
            for row in found:
                self.workers.run(row.job, row.id)

    def confirm(self, import_id: UUID) -> None:
        with transaction():
            services.confirm_import(self.actor, import_id)

    def finish(self, import_id: UUID) -> None:
        """Whatever is left to do: the jobs, the confirming, the jobs that follow it."""
        db.session.rollback()
        self.work()
        if read(import_id).status == ImportStatus.TO_REVIEW:
            self.confirm(import_id)
        self.work()

    def import_all(self, content: bytes, **defaults: str) -> PeopleImport:
        import_id = self.bring(content, **defaults)
        self.work()
        self.confirm(import_id)
        self.work()
        return read(import_id)


@pytest.fixture
def desk(workers: Workers, jobs_session: Any, servers: Any) -> Iterator[Desk]:
    office: Office = OfficeFactory(country="CO", time_zone="America/Bogota")
    user: User = UserFactory(office=office)
    db.session.commit()
    permissions = PERMISSIONS_OF[Role.SUPERVISOR]
    actor = staff(permissions, [office.id], office_id=office.id)
    yield Desk(workers, Actor(**{**vars(actor), "id": user.id, "country": "CO"}), office.id)
    db.session.rollback()
    clear_as_owner(servers, TABLES)
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM outbox_message"))


def read(import_id: UUID) -> PeopleImport:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(PeopleImport, import_id)


def people() -> list[Person]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Person).order_by(Person.code)))


def rows_of(import_id: UUID) -> list[ImportRow]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.number)))


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_the_people_of_a_file_are_registered_once_confirmed_and_not_before(desk: Desk) -> None:
    import_id = desk.bring(csv_of([ROSA, LUIS]))
    desk.work()
    waiting = read(import_id)
    assert (waiting.status, waiting.row_count, people()) == (ImportStatus.TO_REVIEW, 2, [])

    desk.confirm(import_id)
    desk.work()

    done = read(import_id)
    assert (done.status, done.registered_count, done.left_out_count, done.error_count) == (ImportStatus.FINISHED, 2, 0, 0)
    rosa, luis = people()
    assert (rosa.given_names, rosa.surname_1, rosa.birth_year, rosa.birth_day) == ("Rosa Elena", "Guerrero", 1992, 17)
    assert (luis.given_names, luis.sex.value, luis.birth_month) == ("Luis Alberto", "male", None)
    assert rosa.registered_by == desk.actor.id
    assert rosa.code.endswith("-P-000001")


def test_each_person_has_a_key_an_audit_row_and_their_nationality(desk: Desk) -> None:
    import_id = desk.bring(
        csv_of([{**ROSA, "document_type": "VE-CI", "document_number": "V-12.345.678", "phone": "300 123 4567"}], WITH_DOCUMENTS)
    )
    desk.work()
    desk.confirm(import_id)
    desk.work()
    (rosa,) = people()
    assert rosa.phone == "+573001234567"
    assert db.session.get(DataKey, rosa.id) is not None
    document = db.session.scalars(sa.select(IdentityDocument)).one()
    assert (document.number, document.person_id) == ("V-12.345.678", rosa.id)
    assert rosa.match_keys == keys_of(rosa, [document.number_index]), "as if she had been registered by hand"
    assert db.session.scalars(sa.select(PersonNationality.country)).all() == ["VEN"]
    events = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.subject_id == rosa.id)).all()
    assert {event.action for event in events} == {"person:registered", "document:added"}
    assert {(event.system_name, *event.fields) for event in events} == {(jobs.ENTER, f"import:{import_id}")}
    confirmed = sa.select(AuditEvent.actor_id).where(AuditEvent.subject_id == import_id, AuditEvent.action == "import:confirmed")
    assert db.session.scalars(confirmed).all() == [desk.actor.id]


def test_a_document_is_known_by_its_name_and_the_nationality_and_a_baby_by_its_months(desk: Desk) -> None:
    baby = {
        **ROSA,
        "birth_date": "",
        "stated_age": "3 meses",
        "document_type": "Cédula de identidad",
        "document_number": "12345678",
    }
    nowhere = {**LUIS, "nationality": "KIR", "document_type": "Cédula de identidad", "document_number": "12345679"}
    done = desk.import_all(csv_of([baby, nowhere], (*WITH_DOCUMENTS, "stated_age")))
    assert (done.registered_count, done.error_count) == (1, 1)
    (rosa,) = people()
    assert (rosa.birth, rosa.stated_age, rosa.stated_age_months) == (None, 0, 3)
    document = db.session.scalars(sa.select(IdentityDocument)).one()
    assert db.session.get_one(DocumentType, document.document_type_id).code == "VE-CI"
    (row,) = rows_of(done.id)
    assert row.faults == [["document_type", "not_in_list"]]


def test_rows_with_errors_stay_out_with_all_their_reasons_and_the_rest_goes_in(desk: Desk) -> None:
    wrong = {
        **ROSA,
        "given_names": "",
        "surname_1": "",
        "surname_2": "",
        "sex": "x",
        "birth_date": "31/02/1990",
        "nationality": "",
    }
    done = desk.import_all(csv_of([LUIS, wrong]))
    assert (done.registered_count, done.error_count, done.row_count) == (1, 1, 2)
    (row,) = rows_of(done.id)
    assert (row.number, row.outcome) == (3, RowOutcome.ERROR)
    assert {(column, fault) for column, fault in row.faults} == {
        ("given_names", "no_name"), ("sex", "not_in_list"), ("birth_date", "no_such_day"), ("nationality", "missing"),
    }  # fmt: skip
    assert (row.written or {})["sex"] == "x"


def test_the_same_file_once_more_leads_to_the_import_that_it_has(desk: Desk) -> None:
    content = csv_of([ROSA])
    first = desk.bring(content)
    assert desk.bring(content) == first
    desk.work()
    desk.confirm(first)
    desk.work()
    assert desk.bring(content) == first
    desk.work()
    assert len(people()) == 1


def test_rows_imported_before_are_left_out_of_a_file_that_holds_more(desk: Desk) -> None:
    desk.import_all(csv_of([ROSA]))
    done = desk.import_all(csv_of([LUIS, ROSA]))
    assert (done.registered_count, done.left_out_count) == (1, 1)
    assert [(row.number, row.outcome) for row in rows_of(done.id)] == [(3, RowOutcome.REPEATED)]
    assert len(people()) == 2


def test_of_two_imports_with_the_same_rows_the_second_one_finds_them_entered(desk: Desk) -> None:
    one, other = desk.bring(csv_of([ROSA])), desk.bring(csv_of([ROSA, LUIS]))
    desk.work()
    desk.confirm(one)
    desk.work()
    desk.confirm(other)
    desk.work()
    done = read(other)
    assert (done.registered_count, done.left_out_count, len(people())) == (1, 1, 2)


def test_a_file_of_the_corrected_errors_goes_in(desk: Desk) -> None:
    wrong = {**ROSA, "sex": "x"}
    desk.import_all(csv_of([LUIS, wrong]))
    done = desk.import_all(csv_of([ROSA]))
    assert (done.registered_count, len(people())) == (1, 2)


@pytest.mark.parametrize("table_format", TableFormat)
def test_the_list_of_errors_that_comes_back_is_known_by_its_heading(desk: Desk, table_format: TableFormat) -> None:
    first = desk.import_all(csv_of([LUIS, {**ROSA, "sex": "x"}]))
    done = desk.import_all(corrected(desk, first.id, table_format, "x", "F"))
    assert (done.registered_count, done.corrects_id) == (1, first.id)
    assert [one.id for one in queries.list_corrections(desk.actor, read(first.id))] == [done.id]


def test_a_code_in_a_heading_leads_to_no_import_of_another_office_or_of_nobody(desk: Desk) -> None:
    other = PeopleImportFactory(office=OfficeFactory())
    db.session.commit()
    for code in (other.code, "CUC-I-9999"):
        heading = [*HEADING, f"Qué corregir ({code})"]
        brought = read(desk.bring(csv_of([person(len(code))], heading=heading)))
        desk.work()
        assert (read(brought.id).status, read(brought.id).corrects_id) == (ImportStatus.TO_REVIEW, None)
    assert "(CUC-I-0001)" not in str(columns_of(["Nombres (CUC-I-0001)"])), "no other heading carries a code"
    assert columns_of(["Nombres (CUC-I-0001)", "what to correct (cuc-i-0001)"]) == [None, ""]


def test_the_whole_file_corrected_is_known_by_the_rows_that_came_before(desk: Desk) -> None:
    first = desk.import_all(csv_of([LUIS, person(7), {**ROSA, "sex": "x"}]))
    done = desk.import_all(csv_of([LUIS, person(7), ROSA]))
    assert (done.registered_count, done.left_out_count, done.corrects_id) == (1, 2, first.id)
    part = desk.import_all(csv_of([LUIS, person(9), person(10)]))
    assert part.corrects_id is None, "another list that shares somebody"
    without_errors = desk.import_all(csv_of([ROSA, person(8)]))
    assert without_errors.corrects_id is None, "what had no errors is not corrected"


def test_an_import_that_was_thrown_away_corrects_nothing(desk: Desk) -> None:
    first = desk.import_all(csv_of([LUIS, {**ROSA, "sex": "x"}]))
    again = desk.bring(corrected(desk, first.id, TableFormat.CSV, "x", "F"))
    desk.work()
    with transaction():
        services.discard_import(desk.actor, again)
    assert queries.list_corrections(desk.actor, read(first.id)) == []


def test_who_is_under_18_is_counted_as_far_as_it_is_decided(desk: Desk) -> None:
    child, baby = person(1, birth_date=str(now().year - 9)), person(2, birth_date=f"{now().year}")
    grown, by_age = person(3, birth_date=str(now().year - 18)), {**person(4), "birth_date": "", "stated_age": "17"}
    heading = (*HEADING, "stated_age")
    desk.import_all(csv_of([child], heading=HEADING))
    import_id = desk.bring(csv_of([child, baby, grown, by_age, {**baby, "sex": "x"}], heading=heading))
    desk.work()
    children = queries.children_to_register(read(import_id))
    assert (children.count, list(children.first)) == (2, [3, 5]), "neither whom an earlier import has, nor a row with an error"
    desk.finish(import_id)
    assert read(import_id).child_count == 2


def corrected(desk: Desk, import_id: UUID, table_format: TableFormat, wrong: str, right: str) -> bytes:
    """The list of errors as it is given out, with one answer corrected in it."""
    with transaction():
        given = services.download_errors(desk.actor, import_id, table_format).content
    if table_format is TableFormat.CSV:
        return given.decode("utf-8-sig").replace(f";{wrong};", f";{right};").encode()
    sheet = load_workbook(io.BytesIO(given)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]  # type: ignore[union-attr]
    return xlsx_of([[right if value == wrong else value for value in row] for row in rows])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"name of nothing,other\nRosa,F\n", Fault.NO_COLUMNS),
        (b"given_names,sex,shoe size\nRosa,F,38\n", Fault.COLUMNS_UNKNOWN),
        (b"given_names,Nombres,sex\nRosa,Ana,F\n", Fault.COLUMN_TWICE),
        (b"sex,nationality\nF,VEN\n", Fault.NO_NAME_COLUMN),
        (b"given_names,sex\n\n\n", Fault.NO_ROWS),
        (xlsx_of([["given_names", "sex"], ["Rosa", "F"]])[:-300], Fault.DAMAGED),
    ],
)
def test_a_file_that_cannot_be_understood_says_why_and_registers_nobody(desk: Desk, content: bytes, fault: Fault) -> None:
    import_id = desk.bring(content)
    desk.work()
    failed = read(import_id)
    assert (failed.status, failed.fault, count(ImportPiece)) == (ImportStatus.FAILED, fault, 0)
    desk.bring(content)
    assert count(PeopleImport) == 2, "a failed file may be brought again"


def test_the_words_of_unknown_columns_are_told(desk: Desk) -> None:
    import_id = desk.bring(b"given_names,sex,shoe size\nRosa,F,38\n")
    desk.work()
    assert read(import_id).fault_detail == {"columns": ["shoe size"]}


def test_headings_are_known_in_every_language_and_a_default_fills_empty_cells(desk: Desk) -> None:
    heading = "Nombres;Primer apellido;Sexo;Fecha de nacimiento;Nacionalidad"
    done = desk.import_all(f"{heading}\nJosé;Núñez;hombre;04/1990;venezolano\n".encode("cp1252"), population_type="in_transit")
    (jose,) = people()
    assert done.registered_count == 1
    assert (jose.given_names, jose.surname_1, jose.birth_month, jose.population_type.value) == ("José", "Núñez", 4, "in_transit")


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_IN_A_PIECE", 3)
    monkeypatch.setattr(services, "ROWS_IN_A_PIECE", 3)
    monkeypatch.setattr(comparing, "PIECES_AT_A_TIME", 2)


STEPS = ["keep_lines", "check_next_piece", "compare_next_pieces", "enter_next_piece"]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_killed_between_two_pieces_the_next_worker_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str, dies_at: int
) -> None:
    import_id = desk.bring(csv_of([person(number) for number in range(10)]))
    real, calls = getattr(services, step), []

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls.append(step)
        if len(calls) == dies_at:
            raise SystemExit
        return real(*args, **kwargs)

    monkeypatch.setattr(services, step, dying)
    killed = 0
    for _attempt in range(2):
        try:
            desk.finish(import_id)
        except SystemExit:
            killed += 1
    done = read(import_id)
    assert (killed, done.status, done.registered_count, len(people())) == (1, ImportStatus.FINISHED, 10, 10)
    assert [one.code[-6:] for one in people()] == [f"{number:06d}" for number in range(1, 11)], "codes without a gap, none twice"


@pytest.mark.usefixtures("small_pieces")
def test_pieces_are_numbered_in_the_order_of_the_file(desk: Desk) -> None:
    done = desk.import_all(csv_of([person(number) for number in range(8)]))
    entries = (
        sa.select(ImportEntry.number, Person.given_names).join(Person, Person.id == ImportEntry.person_id).order_by(Person.code)
    )
    assert [tuple(row) for row in db.session.execute(entries)] == [
        (number + 2, person(number)["given_names"]) for number in range(8)
    ]
    assert (count(ImportPiece), count(ImportKeys), done.shredded_at) == (0, 0, None)


def test_a_fault_of_ours_says_so_and_registers_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: Any) -> None:
        raise ZeroDivisionError

    import_id = desk.bring(csv_of([ROSA]))
    monkeypatch.setattr(services, "check_next_piece", breaks)
    desk.work()
    stopped = read(import_id)
    assert (stopped.status, stopped.fault, people()) == (ImportStatus.FAILED, Fault.STOPPED, [])


def test_discarded_while_it_is_read_nothing_is_left(desk: Desk) -> None:
    import_id = desk.bring(csv_of([ROSA]))
    with transaction():
        services.discard_import(desk.actor, import_id)
    desk.work()
    gone = read(import_id)
    assert (gone.status, count(ImportPiece), db.session.get(DataKey, import_id)) == (ImportStatus.DISCARDED, 0, None)


def test_what_nobody_confirms_in_two_weeks_is_thrown_away(desk: Desk) -> None:
    import_id = desk.bring(csv_of([ROSA, {**LUIS, "sex": "x"}]))
    desk.work()
    with transaction():
        read(import_id).due_at = sa.func.now() - sa.text("interval '1 minute'")
        services.expire_imports(desk.actor)
    gone = read(import_id)
    assert (gone.status, count(ImportPiece), count(ImportKeys)) == (ImportStatus.EXPIRED, 0, 0)
    assert [row.written for row in rows_of(import_id)] == [{}]
    assert db.session.get(DataKey, import_id) is None


def test_a_finished_import_keeps_its_errors_until_its_day(desk: Desk) -> None:
    done = desk.import_all(csv_of([LUIS, {**ROSA, "sex": "x"}]))
    assert rows_of(done.id)[0].written
    with transaction():
        read(done.id).due_at = sa.func.now() - sa.text("interval '1 minute'")
        services.expire_imports(desk.actor)
    assert read(done.id).status == ImportStatus.FINISHED
    assert read(done.id).shredded_at is not None
    assert rows_of(done.id)[0].written == {}


GOOD, BAD, BLANK, TWIN = "good", "bad", "blank", "twin"


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from([GOOD, BAD, BLANK, TWIN]), min_size=1, max_size=14), answers=st.randoms(use_true_random=False)
)
@pytest.mark.usefixtures("small_pieces")
def test_every_row_is_registered_left_out_or_an_error(desk: Desk, kinds: list[str], answers: Any) -> None:
    made = count(PeopleImport)
    of = {
        GOOD: lambda number: person(number + 100 * made),
        BAD: lambda number: {**person(number + 100 * made), "sex": "nobody knows"},
        BLANK: lambda _number: NOBODY,
        TWIN: lambda _number: person(99 + 100 * made),
    }
    content = csv_of([of[kind](number) for number, kind in enumerate(kinds)])
    before = len(people())
    import_id = desk.bring(content)
    desk.work()
    if not set(kinds) - {BLANK}:
        assert read(import_id).fault is Fault.NO_ROWS
        return
    undecided = {row.number: answers.choice(list(Decision)) for row in rows_of(import_id) if row.outcome == RowOutcome.POSSIBLE}
    with transaction():
        services.decide_rows(desk.actor, import_id, undecided)
    desk.confirm(import_id)
    desk.work()
    done = read(import_id)
    assert done.status == ImportStatus.FINISHED
    assert done.row_count + done.blank_count == len(kinds)
    assert done.row_count == done.registered_count + done.left_out_count + done.error_count
    assert done.registered_count == len(people()) - before
    assert done.error_count == kinds.count(BAD)
    assert queries.counts_of(done).to_register == done.registered_count


def test_rows_are_compared_with_the_people_of_the_country_and_with_each_other(desk: Desk) -> None:
    desk.import_all(csv_of([ROSA]))
    import_id = desk.bring(csv_of([{**ROSA, "surname_2": "Pintto"}, LUIS, {**LUIS, "nationality": "COL"}]))
    desk.work()
    (rosa,) = people()
    found = {row.number: row for row in rows_of(import_id)}
    assert found[2].matches[0]["person_id"] == str(rosa.id)
    assert found[2].outcome in {RowOutcome.CERTAIN, RowOutcome.POSSIBLE}
    assert found[4].matches[0]["row"] == 3, "an earlier row of the file"
    assert 3 not in found


def test_the_same_person_beyond_doubt_is_left_out_at_its_own_office_and_only_perhaps_elsewhere(desk: Desk) -> None:
    with_document = {**ROSA, "document_type": "VE-CI", "document_number": "12345678"}
    desk.import_all(csv_of([with_document], WITH_DOCUMENTS))
    again = desk.bring(csv_of([{**with_document, "phone": "3001234567"}], WITH_DOCUMENTS))
    desk.work()
    (row,) = rows_of(again)
    assert (row.outcome, row.decision) == (RowOutcome.CERTAIN, Decision.LEAVE_OUT)
    with transaction():
        elsewhere: Office = OfficeFactory(country="CO")
        db.session.flush()
        db.session.execute(sa.update(Person).values(office_id=elsewhere.id))
    third = desk.bring(csv_of([{**with_document, "phone": "3007654321"}], WITH_DOCUMENTS))
    desk.work()
    (row,) = rows_of(third)
    assert (row.outcome, row.decision, row.matches[0]["level"]) == (RowOutcome.POSSIBLE, None, "possible")


def test_a_restricted_person_is_nobodys_match(desk: Desk) -> None:
    desk.import_all(csv_of([ROSA]))
    with transaction():
        db.session.execute(sa.update(Person).values(is_restricted=True))
    import_id = desk.bring(csv_of([{**ROSA, "surname_2": "Pintto"}]))
    desk.work()
    assert rows_of(import_id) == []
