"""Whoever wants to sign on the screen does so while being registered: the same evidence as on the page of consents."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.permissions import Role
from app.foundation.ids import new_id
from app.people.enums import ConsentEvidence, ConsentGiver
from app.people.models import Consent, Person
from tests.conftest import SignIn
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA
from tests.people.test_signatures import DRAWN

ANSWERED = {"consents-case_management": "given", "consents-contact": "refused"}
SIGNED = {**ANSWERED, "consents-evidence": "drawn", "consents-signature": DRAWN}
CHILD = {
    "family-0-given_names": "Luis", "family-0-sex": "male", "family-0-born": "9", "family-0-relation": "child",
}  # fmt: skip


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def consents(session: Session) -> list[Consent]:
    return list(session.scalars(sa.select(Consent).order_by(Consent.id)))


def test_a_signature_stands_with_each_answer_sealed_and_nobody_certifies_anything(session: Session, ana: GuardedClient) -> None:
    saved = ana.submit("/people/new", **MARIA, **SIGNED)
    assert saved.status_code == 303
    signed = consents(session)
    assert [(one.evidence, one.signature) for one in signed] == [(ConsentEvidence.DRAWN, DRAWN)] * 2
    assert {one.sitting_id for one in signed} == {signed[0].id}
    assert not any(b"M10" in bytes(one.signature_sealed) for one in signed)  # type: ignore[attr-defined]
    ledger = ana.get(f"{saved.location}/consents").text
    assert ledger.count(f'd="{DRAWN}"') >= 2


def test_a_member_of_a_household_signs_just_so(session: Session, ana: GuardedClient) -> None:
    head = ana.submit("/people/new", **MARIA).location
    sister = {**MARIA, "given_names": "Rosa", "relation": "sibling"}
    page = f"{head}/household/new"
    answer = ana.submit(page, **sister, **SIGNED)
    if answer.status_code == 200:  # it is asked whether the two are one
        seen = re.findall(r'name="(candidates_seen|candidates_asked)" value="([^"]+)"', answer.text)
        known: dict[str, Any] = {name: [value for other, value in seen if other == name] for name, _value in seen}
        answer = ana.submit(page, **sister, **SIGNED, **known)
    assert answer.status_code == 303
    assert [one.signature for one in consents(session)] == [DRAWN, DRAWN]


def test_it_stands_for_the_children_for_whom_the_signer_answers_under_their_own_key(session: Session, ana: GuardedClient) -> None:
    assert ana.submit("/people/new", **MARIA, **SIGNED, **CHILD).status_code == 303
    child = session.scalars(sa.select(Person).where(Person.given_names == "Luis")).one()
    own = [one for one in consents(session) if one.person_id == child.id]
    assert [(one.given_by, one.evidence, one.signature) for one in own] == [
        (ConsentGiver.GUARDIAN, ConsentEvidence.DRAWN, DRAWN)
    ] * 2
    assert {one.guardian_name for one in own} == {"María de los Ángeles Briceño Rojas"}


def test_what_a_line_answers_by_itself_is_said_aloud_and_certified(session: Session, ana: GuardedClient) -> None:
    partner = {**CHILD, "family-0-born": "40", "family-0-relation": "partner", "family-0-agrees": "given"}
    refused = ana.submit("/people/new", **MARIA, **SIGNED, **partner)
    assert refused.status_code == 422
    assert 'href="#certified"' in refused.text
    assert f'name="consents-signature" value="{DRAWN}"' in refused.text, "the drawing stays on the page"
    assert ana.submit("/people/new", **MARIA, **SIGNED, **partner, certified="y").status_code == 303
    evidence = [one.evidence for one in consents(session)]
    assert sorted(evidence) == [ConsentEvidence.DRAWN] * 2 + [ConsentEvidence.VERBAL] * 4


@pytest.mark.parametrize("drawn", ["", "M1 1L2 2", "<svg onload=alert(1)>", f"{DRAWN}A10 10"])
def test_without_a_signature_nobody_is_registered_and_it_is_said_at_the_box(
    session: Session, ana: GuardedClient, drawn: str
) -> None:
    refused = ana.submit("/people/new", **MARIA, **{**SIGNED, "consents-signature": drawn})
    assert refused.status_code == 422
    assert "Todavía no hay firma" in refused.text
    assert 'href="#consents-signature"' in refused.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_drawing_that_is_left_over_beside_another_evidence_is_not_kept(session: Session, ana: GuardedClient) -> None:
    assert ana.submit("/people/new", **MARIA, **{**SIGNED, "consents-evidence": "verbal"}, certified="y").status_code == 303
    assert [one.signature for one in consents(session)] == [None, None]


def test_a_draft_keeps_the_drawing(ana: GuardedClient) -> None:
    submission_id = new_id()
    typed = {**MARIA, **SIGNED, "keep_draft": "quietly", "draft_mark": str(new_id())}
    assert ana.submit("/people/new", submission_id=submission_id, **typed).status_code == 204
    again = ana.get(f"/people/new?draft={submission_id}").text
    assert f'name="consents-signature" value="{DRAWN}"' in again
    assert re.search(r'value="drawn"[^>]* checked', again)
