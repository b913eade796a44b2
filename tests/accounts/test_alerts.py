"""Unusual reading raises one alert, tells the focal points by mail without a name, and waits for a review."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask_mail import Message
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.enums import AlertKind, AlertOutcome
from app.audit.models import AuditAlert, AuditEvent
from app.audit.unusual import Happening, Limits, unusual_hours
from app.extensions import mail
from app.foundation.actor import Actor, ActorKind, system_actor
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.foundation.jobs import OutboxMessage
from tests.accounts.conftest import text_of
from tests.conftest import SignIn, actor_of
from tests.guarded_client import GuardedClient

WATCH = system_actor("audit.look_for_unusual")
FEW = Limits(files=5, refused_sign_ins=3, refused_records=3)
START = datetime.fromisoformat("2026-11-20T10:00:00+00:00")


def opened(
    session: Session, actor: Actor, times: int, *, at: datetime | None = None, action: str = "person:opened", same: bool = False
) -> None:
    subject = new_id()
    for number in range(times):
        session.add(
            AuditEvent(
                actor_kind=ActorKind.STAFF,
                actor_id=actor.id,
                action=action,
                subject_type="person",
                subject_id=subject if same else new_id(),
                office_id=actor.office_id,
                occurred_at=(at or now() - timedelta(minutes=30)) + timedelta(seconds=number),
            )
        )
    session.flush()


class TestHours:
    def test_an_hour_is_found_wherever_it_begins(self) -> None:
        for minute in (0, 7, 59):
            begun = START + timedelta(minutes=minute)
            (hour,) = unusual_hours([Happening(begun + timedelta(seconds=35 * n), new_id()) for n in range(101)], 100)
            assert (hour.started_at, hour.count) == (begun, 101)

    def test_just_as_many_as_usual_are_none(self) -> None:
        assert list(unusual_hours([Happening(START + timedelta(seconds=n), new_id()) for n in range(100)], 100)) == []

    def test_many_over_more_than_an_hour_are_none(self) -> None:
        assert list(unusual_hours([Happening(START + timedelta(seconds=37 * n), new_id()) for n in range(300)], 100)) == []

    def test_the_same_file_again_and_again_is_one_file(self) -> None:
        same = new_id()
        assert list(unusual_hours([Happening(START + timedelta(seconds=n), same) for n in range(500)], 100)) == []

    def test_hours_do_not_overlap(self) -> None:
        hours = list(unusual_hours([Happening(START + timedelta(seconds=10 * n), new_id()) for n in range(1000)], 100))
        assert [hour.started_at for hour in hours] == [START, START + timedelta(hours=1), START + timedelta(hours=2)]

    def test_it_finds_what_trying_every_hour_finds(self) -> None:
        chance = random.Random(3)  # noqa: S311 - no secret depends on it
        for _ in range(200):
            moments = sorted(START + timedelta(minutes=chance.uniform(0, 240)) for _ in range(40))
            happenings = [Happening(moment, UUID(int=chance.randrange(30))) for moment in moments]
            by_hand = [
                one.at
                for one in happenings
                if len({other.about for other in happenings if one.at <= other.at < one.at + timedelta(hours=1)}) > 9
            ]
            found = list(unusual_hours(happenings, 9))
            assert bool(found) == bool(by_hand)


def alerts(session: Session) -> list[AuditAlert]:
    return list(session.scalars(sa.select(AuditAlert).order_by(AuditAlert.raised_at)))


def test_more_files_than_usual_raise_one_alert_however_often_one_looks(session: Session, caseworker: Actor) -> None:
    opened(session, caseworker, 6)
    assert [services.raise_alerts(WATCH, FEW) for _ in range(3)] == [1, 0, 0]
    (alert,) = alerts(session)
    assert (alert.kind, alert.actor_id, alert.count, alert.office_id) == (
        AlertKind.MANY_FILES, caseworker.id, 6, caseworker.office_id,
    )  # fmt: skip
    assert session.scalar(sa.select(OutboxMessage.job).where(OutboxMessage.arguments["alert_id"].astext == str(alert.id)))
    raised = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "alert:raised")).one()
    assert (raised.subject_id, raised.system_name) == (alert.id, "audit.look_for_unusual")


def test_two_hours_of_it_are_two_alerts(session: Session, caseworker: Actor) -> None:
    opened(session, caseworker, 6, at=now() - timedelta(hours=3))
    opened(session, caseworker, 6)
    assert services.raise_alerts(WATCH, FEW) == 2


@pytest.mark.parametrize("action", ["case:listed", "person:searched", "person:changed"])
def test_lists_searches_and_changes_do_not_count(session: Session, caseworker: Actor, action: str) -> None:
    opened(session, caseworker, 50, action=action)
    assert services.raise_alerts(WATCH, FEW) == 0


def test_the_same_file_opened_often_does_not_count(session: Session, caseworker: Actor) -> None:
    opened(session, caseworker, 50, same=True)
    assert services.raise_alerts(WATCH, FEW) == 0


def test_two_lookers_at_once_raise_one(session: Session, caseworker: Actor) -> None:
    """The table itself admits one alert for an actor and a window."""
    opened(session, caseworker, 6)
    services.raise_alerts(WATCH, FEW)
    (alert,) = alerts(session)
    later = sa.insert(AuditAlert).values(
        kind=alert.kind,
        actor_id=alert.actor_id,
        window_started_at=alert.window_started_at + timedelta(minutes=5),
        window_ended_at=alert.window_ended_at + timedelta(minutes=5),
        count=6,
    )
    with pytest.raises(sa.exc.IntegrityError, match="ex_audit_alert_window"), session.begin_nested():
        session.execute(later)


def test_refused_sign_ins_of_one_account_raise_an_alert_about_it(
    session: Session, client: GuardedClient, caseworker: Actor
) -> None:
    email = session.scalar(sa.text('SELECT email FROM "user" WHERE id = :id'), {"id": caseworker.id})
    for _ in range(4):
        client.post("/sign-in", data={"email": email, "password": "no es esta la clave"})
    assert services.raise_alerts(WATCH, FEW) == 1
    assert (alerts(session)[0].kind, alerts(session)[0].actor_id) == (AlertKind.REFUSED_SIGN_INS, caseworker.id)


def test_guessed_records_raise_an_alert(session: Session, sign_in: SignIn) -> None:
    guesser = sign_in(Role.CASEWORKER)
    for _ in range(4):
        assert guesser.get(f"/people/{new_id()}").status_code == 404
    assert guesser.get("/no/such/page").status_code == 404
    refused = session.scalars(refusals_of(guesser)).all()
    assert [(one.subject_type, one.fields) for one in refused] == [("person", ["record"])] * 4
    assert services.raise_alerts(WATCH, FEW) == 1
    assert alerts(session)[0].kind is AlertKind.REFUSED_RECORDS


def test_a_page_of_another_role_is_refused_and_written_down(session: Session, sign_in: SignIn) -> None:
    caseworker = sign_in(Role.CASEWORKER)
    assert caseworker.get("/alerts").status_code == 403
    assert session.scalars(refusals_of(caseworker)).one().fields == ["role"]


def refusals_of(client: GuardedClient) -> sa.Select[tuple[AuditEvent]]:
    return sa.select(AuditEvent).where(AuditEvent.action == "access:refused", AuditEvent.actor_id == client.user.id)


# Pages and review


@pytest.fixture
def alert(session: Session, caseworker: Actor) -> AuditAlert:
    opened(session, caseworker, 6)
    services.raise_alerts(WATCH, FEW)
    session.commit()
    return alerts(session)[0]


@pytest.fixture
def reader(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.DATA_PROTECTION)


def test_the_focal_point_sees_how_many_wait_and_who_it_is_about(
    reader: GuardedClient, alert: AuditAlert, caseworker: Actor
) -> None:
    page = reader.get("/alerts")
    assert '<span class="q-count">1</span>' in page.text
    words = text_of(page)
    assert "Muchas fichas abiertas en una hora" in words
    assert caseworker.name in words
    assert "Espera revisión" in words
    assert "6 fichas distintas" in text_of(reader.get(f"/alerts/{alert.id}"))


def test_a_review_is_written_down_and_closes_the_alert(reader: GuardedClient, session: Session, alert: AuditAlert) -> None:
    answer = reader.submit(f"/alerts/{alert.id}", outcome="explained", words="Revisión trimestral, acordada con la supervisora")
    assert answer.status_code == 303
    closed = session.get_one(AuditAlert, alert.id)
    assert (closed.outcome, closed.reviewed_by) == (AlertOutcome.EXPLAINED, reader.user.id)
    page = reader.get(f"/alerts/{alert.id}")
    assert "Revisión trimestral" in page.text
    assert '<form class="q-form"' not in page.text
    assert "q-count" not in page.text
    again = reader.submit(f"/alerts/{alert.id}", outcome="followed_up", words="Otra cosa, más tarde")
    assert again.status_code == 409


def test_a_review_without_words_is_refused(reader: GuardedClient, session: Session, alert: AuditAlert) -> None:
    assert reader.submit(f"/alerts/{alert.id}", outcome="explained", words=" ").status_code == 422
    assert reader.submit(f"/alerts/{alert.id}", words="Hablé con ella").status_code == 422
    assert session.get_one(AuditAlert, alert.id).reviewed_at is None


def test_an_alert_of_another_office_does_not_exist(sign_in: SignIn, alert: AuditAlert, other_office: Office) -> None:
    elsewhere = sign_in(Role.DATA_PROTECTION, at=other_office)
    assert elsewhere.get(f"/alerts/{alert.id}").status_code == 404
    assert elsewhere.submit(f"/alerts/{alert.id}", outcome="explained", words="No es mía").status_code == 404
    assert "Muchas fichas" not in elsewhere.get("/alerts").text


def test_nobody_reviews_an_alert_about_themselves(reader: GuardedClient, session: Session) -> None:
    opened(session, reader.actor, 6)
    services.raise_alerts(WATCH, FEW)
    own = alerts(session)[0]
    session.commit()
    assert "otro punto focal" in text_of(reader.get(f"/alerts/{own.id}"))
    assert reader.submit(f"/alerts/{own.id}", outcome="explained", words="Fui yo").status_code == 403


# The mail


def test_the_mail_goes_to_the_focal_points_and_names_nobody(
    session: Session, reader: GuardedClient, other_office: Office, alert: AuditAlert, caseworker: Actor
) -> None:
    actor_of(Role.DATA_PROTECTION, other_office)
    prepared = services.begin_alert_mail(WATCH, alert.id, public_url="https://quipu.example.org")
    assert prepared
    assert [recipient for recipient, _locale in prepared.recipients] == [reader.user.email]
    with mail.record_messages() as outbox:
        services.deliver_alert_mail(prepared)
    (sent,) = outbox
    assert isinstance(sent, Message)
    assert f"https://quipu.example.org/alerts/{alert.id}" in str(sent.body)
    for secret in (caseworker.name, str(caseworker.id), "6", "Cúcuta"):
        assert secret not in str(sent.body).replace(str(alert.id), "")
    services.settle_alert_mail(WATCH, alert.id)
    assert services.begin_alert_mail(WATCH, alert.id, public_url="x") is None, "a mail that may have left is not sent again"
