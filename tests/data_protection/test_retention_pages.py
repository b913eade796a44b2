"""The page of retention, and its forms: for the data-protection focal point, who sees codes only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.data_protection.enums import HoldReason, RetentionKind
from app.data_protection.models import RetentionHold, RetentionPeriod, ScheduledErasure
from app.data_protection.services import plan_erasures
from app.foundation.clock import now
from app.people.models import Person
from tests.conftest import SignIn
from tests.data_protection.conftest import NAMES, SEALED
from tests.factories.accounts import GrantFactory, OfficeFactory
from tests.guarded_client import GuardedClient

pytestmark = pytest.mark.usefixtures("referral")
TODAY = now().date()
LAST_DAY = TODAY + timedelta(days=200)


@pytest.fixture
def due(session: Session, case: Case) -> ScheduledErasure:
    """The words of the case are planned to go."""
    case.opened_on = case.closed_on = TODAY - timedelta(days=365 * 4)
    session.flush()
    plan_erasures(TODAY)
    session.commit()
    return session.scalars(sa.select(ScheduledErasure)).one()


def hold_form(code: str, **changes: str) -> dict[str, str]:
    until = {"until-day": str(LAST_DAY.day), "until-month": str(LAST_DAY.month), "until-year": str(LAST_DAY.year)}
    return {"code": code, "reason": "court", **until, **changes}


def set_hold(client: GuardedClient, code: str, **changes: str) -> Any:
    return client.submit("/retention/holds/new", **hold_form(code, **changes))


def last_audit(session: Session, action: str) -> AuditEvent:
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)).one()


def test_the_page_shows_schedule_counts_and_codes_and_no_contents(
    session: Session, focal: GuardedClient, person: Person, due: ScheduledErasure
) -> None:
    page = focal.get("/retention").text
    for words in (
        "Conservación",
        "Colombia",
        "5 años",
        "Valor inicial",
        due.code,
        "Palabras y archivos adjuntos de casos cerrados",
    ):
        assert words in page, words
    assert not [word for word in (*NAMES, *SEALED.values()) if word in page]
    assert f"/people/{person.id}" not in page
    assert last_audit(session, "retention:listed").count == 1


def test_who_works_with_the_file_too_finds_the_way_to_it(
    session: Session, sign_in: SignIn, office: Office, person: Person, due: ScheduledErasure
) -> None:
    both = sign_in(Role.DATA_PROTECTION)
    GrantFactory(user=both.user, role=Role.CASEWORKER, office=office)
    due.kind, due.record_id = RetentionKind.PERSON_FILE, person.id
    session.commit()
    assert f"/people/{person.id}" in both.get("/retention").text


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.REPORTING_OFFICER])
def test_nobody_else_opens_it(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert [client.get(f"/retention{more}").status_code for more in ("", "/holds/new", "/CO/person_file")] == [403] * 3


def test_another_country_sees_nothing_of_it(sign_in: SignIn, other_office: Office, due: ScheduledErasure) -> None:
    far = sign_in(Role.DATA_PROTECTION, at=other_office)
    assert due.code not in far.get("/retention").text
    assert far.get(f"/retention/holds/new?plan={due.id}").text.count(due.person_code) == 0


def test_a_hold_is_set_from_the_plan_shown_and_lifted(
    session: Session, focal: GuardedClient, person: Person, due: ScheduledErasure
) -> None:
    assert person.code in focal.get(f"/retention/holds/new?plan={due.id}").text
    assert set_hold(focal, person.code.lower()).status_code == 303
    held = session.scalars(sa.select(RetentionHold)).one()
    assert (held.person_id, held.reason, held.held_until, held.set_by) == (person.id, HoldReason.COURT, LAST_DAY, focal.user.id)
    page = focal.get("/retention").text
    assert "Un juzgado o una autoridad pide conservarla" in page
    assert "Retenida" in page
    assert focal.submit(f"/retention/holds/{held.id}/lift").status_code == 303
    session.refresh(held)
    assert (held.lifted_by, held.lifted_at is None) == (focal.user.id, False)
    assert f"Levantada por {focal.user.name}" in focal.get("/retention").text
    assert [last_audit(session, action).subject_id for action in ("hold:set", "hold:lifted")] == [person.id] * 2


def test_a_hold_is_not_lifted_twice(session: Session, focal: GuardedClient, person: Person) -> None:
    set_hold(focal, person.code)
    held = session.scalars(sa.select(RetentionHold)).one()
    focal.submit(f"/retention/holds/{held.id}/lift")
    again = focal.submit(f"/retention/holds/{held.id}/lift")
    assert (again.status_code, "ya se había levantado" in again.text) == (409, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": ""}, "Escriba el código de la ficha de la persona"),
        ({"code": "CUC-P-999999"}, "Ninguna ficha de sus oficinas tiene este código"),
        ({"reason": ""}, "Elija por qué se conserva la ficha"),
        ({"reason": "because"}, "Elija"),
        ({"until-day": "31", "until-month": "2"}, "Ese mes no tiene ese día"),
        ({"until-year": "2001"}, "El último día de la retención no puede haber pasado ya"),
        ({"until-year": "2099"}, "Una retención dura diez años como máximo"),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(
    session: Session, focal: GuardedClient, person: Person, changes: dict[str, str], words: str
) -> None:
    answer = focal.submit("/retention/holds/new", **{**hold_form(person.code), **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(sa.select(RetentionHold)).all() == []


def test_one_reason_holds_once(focal: GuardedClient, person: Person) -> None:
    assert set_hold(focal, person.code).status_code == 303
    assert "ya está retenida por este motivo" in set_hold(focal, person.code).text
    assert set_hold(focal, person.code, reason="complaint").status_code == 303


def test_a_file_of_another_country_is_not_found_by_its_code(
    session: Session, sign_in: SignIn, other_office: Office, person: Person
) -> None:
    far = sign_in(Role.DATA_PROTECTION, at=other_office)
    assert "Ninguna ficha de sus oficinas" in set_hold(far, person.code).text
    hold = RetentionHold(
        person_id=person.id,
        person_code=person.code,
        office_id=person.office_id,
        reason=HoldReason.INQUIRY,
        held_until=LAST_DAY,
        set_by=far.user.id,
    )
    session.add(hold)
    session.commit()
    assert far.submit(f"/retention/holds/{hold.id}/lift").status_code == 404
    assert far.submit(f"/retention/holds/{uuid4()}/lift").status_code == 404


def test_a_period_of_a_country_is_set_and_named(session: Session, sign_in: SignIn, office: Office) -> None:
    focal = sign_in(Role.DATA_PROTECTION, country="CO")
    assert "5 años" in focal.get("/retention/CO/person_file").text
    for years in ("7", "8"):
        assert focal.submit("/retention/CO/person_file", years=years).status_code == 303
    assert session.scalars(sa.select(RetentionPeriod.months)).all() == [96]
    page = focal.get("/retention").text
    assert "8 años" in page
    assert f"Fijado por {focal.user.name}" in page
    events = session.scalars(sa.select(AuditEvent.fields).where(AuditEvent.action == "retention:period_set")).all()
    assert ["CO", "months:96", "person_file"] in [sorted(fields) for fields in events]


@pytest.mark.parametrize("years", ["", "0", "51", "cinco"])
def test_a_period_that_cannot_be_is_refused(session: Session, sign_in: SignIn, years: str) -> None:
    answer = sign_in(Role.DATA_PROTECTION, country="CO").submit("/retention/CO/person_file", years=years)
    assert answer.status_code == 422
    assert session.scalars(sa.select(RetentionPeriod)).all() == []


def test_who_cares_for_one_office_of_several_sets_no_period(session: Session, focal: GuardedClient) -> None:
    OfficeFactory(code="BOG", name="Bogotá", country="CO")
    session.commit()
    assert focal.submit("/retention/CO/person_file", years="7").status_code == 403
    assert "Fijar el plazo" not in focal.get("/retention").text


@pytest.mark.parametrize("address", ["/retention/EC/person_file", "/retention/CO/everything", "/retention/xx/case_words"])
def test_a_country_or_kind_that_is_not_theirs_is_not_found(focal: GuardedClient, address: str) -> None:
    assert focal.get(address).status_code == 404
