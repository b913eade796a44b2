"""A finished import leads to whom it registered, and says that its errors came in again."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.clock import now
from app.foundation.pagination import PAGE_SIZE
from app.imports.enums import Decision, ImportStatus, PieceKind, RowOutcome
from app.imports.models import ImportEntry, ImportPiece, PeopleImport
from app.people.models import Person
from tests.conftest import SignIn
from tests.factories.imports import ImportEntryFactory, PeopleImportFactory, row_of
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient

CHILD = {"birth_year": now().year - 9, "birth_month": 1, "birth_day": 1}


@pytest.fixture
def supervisor(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.SUPERVISOR)


def finished(office: Office, people: list[Person], **facts: Any) -> PeopleImport:
    """An import of which these people came, one a row from row 2 on."""
    counts = {"row_count": len(people) + facts.get("error_count", 0), "registered_count": len(people), "ended_at": now()}
    brought: PeopleImport = PeopleImportFactory(office=office, status=ImportStatus.FINISHED, **counts | facts)
    for number, person in enumerate(people, start=2):
        ImportEntryFactory(
            import_id=brought.id, office_id=office.id, number=number, person_id=person.id, scope_id=person.scope_id
        )
    return brought


def rows_of_page(text: str) -> list[int]:
    return [
        int(row) for row in re.findall(r'q-table__label" aria-hidden="true">Fila</span><span class="q-table__value">(\d+)', text)
    ]


class TestPeople:
    def test_each_is_named_with_a_link_and_that_they_were_listed_is_written_down(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        rosa = PersonFactory(office=office, given_names="Rosa Elena", code="CUC-P-000321")
        brought = finished(office, [rosa])
        session.commit()
        page = supervisor.get(f"/imports/{brought.id}").text
        assert "Rosa Elena" in page
        assert f'href="/people/{rosa.id}"' in page
        assert "CUC-P-000321" in page
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "import:people_listed")).one()
        assert (event.subject_id, event.count) == (brought.id, 1)

    def test_who_is_restricted_or_at_another_office_by_now_is_not_named(
        self, supervisor: GuardedClient, session: Session, office: Office, other_office: Office
    ) -> None:
        seen = PersonFactory(office=office, given_names="Rosa Elena")
        hidden = PersonFactory(office=office, given_names="Yulimar", is_restricted=True)
        moved = PersonFactory(office=other_office, given_names="Xiomara")
        brought = finished(office, [seen, hidden, moved])
        session.commit()
        page = supervisor.get(f"/imports/{brought.id}").text
        assert "Rosa Elena" in page
        assert [mark for mark in ("Yulimar", "Xiomara", hidden.code, str(moved.id)) if mark in page] == []

    def test_the_pages_follow_each_other_forward_and_back_without_gap(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        brought = finished(office, PersonFactory.create_batch(2 * PAGE_SIZE + 3, office=office))
        session.commit()
        rows, href = [], f"/imports/{brought.id}"
        for _page in range(3):
            page = supervisor.get(href).text
            rows.append(rows_of_page(page))
            following = re.search(r'href="([^"]+)" rel="next"', page)
            href = following[1].replace("&amp;", "&") if following else ""
        assert [len(some) for some in rows] == [PAGE_SIZE, PAGE_SIZE, 3]
        assert [row for some in rows for row in some] == list(range(2, 2 * PAGE_SIZE + 5))
        assert href == ""
        back = re.search(r'href="([^"]+)" rel="prev"', page)
        assert back is not None
        assert rows_of_page(supervisor.get(back[1]).text) == rows[1]

    @pytest.mark.parametrize("start", ["-5", "999999999999999999999999", "x", ""])
    def test_a_place_that_is_none_is_answered(
        self, supervisor: GuardedClient, session: Session, office: Office, start: str
    ) -> None:
        brought = finished(office, [PersonFactory(office=office)])
        session.commit()
        assert supervisor.get(f"/imports/{brought.id}?from={start}").status_code == 200


class TestChildren:
    def test_before_confirming_the_page_says_how_many_come_alone_and_in_which_rows(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        brought = PeopleImportFactory(office=office, row_count=4)
        piece(session, brought, [3, 4, 5])
        row_of(brought, number=4, outcome=RowOutcome.CERTAIN, faults=[], decision=Decision.LEAVE_OUT)
        row_of(brought, number=5, outcome=RowOutcome.POSSIBLE, faults=[], decision=Decision.REGISTER)
        session.commit()
        page = supervisor.get(f"/imports/{brought.id}").text
        assert "2 personas menores de 18 años llegan sin una persona adulta" in page
        assert "Filas 3 y 5." in page
        confirm = supervisor.get(f"/imports/{brought.id}/confirm").text
        assert "2 de ellas son menores de 18 años" in confirm

    def test_without_children_nothing_is_said(self, supervisor: GuardedClient, session: Session, office: Office) -> None:
        brought = PeopleImportFactory(office=office)
        piece(session, brought, [])
        session.commit()
        assert "menores de 18" not in supervisor.get(f"/imports/{brought.id}").text

    def test_afterwards_those_to_ask_about_are_listed_alone_and_lead_to_the_question(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        child, adult = (
            PersonFactory(office=office, given_names="Deivis", **CHILD),
            PersonFactory(office=office, given_names="Rosa"),
        )
        brought = finished(office, [adult, child], child_count=1)
        session.commit()
        everybody = supervisor.get(f"/imports/{brought.id}").text
        assert "show=children" in everybody
        assert f'href="/people/{child.id}/care"' in everybody
        assert f'href="/people/{adult.id}/care"' not in everybody
        only = supervisor.get(f"/imports/{brought.id}?show=children").text
        assert "Deivis" in only
        assert ">Rosa" not in only

    def test_an_import_of_adults_offers_no_list_of_children(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        brought = finished(office, [PersonFactory(office=office)])
        session.commit()
        assert "show=children" not in supervisor.get(f"/imports/{brought.id}").text


class TestCorrections:
    def corrected_by(self, brought: PeopleImport, **facts: Any) -> PeopleImport:
        again: PeopleImport = PeopleImportFactory(office=brought.office, corrects_id=brought.id, **facts)
        return again

    def test_a_corrected_file_is_named_with_a_link_instead_of_asking_to_correct(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        brought = finished(office, [PersonFactory(office=office)], error_count=1)
        row_of(brought, number=3)
        session.commit()
        ask = "Corrija las filas"
        assert ask in supervisor.get(f"/imports/{brought.id}").text
        again = self.corrected_by(brought, row_count=1)
        session.commit()
        page = supervisor.get(f"/imports/{brought.id}").text
        assert f'href="/imports/{again.id}"' in page
        assert again.code in page
        assert "Aquí no queda nada por hacer" in page
        assert ask not in page
        assert "errors.csv" not in page
        assert f'href="/imports/{brought.id}">{brought.code}' in supervisor.get(f"/imports/{again.id}").text

    def test_where_only_some_rows_came_back_the_others_are_still_asked_for(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        brought = finished(office, [PersonFactory(office=office)], error_count=2)
        for number in (3, 4):
            row_of(brought, number=number)
        self.corrected_by(brought, row_count=1)
        session.commit()
        page = supervisor.get(f"/imports/{brought.id}").text
        assert "Una parte de las filas con error" in page
        assert "Corrija las filas" in page

    @pytest.mark.parametrize("status", [ImportStatus.DISCARDED, ImportStatus.EXPIRED])
    def test_one_that_was_thrown_away_does_not_count(
        self, supervisor: GuardedClient, session: Session, office: Office, status: ImportStatus
    ) -> None:
        brought = finished(office, [PersonFactory(office=office)], error_count=1)
        row_of(brought, number=3)
        again = self.corrected_by(brought, row_count=1, status=status, ended_at=now())
        session.commit()
        page = supervisor.get(f"/imports/{brought.id}").text
        assert again.code not in page
        assert "Corrija las filas" in page


def piece(session: Session, brought: PeopleImport, child_numbers: list[int]) -> UUID:
    facts = ImportPiece(
        import_id=brought.id, office_id=brought.office_id, kind=PieceKind.FACTS, number=0, row_count=4, content=b"",
        child_numbers=child_numbers,
    )  # fmt: skip
    session.add(facts)
    session.flush()
    return facts.id


def test_what_a_person_came_from_is_no_longer_listed_once_they_are_erased(
    supervisor: GuardedClient, session: Session, office: Office
) -> None:
    person = PersonFactory(office=office, given_names="Rosa Elena")
    brought = finished(office, [person])
    session.execute(sa.delete(ImportEntry).where(ImportEntry.person_id == person.id))
    session.commit()
    page = supervisor.get(f"/imports/{brought.id}").text
    assert "Rosa Elena" not in page
    assert "Ninguna de estas fichas está abierta para usted" in page
