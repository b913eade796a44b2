"""A highly sensitive need is told: the file is restricted and the need written down in one sitting, without a case."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import NeedToKnow, Office, Restriction
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.catalogue.models import SpecificNeed
from app.people.models import Person, PersonNeed
from tests.cases.routes.pages import text_of
from tests.conftest import SignIn
from tests.factories.cases import CaseFactory
from tests.factories.catalogue import seeded
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient

NOTE = "Lo contó hoy; no quiere que lo sepa su familia"


@pytest.fixture
def person(office: Office) -> Person:
    return PersonFactory(office=office)


def need_id() -> str:
    return str(seeded(SpecificNeed, "SV-VA").id)


def page_of(person: Person) -> str:
    return f"/people/{person.id}/needs/new/restricted"


def confirmed(client: GuardedClient, person: Person, *named: GuardedClient, **fields: str) -> object:
    known = {"need": need_id(), "note": NOTE, "reason": "Corre peligro", "confirmed": "yes"}
    return client.submit(page_of(person), colleagues=[str(one.user.id) for one in named], **{**known, **fields})


def nothing_was_kept(session: Session) -> bool:
    kept = [session.scalars(sa.select(model)).all() for model in (PersonNeed, Restriction, NeedToKnow)]
    return not any(kept) and not session.scalar(sa.select(Person.is_restricted))


def test_what_was_typed_goes_along_and_the_page_says_who_will_see_it(
    session: Session, worker: GuardedClient, supervisor: GuardedClient, person: Person
) -> None:
    shown = worker.submit(page_of(person), need=need_id(), note=NOTE)
    assert shown.status_code == 422
    for words in (
        NOTE,
        "Lucía Cárdenas (supervisa)",
        "Restringir la ficha y registrar la necesidad",
        f'selected value="{need_id()}"',
    ):
        assert words in shown.text, words
    assert "Hay algo que corregir" not in shown.text
    assert supervisor.user.name in shown.text
    assert nothing_was_kept(session)


def test_one_confirmation_restricts_the_file_and_records_the_need(
    session: Session, worker: GuardedClient, supervisor: GuardedClient, colleague: GuardedClient, person: Person
) -> None:
    saved = confirmed(worker, person, supervisor)
    assert (saved.status_code, saved.location) == (303, f"/people/{person.id}/needs")  # type: ignore[attr-defined]
    for knower in (worker, supervisor):
        assert NOTE in text_of(knower.get(f"/people/{person.id}/needs"))
    for address in (f"/people/{person.id}", f"/people/{person.id}/needs"):
        assert colleague.get(address).status_code == 404
    session.expire_all()
    actions = set(session.scalars(sa.select(AuditEvent.action)))
    assert {"person:restricted", "need:recorded"} <= actions


def test_the_same_press_twice_restricts_and_records_once(
    session: Session, worker: GuardedClient, supervisor: GuardedClient, person: Person
) -> None:
    fields = {"submission_id": "018f0000-0000-7000-8000-00000000aaaa"}
    for _time in range(2):
        assert confirmed(worker, person, supervisor, **fields).status_code == 303  # type: ignore[attr-defined]
    assert len(session.scalars(sa.select(PersonNeed)).all()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"need": ""},
        {"need": "x"},
        {"since_on-day": "1", "since_on-month": "1", "since_on-year": "2999"},
        {"colleagues": "018f0000-0000-7000-8000-000000000000"},
    ],
)
def test_neither_is_done_when_one_of_them_is_refused(
    session: Session, worker: GuardedClient, supervisor: GuardedClient, person: Person, fields: dict[str, str]
) -> None:
    known = {
        "need": need_id(),
        "note": NOTE,
        "reason": "Corre peligro",
        "confirmed": "yes",
        "colleagues": str(supervisor.user.id),
    }
    answer = worker.submit(page_of(person), **{**known, **fields})
    assert answer.status_code == 422
    assert NOTE in answer.text
    assert nothing_was_kept(session)


def test_with_nobody_who_supervises_it_asks_why(session: Session, worker: GuardedClient, person: Person) -> None:
    assert "para que la vean dos" in confirmed(worker, person).text  # type: ignore[attr-defined]
    assert nothing_was_kept(session)
    assert confirmed(worker, person, why_few="Teme a la supervisora").status_code == 303  # type: ignore[attr-defined]


def test_who_carries_a_case_of_the_person_is_proposed_and_cannot_be_left_out(
    session: Session, worker: GuardedClient, supervisor: GuardedClient, colleague: GuardedClient, person: Person
) -> None:
    CaseFactory(person=person, caseworker_id=colleague.user.id)
    session.commit()
    assert f'value="{colleague.user.id}" checked' in worker.get(page_of(person)).text
    refused = confirmed(worker, person, supervisor)
    assert "Bruno Cardoso lleva un caso" in refused.text  # type: ignore[attr-defined]
    assert nothing_was_kept(session)
    assert confirmed(worker, person, supervisor, colleague).status_code == 303  # type: ignore[attr-defined]
    assert colleague.get(f"/people/{person.id}/needs").status_code == 200


def test_only_needs_that_ask_for_it_are_offered(worker: GuardedClient, person: Person) -> None:
    shown = worker.get(page_of(person)).text
    assert str(seeded(SpecificNeed, "SV-VA").id) in shown
    assert str(seeded(SpecificNeed, "SM-CI").id) not in shown


def test_of_another_office_and_of_other_roles_nobody_may(sign_in: SignIn, other_office: Office, person: Person) -> None:
    far = sign_in(Role.SUPERVISOR, at=other_office)
    assert confirmed(far, person).status_code == 404  # type: ignore[attr-defined]
    for role in (Role.ADMINISTRATOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION):
        assert sign_in(role).get(page_of(person)).status_code == 403


def test_a_file_that_was_restricted_meanwhile_says_so(worker: GuardedClient, supervisor: GuardedClient, person: Person) -> None:
    assert confirmed(worker, person, supervisor).status_code == 303  # type: ignore[attr-defined]
    assert confirmed(worker, person, supervisor).status_code == 409  # type: ignore[attr-defined]
