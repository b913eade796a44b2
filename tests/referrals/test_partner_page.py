"""The partner's page: what it shows and hides, how it is answered, and every way in which a link can be wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.enums import CaseStatus, ClosureReason
from app.cases.models import Case
from app.extensions import limiter
from app.foundation.actor import ActorKind
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.submissions import Submission
from app.referrals import services
from app.referrals.enums import DeclineReason, SharedField
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import PartnerLink, Referral, ReferralStatusChange
from tests.conftest import SignIn
from tests.factories.directory import OrganisationFactory
from tests.factories.referrals import (
    CANARIES,
    GIVEN_NAMES,
    PHONE,
    SAFE_CONTACT,
    SURNAMES,
    case_of_a_person,
    link_to,
    provider,
    sent_referral_of,
)
from tests.guarded_client import GuardedClient

REQUEST = "Orientación sobre el permiso"
VALUES = {
    SharedField.GIVEN_NAMES: [GIVEN_NAMES],
    SharedField.SURNAMES: list(SURNAMES),
    SharedField.CONTACT: [PHONE, SAFE_CONTACT],
}


def address(link: PartnerLink) -> str:
    return f"/r/{services.token_of(link.id)}"


@pytest.fixture
def referral(case: Case) -> Referral:
    return sent_referral_of(case)


@pytest.fixture
def url(referral: Referral) -> str:
    return address(link_to(referral))


def answer(client: GuardedClient, url: str, step: str, *, version: int = 1, submission: UUID | None = None, **fields: str):  # type: ignore[no-untyped-def]
    data = {"version": str(version), "submission_id": str(submission or new_id()), **fields}
    return client.post(f"{url}/{step}", data={f"{step}-{name}": value for name, value in data.items()})


def test_opening_marks_the_referral_as_seen_and_records_what_was_shown(
    client: GuardedClient, referral: Referral, url: str
) -> None:
    page = client.get(url)
    assert page.status_code == 200
    db.session.refresh(referral)
    assert referral.status is S.VIEWED
    opened = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "referral:opened")).one()
    assert (opened.actor_kind, opened.subject_id, opened.fields) == (ActorKind.PARTNER_LINK, referral.id, ["age", "given_names"])
    client.get(url)
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "referral:viewed")) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "referral:opened")) == 2


def test_the_page_says_who_asks_for_what_until_when(client: GuardedClient, referral: Referral, url: str) -> None:
    text = client.get(url).get_data(as_text=True)
    assert "Ana Peñaranda (Cúcuta) le pide: Orientación e información" in text
    assert "Conteste antes del" in text
    assert REQUEST in text
    assert referral.code in text


@pytest.mark.parametrize("chosen", [[field] for field in SharedField] + [list(SharedField)])
def test_only_the_chosen_fields_stand_in_the_raw_answer(client: GuardedClient, case: Case, chosen: list[SharedField]) -> None:
    referral = sent_referral_of(case, shared_fields=[field.value for field in chosen])
    raw = client.get(address(link_to(referral))).get_data()
    wanted = [value for field in chosen for value in VALUES.get(field, [])]
    assert [value for value in wanted if value.encode() not in raw] == []
    assert [value for value in CANARIES if value.encode() in raw and value not in wanted] == []
    assert (b"Venezuela" in raw) is (SharedField.NATIONALITY in chosen)
    assert ("34 años".encode() in raw or "33 o 34 años".encode() in raw) is (SharedField.AGE in chosen)
    for hidden in (str(case.id), str(case.person_id), case.goal):
        assert hidden.encode() not in raw


def test_a_phone_never_stands_without_how_it_may_be_used(client: GuardedClient, office: Office) -> None:
    case = case_of_a_person(office)
    db.session.execute(sa.text("UPDATE person SET safe_contact = NULL"))
    referral = sent_referral_of(case, shared_fields=["contact"])
    text = client.get(address(link_to(referral))).get_data(as_text=True)
    assert PHONE in text
    assert "pregúntenos antes de llamar" in text


def test_the_page_is_kept_nowhere_and_tells_no_other_site(client: GuardedClient, url: str) -> None:
    for page in (client.get(url), client.get("/r/nada"), answer(client, url, "decline")):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_page_speaks_the_organisations_language_and_any_other_on_request(client: GuardedClient, case: Case) -> None:
    brazilian = OrganisationFactory(name="Casa do Migrante", language="pt")
    referral = sent_referral_of(case, provided_service=provider(organisation=brazilian))
    url = address(link_to(referral))
    assert 'lang="pt"' in client.get(url).get_data(as_text=True)
    assert "We cannot" in client.get(f"{url}?lang=en").get_data(as_text=True)
    assert "No podemos" in client.get(f"{url}?lang=es").get_data(as_text=True)
    assert 'lang="pt"' in client.get(f"{url}?lang=xx").get_data(as_text=True)


def test_accepting_with_a_day_and_words_reaches_the_caseworker(client: GuardedClient, referral: Referral, url: str) -> None:
    client.get(url)
    day = today_in("America/Bogota") + timedelta(days=3)
    parts = {f"appointment_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    answered = answer(client, url, "accept", words="Puerta 2, pregunte por Luz", **parts)
    assert answered.status_code == 303
    assert answered.location == url
    db.session.refresh(referral)
    assert (referral.status, referral.appointment_on) == (S.ACCEPTED, day)
    assert (referral.partner_words, referral.answer_seen_at, referral.version) == ("Puerta 2, pregunte por Luz", None, 2)
    change = db.session.scalars(sa.select(ReferralStatusChange).where(ReferralStatusChange.step == "accept")).one()
    assert (change.actor_kind, change.changed_by, change.words) == (ActorKind.PARTNER_LINK, None, "Puerta 2, pregunte por Luz")
    text = client.get(url).get_data(as_text=True)
    assert "Usted contestó: podemos" in text
    assert f"{url}/accept" not in text
    assert f"{url}/decline" in text


def test_declining_needs_a_reason_and_hides_the_person_afterwards(client: GuardedClient, referral: Referral, url: str) -> None:
    client.get(url)
    refused = answer(client, url, "decline", words="Lo sentimos mucho")
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Elija por qué no pueden" in text
    assert "Lo sentimos mucho" in text
    assert answer(client, url, "decline", decline_reason="other").status_code == 422
    assert answer(client, url, "decline", decline_reason="no_capacity").status_code == 303
    db.session.refresh(referral)
    assert (referral.status, referral.decline_reason) == (S.DECLINED, DeclineReason.NO_CAPACITY)
    after = client.get(url)
    assert after.status_code == 200
    text = after.get_data(as_text=True)
    assert "Usted contestó: no podemos" in text
    assert GIVEN_NAMES not in text
    assert REQUEST not in text
    assert "<form" not in text


def test_an_acceptance_may_turn_into_a_refusal_or_into_done(client: GuardedClient, case: Case) -> None:
    for step, status, fields in (("decline", S.DECLINED, {"decline_reason": "unsafe"}), ("complete", S.COMPLETED, {})):
        referral = sent_referral_of(case, S.ACCEPTED, appointment_on=today_in("America/Bogota"))
        url = address(link_to(referral))
        assert answer(client, url, step, **fields).status_code == 303
        db.session.refresh(referral)
        assert (referral.status, referral.appointment_on) == (status, None)


def test_a_late_answer_is_welcome(client: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.EXPIRED, answer_due_at=now() - timedelta(days=1))
    url = address(link_to(referral))
    assert "su respuesta todavía ayuda" in client.get(url).get_data(as_text=True)
    assert answer(client, url, "accept").status_code == 303
    db.session.refresh(referral)
    assert referral.status is S.ACCEPTED


def test_an_answer_given_while_the_clock_flags_the_referral_still_counts(
    client: GuardedClient, referral: Referral, url: str
) -> None:
    client.get(url)
    referral.status = S.EXPIRED
    db.session.commit()
    assert answer(client, url, "accept").status_code == 303


@pytest.mark.parametrize("days", [-1, 400])
def test_an_appointment_in_the_past_or_far_away_is_refused_with_the_text_kept(
    client: GuardedClient, referral: Referral, url: str, days: int
) -> None:
    day = today_in("America/Bogota") + timedelta(days=days)
    parts = {f"appointment_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = answer(client, url, "accept", words="Sala 3", **parts)
    assert page.status_code == 422
    assert "La cita debe estar entre hoy y dentro de un año" in page.get_data(as_text=True)
    assert "Sala 3" in page.get_data(as_text=True)
    db.session.refresh(referral)
    assert referral.status is S.VIEWED


def test_the_same_answer_sent_twice_is_written_once(client: GuardedClient, referral: Referral, url: str) -> None:
    submission = new_id()
    for _ in range(3):
        assert answer(client, url, "accept", submission=submission, words="Sí").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).where(ReferralStatusChange.step == "accept")) == 1
    changed = answer(client, url, "accept", submission=submission, words="Otra cosa")
    assert changed.status_code == 409
    db.session.refresh(referral)
    assert referral.partner_words == "Sí"


def test_two_people_with_one_link_the_second_reads_what_the_first_answered(
    app: Flask, client: GuardedClient, referral: Referral, url: str
) -> None:
    second = app.test_client()
    client.get(url)
    second.get(url)
    assert answer(client, url, "accept").status_code == 303
    page = answer(second, url, "decline", decline_reason="no_capacity", words="Estamos llenos")  # type: ignore[arg-type]
    assert page.status_code == 409
    text = page.get_data(as_text=True)
    assert "Alguien contestó mientras esta página estaba abierta" in text
    assert "Usted contestó: podemos" in text
    assert "Estamos llenos" in text
    db.session.refresh(referral)
    assert referral.status is S.ACCEPTED
    version = re.search(r'name="decline-version"[^>]*value="(\d+)"', text)
    assert version is not None
    again = answer(second, url, "decline", version=int(version[1]), decline_reason="no_capacity")  # type: ignore[arg-type]
    assert again.status_code == 303
    db.session.refresh(referral)
    assert referral.status is S.DECLINED


def test_an_answer_that_the_state_does_not_admit_is_refused_and_the_state_shown(client: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.DECLINED)
    page = answer(client, address(link_to(referral)), "accept", words="Al final sí")
    assert page.status_code == 409
    assert "Usted contestó: no podemos" in page.get_data(as_text=True)
    assert "Al final sí" in page.get_data(as_text=True)


@pytest.mark.parametrize("forged", ["", "x", "..", "a.b", "ñandú", "AZ" * 400, "%00", "0190f1a2b3c4.AAAA"])
def test_a_forged_link_opens_nothing(client: GuardedClient, referral: Referral, forged: str) -> None:
    page = client.get(f"/r/{forged}")
    assert page.status_code == 404
    assert referral.code not in page.get_data(as_text=True)


def test_a_tampered_link_opens_nothing(client: GuardedClient, referral: Referral, url: str) -> None:
    token = url.removeprefix("/r/")
    other = services.token_of(link_to(sent_referral_of(case_of_a_person(referral.office))).id)
    swapped = other.partition(".")[0] + "." + token.partition(".")[2]
    for wrong in (token[:-1], token + "A", ("B" if token[0] == "A" else "A") + token[1:], swapped, token.upper()):
        page = client.get(f"/r/{wrong}")
        assert page.status_code == 404
        assert GIVEN_NAMES not in page.get_data(as_text=True)
    assert answer(client, f"/r/{swapped}", "accept").status_code == 404


def test_a_link_signed_with_another_key_opens_nothing(app: Flask, client: GuardedClient, referral: Referral) -> None:
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    from itsdangerous import Signer

    link = link_to(referral)
    for key, salt in (("another key", "partner-link"), (app.extensions["settings"].secrets.link_key, "itsdangerous.Signer")):
        signer = Signer(key, salt=salt, key_derivation="hmac", digest_method=sha256)
        forged = signer.sign(urlsafe_b64encode(link.id.bytes).rstrip(b"=")).decode()
        assert client.get(f"/r/{forged}").status_code == 404


def test_a_link_to_a_row_that_does_not_exist_opens_nothing(client: GuardedClient) -> None:
    assert client.get(f"/r/{services.token_of(new_id())}").status_code == 404


def test_an_expired_link_says_so_and_shows_nothing(client: GuardedClient, referral: Referral) -> None:
    url = address(link_to(referral, expires_at=now() - timedelta(seconds=1)))
    for page in (client.get(url), answer(client, url, "accept")):
        assert page.status_code == 410
        text = page.get_data(as_text=True)
        assert "Este enlace venció" in text
        assert not [canary for canary in (*CANARIES, referral.code, REQUEST) if canary in text]
    db.session.refresh(referral)
    assert referral.status is S.SENT


def test_a_revoked_link_says_so_and_shows_nothing_whoever_holds_it(
    app: Flask, client: GuardedClient, sign_in: SignIn, referral: Referral, url: str
) -> None:
    forwarded_to = app.test_client()
    assert forwarded_to.get(url).status_code == 200
    services.revoke_referral(sign_in(Role.CASEWORKER).actor, referral.id, reason="viajó", based_on=1)
    db.session.commit()
    for holder in (client, forwarded_to):
        page = holder.get(url)
        assert page.status_code == 410
        text = page.get_data(as_text=True)
        assert "lo retiró" in text
        assert not [canary for canary in (*CANARIES, referral.code, REQUEST) if canary in text]
        assert answer(holder, url, "accept").status_code == 410  # type: ignore[arg-type]


def test_a_forwarded_link_opens_for_whoever_has_it_and_reaches_this_referral_only(
    app: Flask, sign_in: SignIn, referral: Referral, url: str
) -> None:
    colleague = app.test_client()
    assert colleague.get(url).status_code == 200
    assert colleague.get(f"/referrals/{referral.id}").status_code == 302
    assert colleague.get(f"/cases/{referral.case_id}").status_code == 302
    staff = sign_in(Role.CASEWORKER)
    assert staff.get(url).status_code == 200
    opened = db.session.scalars(sa.select(AuditEvent.actor_kind).where(AuditEvent.action == "referral:opened")).all()
    assert set(opened) == {ActorKind.PARTNER_LINK}


def test_the_data_is_gone_once_the_work_is_done_and_the_case_closed(client: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.COMPLETED)
    url = address(link_to(referral))
    assert GIVEN_NAMES in client.get(url).get_data(as_text=True)
    case.status, case.closed_on, case.closure_reason = CaseStatus.CLOSED, today_in("America/Bogota"), ClosureReason.GOAL_MET
    case.attention_on = None
    db.session.commit()
    gone = client.get(url)
    assert gone.status_code == 410
    assert not [canary for canary in (*CANARIES, REQUEST) if canary in gone.get_data(as_text=True)]


def test_neither_the_database_nor_the_submission_keeps_the_address(client: GuardedClient, referral: Referral, url: str) -> None:
    assert answer(client, url, "accept").status_code == 303
    token = url.removeprefix("/r/")
    assert [row.location for row in db.session.scalars(sa.select(Submission))] == [""]
    for table in ("partner_link", "submission", "audit_event", "outbox_message", "referral", "referral_mail"):
        rows = db.session.execute(sa.text(f"SELECT t::text FROM {table} t")).scalars().all()  # noqa: S608 - fixed names
        assert [row for row in rows if token in row] == []


@pytest.mark.parametrize("damage", [{"version": "x"}, {"version": ""}, {"submission_id": "nope"}, {"words": "x" * 601}])
def test_damaged_or_oversized_answers_are_refused(
    client: GuardedClient, referral: Referral, url: str, damage: dict[str, str]
) -> None:
    data = {"accept-version": "1", "accept-submission_id": str(new_id())} | {f"accept-{k}": v for k, v in damage.items()}
    assert client.post(f"{url}/accept", data=data).status_code == 422
    db.session.refresh(referral)
    assert referral.status is S.VIEWED


@pytest.mark.parametrize("step", ["revoke", "send", "expire", "view", "draft", ""])
def test_no_other_step_has_an_address(client: GuardedClient, url: str, step: str) -> None:
    assert client.post(f"{url}/{step}").status_code in {404, 405}


def test_without_the_pages_own_token_an_answer_is_not_saved_and_the_page_comes_again(
    app: Flask, client: GuardedClient, referral: Referral, url: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = client.get(url)
        forged = answer(client, url, "accept", words="Hola")
        assert forged.status_code == 400
        text = forged.get_data(as_text=True)
        assert "llevaba demasiado tiempo abierta" in text
        assert "Hola" in text
        token = re.search(r'name="accept-csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))
        assert token is not None
        assert answer(client, url, "accept", csrf_token=token[1]).status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    db.session.refresh(referral)
    assert referral.status is S.ACCEPTED


def test_over_https_the_answer_needs_no_referrer(app: Flask, client: GuardedClient, url: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = client.get(url, base_url="https://quipu.example")
        token = re.search(r'name="complete-csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))
        assert token is not None
        data = {"complete-version": "1", "complete-submission_id": str(new_id()), "complete-csrf_token": token[1]}
        answered = client.post(f"{url}/complete", data=data, base_url="https://quipu.example")
        assert answered.status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_too_many_tries_in_a_short_time_are_asked_to_wait(client: GuardedClient) -> None:
    limiter.enabled = True
    try:
        statuses = [client.get("/r/adivino").status_code for _ in range(61)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert statuses[:60] == [404] * 60
    assert statuses[60] == 429


def test_the_page_needs_no_script(client: GuardedClient, url: str) -> None:
    text = client.get(url).get_data(as_text=True)
    assert text.count("<details") == 3
    assert text.count("<form") == 3
    assert "hx-" not in text


def test_the_page_takes_few_statements(client: GuardedClient, app: Flask, url: str) -> None:
    counted: list[str] = []

    def count(_conn, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE")):
            counted.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", count)
    try:
        client.get(url)
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", count)
    assert len(counted) <= 12, counted
