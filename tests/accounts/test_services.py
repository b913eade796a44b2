from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.doors import actor_for
from app.accounts.links import read_invitation_token
from app.accounts.models import Grant, Invitation, Office, User
from app.accounts.permissions import Permission, Role
from app.accounts.scopes import Scope
from app.accounts.services import NewUser
from app.accounts.services.passwords import normalised
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.foundation.jobs import OutboxMessage
from tests.accounts.conftest import GOOD_PASSWORD, actions_of
from tests.factories.accounts import GrantFactory, OfficeFactory, UserFactory


def invite(actor: Actor, office: Office, **changes: object) -> Invitation:
    fields: dict[str, object] = {
        "name": "Marta Quiñones",
        "email": " Marta@Example.org",
        "role": Role.CASEWORKER,
        "scope": Scope(office_id=office.id),
        "office_id": office.id,
    }
    return services.invite_user(actor, NewUser(**{**fields, **changes}))  # type: ignore[arg-type]


def token_of(invitation: Invitation) -> str:
    from app.accounts.links import invitation_path

    return invitation_path(invitation.id).removeprefix("/invitation/")


def test_an_invitation_makes_an_account_without_a_password_and_asks_for_its_mail(
    session: Session, administrator: Actor, office: Office
) -> None:
    invitation = invite(administrator, office)
    user = invitation.user
    assert (user.email, user.password, user.office_id) == ("marta@example.org", None, office.id)
    assert session.scalars(sa.select(Grant.role).where(Grant.user_id == user.id)).all() == [Role.CASEWORKER]
    job = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.job == "accounts.send_invitation")).one()
    assert job.arguments == {"invitation_id": str(invitation.id)}
    assert "user:invited" in actions_of(session)


def test_the_outbox_does_not_hold_the_secret_of_the_link(session: Session, administrator: Actor, office: Office) -> None:
    token = token_of(invite(administrator, office))
    session.flush()
    kept = session.execute(sa.text("SELECT row_to_json(outbox_message)::text FROM outbox_message")).scalars().all()
    kept += session.execute(sa.text("SELECT row_to_json(invitation)::text FROM invitation")).scalars().all()
    assert not any(token in row or token[-43:] in row for row in kept)


def test_an_e_mail_is_invited_once(session: Session, administrator: Actor, office: Office) -> None:
    invite(administrator, office)
    with pytest.raises(RefusedInput) as refusal:
        invite(administrator, office, email="MARTA@example.org")
    assert refusal.value.field == "email"


def test_accepting_sets_the_password_by_the_path_that_signing_in_takes(
    session: Session, administrator: Actor, office: Office, app: Flask
) -> None:
    invitation = invite(administrator, office)
    typed_with_combining_accents = "mañana brumosa bajo el árbol"
    user = services.accept_invitation(token_of(invitation), typed_with_combining_accents)
    assert user.verify_and_update_password(normalised("mañana brumosa bajo el árbol"))
    assert invitation.used_at is not None
    assert "user:accepted_invitation" in actions_of(session)


def test_a_link_opens_once(session: Session, administrator: Actor, office: Office) -> None:
    token = token_of(invite(administrator, office))
    services.accept_invitation(token, GOOD_PASSWORD)
    with pytest.raises(WrongState):
        services.accept_invitation(token, "otra frase muy distinta")


def test_a_refused_password_leaves_the_link_open(session: Session, administrator: Actor, office: Office) -> None:
    token = token_of(invite(administrator, office))
    with pytest.raises(RefusedInput):
        services.accept_invitation(token, "Marta Quiñones Cúcuta")
    assert services.open_invitation(token).used_at is None


def test_an_expired_link_does_not_open(session: Session, administrator: Actor, office: Office) -> None:
    invitation = invite(administrator, office)
    invitation.expires_at = now() - timedelta(seconds=1)
    with pytest.raises(WrongState):
        services.open_invitation(token_of(invitation))


def test_a_newer_invitation_closes_the_older_one(session: Session, administrator: Actor, office: Office) -> None:
    older = invite(administrator, office)
    newer = services.renew_invitation(administrator, older.user_id)
    with pytest.raises(WrongState):
        services.open_invitation(token_of(older))
    assert services.open_invitation(token_of(newer)).id == newer.id


def test_disabling_closes_an_open_invitation(session: Session, administrator: Actor, office: Office) -> None:
    invitation = invite(administrator, office)
    services.disable_user(administrator, invitation.user_id)
    with pytest.raises(WrongState):
        services.open_invitation(token_of(invitation))


def test_somebody_with_a_password_needs_no_invitation(session: Session, administrator: Actor, office: Office) -> None:
    user = UserFactory(office=office, password="!")
    with pytest.raises(WrongState):
        services.renew_invitation(administrator, user.id)


def test_disabling_ends_the_sessions(session: Session, administrator: Actor, office: Office) -> None:
    user = UserFactory(office=office)
    mark = user.fs_uniquifier
    services.disable_user(administrator, user.id)
    assert (user.active, user.fs_uniquifier != mark) == (False, True)
    services.enable_user(administrator, user.id)
    assert user.active
    assert actions_of(session)[-2:] == ["user:disabled", "user:enabled"]


