"""Roles end within a year, and no two that exclude each other are ever in one hand, whoever gives them at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import combinations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.models import Grant, Office, User
from app.accounts.permissions import Role
from app.accounts.policies import check_is_second_person, why_not_together
from app.accounts.scopes import Scope
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.errors import NotAllowed, RefusedInput, WrongState
from app.foundation.ids import new_id
from tests.accounts.conftest import actions_of, text_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.guarded_client import GuardedClient

APART = {
    *(frozenset({Role.ADMINISTRATOR, role}) for role in Role if role is not Role.ADMINISTRATOR),
    frozenset({Role.REPORTING_OFFICER, Role.DATA_PROTECTION}),
}


@pytest.mark.parametrize(("one", "other"), list(combinations(Role, 2)))
def test_service_and_database_refuse_the_same_pairs(
    session: Session, administrator: Actor, office: Office, one: Role, other: Role
) -> None:
    user: User = UserFactory(office=office)
    services.give_grant(administrator, user.id, role=one, scope=Scope(office_id=office.id))
    session.flush()
    if {one, other} not in APART:
        assert why_not_together(one, other) is None
        services.give_grant(administrator, user.id, role=other, scope=Scope(office_id=office.id))
        return
    with pytest.raises(RefusedInput) as refusal:
        services.give_grant(administrator, user.id, role=other, scope=Scope(office_id=office.id))
    assert refusal.value.field == "role"
    with pytest.raises(sa.exc.IntegrityError, match="ex_user_grant_"), session.begin_nested():
        session.add(Grant(user_id=user.id, role=other, office_id=office.id, valid_from=now().date()))


def test_one_role_may_follow_the_other(session: Session, administrator: Actor, office: Office) -> None:
    user: User = UserFactory(office=office)
    grant = services.give_grant(administrator, user.id, role=Role.CASEWORKER, scope=Scope(office_id=office.id))
    services.end_grant(administrator, user.id, grant.id)
    services.give_grant(administrator, user.id, role=Role.ADMINISTRATOR, scope=Scope(office_id=office.id))
    session.flush()
    assert session.scalar(sa.select(sa.func.count()).select_from(Grant).where(Grant.user_id == user.id)) == 2


def test_two_transactions_at_once_cannot_give_one_person_both(owner_engine: sa.Engine) -> None:
    """Both see no contradiction while they write; the database lets only one of them end well."""
    user_id = new_id()
    with owner_engine.begin() as connection:
        connection.execute(sa.text("SELECT quipu_enter('owner', NULL)"))
        connection.execute(
            sa.text(
                """INSERT INTO "user" (id, email, name, active, fs_uniquifier, created_at)
                VALUES (:id, :mail, 'Dos manos', true, :mail, now())"""
            ),
            {"id": user_id, "mail": f"{user_id}@example.org"},
        )
    written, outcomes = threading.Barrier(2), []

    def give(role: str) -> None:
        with owner_engine.connect() as connection:
            written.wait(10)
            try:
                connection.execute(
                    sa.text("INSERT INTO user_grant (user_id, role, valid_from) VALUES (:user, :role, current_date)"),
                    {"user": user_id, "role": role},
                )
                connection.commit()
                outcomes.append("given")
            except (sa.exc.IntegrityError, sa.exc.OperationalError):
                outcomes.append("refused")

    threads = [threading.Thread(target=give, args=(role,)) for role in ("administrator", "data_protection")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with owner_engine.begin() as connection:
        held = connection.scalar(sa.text("SELECT count(*) FROM user_grant WHERE user_id = :id"), {"id": user_id})
        connection.execute(sa.text("SELECT quipu_enter('owner', NULL)"))
        connection.execute(sa.text("DELETE FROM user_grant WHERE user_id = :id"), {"id": user_id})
        connection.execute(sa.text('DELETE FROM "user" WHERE id = :id'), {"id": user_id})
    assert (sorted(outcomes), held) == (["given", "refused"], 1)


def test_the_page_says_why_a_role_is_refused(admin_client: GuardedClient, office: Office) -> None:
    user = UserFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    response = admin_client.submit(f"/accounts/{user.id}/roles/new", role="administrator", scope=f"office:{office.id}")
    assert (response.status_code, "Quien crea cuentas no abre fichas" in text_of(response)) == (422, True)


def test_a_role_lasts_a_year_unless_it_is_given_for_less(session: Session, administrator: Actor, office: Office) -> None:
    today = now().date()
    user: User = UserFactory(office=office)
    grant = services.give_grant(administrator, user.id, role=Role.CASEWORKER, scope=Scope(office_id=office.id))
    assert grant.valid_until == today + timedelta(days=365)
    for last_day in (today - timedelta(days=1), today + timedelta(days=367)):
        with pytest.raises(RefusedInput) as refusal:
            services.give_grant(
                administrator, user.id, role=Role.SUPERVISOR, scope=Scope(office_id=office.id), valid_until=last_day
            )
        assert refusal.value.field == "valid_until"
    with pytest.raises(sa.exc.IntegrityError, match="lasts_a_year_at_most"):
        GrantFactory(user=user, office=office, valid_until=today + timedelta(days=400))


def test_a_role_is_renewed_by_somebody_else(session: Session, administrator: Actor, office: Office) -> None:
    today = now().date()
    user: User = UserFactory(office=office)
    grant = GrantFactory(
        user=user, office=office, valid_until=today + timedelta(days=3), end_asked_at=now(), end_asked_by=user.id
    )
    services.renew_grant(administrator, user.id, grant.id)
    assert (grant.valid_until, grant.reviewed_on) == (today + timedelta(days=365), today)
    assert (grant.end_asked_at, actions_of(session)[-1]) == (None, "grant:renewed")
    own = session.scalars(sa.select(Grant).where(Grant.user_id == administrator.id)).one()
    with pytest.raises(NotAllowed):
        services.renew_grant(administrator, own.user_id, own.id)


def test_a_role_that_has_ended_is_given_again_not_renewed(session: Session, administrator: Actor, office: Office) -> None:
    grant = GrantFactory(user=UserFactory(office=office), office=office, valid_until=now().date() - timedelta(days=1))
    with pytest.raises(WrongState):
        services.renew_grant(administrator, grant.user_id, grant.id)


def test_a_role_past_its_last_day_opens_nothing(session: Session, sign_in: object, office: Office) -> None:
    browser = sign_in(Role.CASEWORKER)  # type: ignore[operator]
    assert browser.get("/cases").status_code == 200
    grant = session.scalars(sa.select(Grant).where(Grant.user_id == browser.user.id)).one()
    grant.valid_until = now().date() - timedelta(days=1)
    session.commit()
    assert browser.get("/cases").status_code == 403


def test_the_only_administrator_whose_role_has_ended_comes_back_by_the_command(session: Session) -> None:
    services.invite_first_administrator(email="jefa@example.org", name="Jefa", public_url="https://q.example")
    grant = session.scalars(sa.select(Grant)).one()
    grant.valid_from = grant.valid_until = grant.reviewed_on = now().date() - timedelta(days=1)
    session.flush()
    assert "/invitation/" in services.invite_first_administrator(
        email="jefa@example.org", name="Jefa", public_url="https://q.example"
    )
    assert session.scalar(sa.select(sa.func.count()).select_from(Grant)) == 2


def test_nobody_decides_on_their_own_request(administrator: Actor) -> None:
    with pytest.raises(NotAllowed):
        check_is_second_person(administrator, administrator.id)
    check_is_second_person(administrator, new_id())
    check_is_second_person(administrator, None)
