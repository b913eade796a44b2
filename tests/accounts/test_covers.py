"""Cover: real access for some days, which ends by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.doors import actor_for
from app.accounts.models import Grant, Office, Team, User
from app.accounts.permissions import Permission, Role
from app.accounts.services import NewCover
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound, RefusedInput, WrongState
from tests.accounts.conftest import actions_of, text_of
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory, TeamFactory, UserFactory
from tests.factories.cases import case_at
from tests.guarded_client import GuardedClient


def today() -> date:
    return now().date()


def worker(office: Office, name: str, **place: Any) -> User:
    user: User = UserFactory(office=office, name=name)
    GrantFactory(user=user, role=Role.CASEWORKER, **(place or {"office": office}))
    return user


@pytest.fixture
def boss(session: Session, office: Office, other_office: Office) -> Actor:
    """Supervises two offices."""
    user: User = UserFactory(office=office, name="Luis")
    for place in (office, other_office):
        GrantFactory(user=user, role=Role.SUPERVISOR, office=place)
    return actor_for(user)


@pytest.fixture
def ana(session: Session, other_office: Office) -> User:
    return worker(other_office, "Ana Ausente")


@pytest.fixture
def bruno(session: Session, office: Office) -> User:
    return worker(office, "Bruno Cubre")


def cover(boss: Actor, absent: User, covering: User, *, first: int = 0, last: int = 10) -> queries.Cover:
    days = today() + timedelta(days=first), today() + timedelta(days=last)
    return services.begin_cover(boss, NewCover(absent.id, covering.id, *days))


def browser_of(app: Flask, user: User) -> GuardedClient:
    client = app.test_client()
    assert isinstance(client, GuardedClient)
    client.sign_in(user)
    return client


def case_of(office: Office, user: User, **fields: Any) -> Case:
    case: Case = case_at(office, caseworker=user, **fields)
    return case


def test_who_covers_sees_the_others_day_and_cases_at_another_office(
    app: Flask, boss: Actor, ana: User, bruno: User, other_office: Office
) -> None:
    case, browser = case_of(other_office, ana), browser_of(app, bruno)
    assert browser.get(f"/cases/{case.id}").status_code == 404
    cover(boss, ana, bruno)
    db.session.commit()
    assert browser.get(f"/cases/{case.id}").status_code == 200
    home = browser.get("/")
    assert "Usted cubre a Ana Ausente hasta el" in text_of(home)
    assert case.code in home.text
    assert "Ana Ausente (usted cubre)" in text_of(browser.get("/cases"))
    assert case.code in browser.get(f"/cases?whose={ana.id}").text
    assert browser.submit(f"/cases/{case.id}/notes/new", text="Llamó hoy", occurred_on="").status_code != 404
    assert (case.caseworker_id, actions_of(db.session)[0]) == (ana.id, "cover:begun")


def test_a_cover_that_ends_is_refused_at_the_next_request_an_open_pages_form_included(
    app: Flask, boss: Actor, ana: User, bruno: User, other_office: Office
) -> None:
    case, browser = case_of(other_office, ana), browser_of(app, bruno)
    standing = cover(boss, ana, bruno)
    db.session.commit()
    page = f"/cases/{case.id}/hold"
    assert browser.get(page).status_code == 200
    services.end_cover(boss, standing.id)
    db.session.commit()
    assert browser.submit(page, reason="Espera", version="1").status_code == 404
    assert "Usted cubre" not in text_of(browser.get("/"))
    db.session.refresh(case)
    assert case.status.value == "open"


def test_a_cover_begins_and_ends_on_its_days(session: Session, boss: Actor, ana: User, bruno: User, other_office: Office) -> None:
    standing = cover(boss, ana, bruno, first=1, last=2)
    session.flush()
    assert not actor_for(bruno).may_at(Permission.VIEW_CASE, other_office.id)
    grant = standing.grants[0]
    grant.valid_from = today() - timedelta(days=1)
    session.flush()
    assert actor_for(bruno).may_at(Permission.VIEW_CASE, other_office.id)
    grant.valid_until = today() - timedelta(days=1)
    session.flush()
    assert not actor_for(bruno).may_at(Permission.VIEW_CASE, other_office.id)


def test_a_cover_reaches_only_where_the_supervisor_and_the_absent_work_both(
    session: Session, office: Office, other_office: Office, bruno: User
) -> None:
    both = worker(office, "Dos oficinas")
    GrantFactory(user=both, role=Role.SUPERVISOR, office=other_office)
    boss = actor_for(GrantFactory(user=UserFactory(office=office), role=Role.SUPERVISOR, office=office).user)
    grants = cover(boss, both, bruno).grants
    assert [(grant.office_id, grant.role) for grant in grants] == [(office.id, Role.CASEWORKER)]


def test_a_teams_worker_is_covered_in_the_team_only(session: Session, boss: Actor, office: Office, bruno: User) -> None:
    team: Team = TeamFactory(office=office)
    member = worker(office, "De la ruta", team_id=team.id)
    assert [(grant.team_id, grant.office_id) for grant in cover(boss, member, bruno).grants] == [(team.id, None)]


@pytest.mark.parametrize(
    ("days", "field"), [((-2, 3), "first_day"), ((5, 4), "last_day"), ((0, 60), "last_day"), ((0, 59), None)]
)
def test_a_cover_has_its_days(boss: Actor, ana: User, bruno: User, days: tuple[int, int], field: str) -> None:
    if field is None:
        assert cover(boss, ana, bruno, first=days[0], last=days[1]).last_day == today() + timedelta(days=59)
        return
    with pytest.raises(RefusedInput) as refusal:
        cover(boss, ana, bruno, first=days[0], last=days[1])
    assert refusal.value.field == field


def test_the_database_ends_a_cover_after_sixty_days(session: Session, ana: User, bruno: User, office: Office) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="cover_is_short"):
        GrantFactory(user=bruno, office=office, covers_user_id=ana.id, valid_from=today(), valid_until=today() + timedelta(60))


def test_nobody_covers_themselves_or_gives_themselves_a_cover(session: Session, boss: Actor, ana: User, bruno: User) -> None:
    luis = session.get_one(User, boss.id)
    for absent, covering in ((ana, ana), (ana, luis)):
        with pytest.raises(RefusedInput) as refusal:
            cover(boss, absent, covering)
        assert refusal.value.field == "user_id"


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.REPORTING_OFFICER, Role.ADMINISTRATOR])
def test_who_opens_no_files_by_a_role_of_their_own_covers_nobody(
    session: Session, boss: Actor, ana: User, office: Office, role: Role
) -> None:
    outsider: User = GrantFactory(user=UserFactory(office=office), role=role, office=office).user
    with pytest.raises(RefusedInput) as refusal:
        cover(boss, ana, outsider)
    assert refusal.value.field == "user_id"


def test_the_same_cover_stands_once(session: Session, boss: Actor, ana: User, bruno: User) -> None:
    cover(boss, ana, bruno)
    with pytest.raises(RefusedInput):
        cover(boss, ana, bruno, first=3, last=20)


def test_a_supervisor_of_another_office_ends_no_cover(
    session: Session, boss: Actor, ana: User, bruno: User, office: Office
) -> None:
    stranger = actor_for(GrantFactory(user=UserFactory(office=office), role=Role.SUPERVISOR, office=office).user)
    with pytest.raises(NotFound):
        services.end_cover(stranger, cover(boss, ana, bruno).id)


def test_a_case_is_not_carried_by_who_sees_it_for_some_days(
    app: Flask, boss: Actor, ana: User, bruno: User, other_office: Office
) -> None:
    case = case_at(other_office)
    cover(boss, ana, bruno)
    db.session.commit()
    assert browser_of(app, bruno).post(f"/cases/{case.id}/take").status_code == 422
    assert case.caseworker_id is None


def test_with_the_last_role_of_ones_own_ends_what_one_covers(
    session: Session, administrator: Actor, boss: Actor, ana: User, bruno: User
) -> None:
    cover(boss, ana, bruno)
    own = session.scalars(sa.select(Grant).where(Grant.user_id == bruno.id, Grant.covers_user_id.is_(None))).one()
    services.end_grant(administrator, bruno.id, own.id)
    session.flush()
    assert actor_for(bruno).reach == {}


def test_a_cover_is_not_renewed(session: Session, administrator: Actor, boss: Actor, ana: User, bruno: User) -> None:
    with pytest.raises(WrongState):
        services.renew_grant(administrator, bruno.id, cover(boss, ana, bruno).id)


def test_a_cover_is_arranged_on_its_pages(sign_in: SignIn, session: Session, office: Office) -> None:
    absent, covering = worker(office, "Ana Ausente"), worker(office, "Bruno Cubre")
    browser = sign_in(Role.SUPERVISOR)
    page = browser.get(f"/covers/new?covered={absent.id}").text
    assert f'<option selected value="{absent.id}"' in page or f'value="{absent.id}" selected' in page
    last = today() + timedelta(days=9)
    fields = {"covered_id": absent.id, "user_id": covering.id}
    for name, day in (("first_day", today()), ("last_day", last)):
        fields |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    assert browser.submit("/covers/new", **fields).location == "/covers"
    words = text_of(browser.get("/covers"))
    assert "Bruno Cubre cubre a Ana Ausente hasta el" in words
    grant = session.scalars(sa.select(Grant).where(Grant.covers_user_id == absent.id)).one()
    assert browser.submit(f"/covers/{grant.id}/end").location == "/covers"
    assert "Nadie está cubierto" in text_of(browser.get("/covers"))
    assert actions_of(session)[-1] == "cover:ended"