def test_nobody_disables_themselves(session: Session, administrator: Actor) -> None:
    assert administrator.id is not None
    with pytest.raises(NotAllowed):
        services.disable_user(administrator, administrator.id)


def test_an_office_administrator_finds_nobody_of_another_office(session: Session, office: Office, other_office: Office) -> None:
    admin = actor_for(GrantFactory(user=UserFactory(office=office), role=Role.ADMINISTRATOR, office=office).user)
    stranger = UserFactory(office=other_office)
    with pytest.raises(NotFound):
        services.disable_user(admin, stranger.id)


def test_an_office_administrator_does_not_disable_somebody_who_works_beyond_the_office(
    session: Session, office: Office, other_office: Office
) -> None:
    admin = actor_for(GrantFactory(user=UserFactory(office=office), role=Role.ADMINISTRATOR, office=office).user)
    colleague = UserFactory(office=office)
    GrantFactory(user=colleague, role=Role.SUPERVISOR, office=other_office)
    with pytest.raises(NotAllowed):
        services.disable_user(admin, colleague.id)


def test_a_role_given_and_ended_acts_on_the_next_request(session: Session, administrator: Actor, office: Office) -> None:
    user = UserFactory(office=office)
    grant = services.give_grant(administrator, user.id, role=Role.SUPERVISOR, scope=Scope(office_id=office.id))
    session.flush()
    assert actor_for(user).may(Permission.REVIEW_CASELOAD)
    services.end_grant(administrator, user.id, grant.id)
    session.flush()
    assert actor_for(user).reach == {}
    assert actions_of(session)[-2:] == ["grant:given", "grant:ended"]


def test_a_role_is_not_given_twice_in_one_place(session: Session, administrator: Actor, office: Office) -> None:
    user = UserFactory(office=office)
    services.give_grant(administrator, user.id, role=Role.SUPERVISOR, scope=Scope(office_id=office.id))
    with pytest.raises(RefusedInput):
        services.give_grant(administrator, user.id, role=Role.SUPERVISOR, scope=Scope(office_id=office.id))


def test_a_country_role_covers_offices_opened_later(session: Session, administrator: Actor, office: Office) -> None:
    user = UserFactory(office=office)
    services.give_grant(administrator, user.id, role=Role.SUPERVISOR, scope=Scope(country="CO"))
    later = OfficeFactory(country="CO")
    abroad = OfficeFactory(country="EC")
    actor = actor_for(user)
    assert actor.may_at(Permission.VIEW_CASE, later.id)
    assert not actor.may_at(Permission.VIEW_CASE, abroad.id)


def test_the_first_administrator_gets_a_link_and_no_mail(session: Session, app: Flask) -> None:
    url = services.invite_first_administrator(email="Jefa@Example.org", name="Jefa", public_url="https://q.example")
    assert url.startswith("https://q.example/invitation/")
    assert session.scalar(sa.select(sa.func.count()).where(OutboxMessage.job == "accounts.send_invitation")) == 0
    user = services.accept_invitation(url.rpartition("/")[2], GOOD_PASSWORD)
    assert (user.email, actor_for(user).roles) == ("jefa@example.org", {"administrator"})


def test_asking_again_for_the_first_administrator_gives_a_new_link_until_it_was_used(session: Session, app: Flask) -> None:
    first = services.invite_first_administrator(email="jefa@example.org", name="Jefa", public_url="https://q.example")
    second = services.invite_first_administrator(email="jefa@example.org", name="Jefa", public_url="https://q.example")
    with pytest.raises(WrongState):
        services.open_invitation(first.rpartition("/")[2])
    services.accept_invitation(second.rpartition("/")[2], GOOD_PASSWORD)
    with pytest.raises(WrongState):
        services.invite_first_administrator(email="otra@example.org", name="Otra", public_url="https://q.example")
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_a_mail_that_may_have_left_is_not_sent_again(session: Session, administrator: Actor, office: Office) -> None:
    invitation = invite(administrator, office)
    prepared = services.begin_invitation_mail(administrator, invitation.id)
    assert prepared is not None
    assert read_invitation_token(prepared.url.rpartition("/")[2]) == invitation.id
    assert services.begin_invitation_mail(administrator, invitation.id) is None


def test_a_mail_that_was_certainly_refused_is_tried_again(session: Session, administrator: Actor, office: Office) -> None:
    invitation = invite(administrator, office)
    services.begin_invitation_mail(administrator, invitation.id)
    services.take_back_attempt(invitation.id)
    assert services.begin_invitation_mail(administrator, invitation.id) is not None


def test_the_mail_of_a_closed_link_does_not_leave(session: Session, administrator: Actor, office: Office) -> None:
    invitation = invite(administrator, office)
    services.renew_invitation(administrator, invitation.user_id)
    session.refresh(invitation)
    assert services.begin_invitation_mail(administrator, invitation.id) is None
