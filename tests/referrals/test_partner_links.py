"""Every way in which a partner's link can be wrong, and what holds it safe."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

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
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import Referral
from tests.conftest import SignIn
from tests.factories.referrals import (
    CANARIES,
    GIVEN_NAMES,
    case_of_a_person,
    link_to,
    sent_referral_of,
)
from tests.guarded_client import GuardedClient
from tests.referrals.partner import address, answer

REQUEST = "Orientación sobre el permiso"


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
        assert answer(holder, url, "accept").status_code == 410


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


def test_over_https_the_answer_needs_no_referrer(
    app: Flask, client: GuardedClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = dataclasses.replace(app.extensions["settings"], public_url="https://quipu.example")
    monkeypatch.setitem(app.extensions, "settings", there)
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
    limiter.reset()
    limiter.enabled = True
    try:
        statuses = [client.get("/r/adivino").status_code for _ in range(61)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert statuses[:60] == [404] * 60
    assert statuses[60] == 429
