"""What happens to a referral once it was sent: taken back, consent withdrawn, the clock, mails sent again, answers noted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.foundation.actor import Actor, ActorKind, system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotAllowed, StaleVersion, WrongState
from app.foundation.jobs import OutboxMessage
from app.people import services as people
from app.people.enums import ConsentDecision, ConsentPurpose
from app.referrals import jobs, services
from app.referrals.enums import MailState
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import PartnerLink, ReferralStatusChange
from tests.factories.directory import FocalPointFactory
from tests.factories.referrals import (
    ReferralMailFactory,
    case_of_a_person,
    draft_of,
    link_to,
    sent_referral_of,
)
from tests.referrals.history import audited, mails_of, steps_of


def test_revoking_closes_every_link_and_keeps_the_reason(caseworker: Actor, agreed_case: Case) -> None:
    referral = sent_referral_of(agreed_case, S.ACCEPTED)
    links = [link_to(referral), link_to(referral)]
    services.revoke_referral(caseworker, referral.id, reason="La persona viajó", based_on=1)
    db.session.flush()
    assert referral.status is S.REVOKED
    for link in links:
        db.session.refresh(link)
        assert link.revoked_at is not None
    change = db.session.scalars(sa.select(ReferralStatusChange).where(ReferralStatusChange.referral_id == referral.id)).one()
    assert (change.step, change.words, change.changed_by) == ("revoke", "La persona viajó", caseworker.id)


def test_a_draft_is_discarded_without_ever_having_been_sent(caseworker: Actor, case: Case) -> None:
    draft = draft_of(case)
    services.revoke_referral(caseworker, draft.id, reason="Ya no hace falta", based_on=1)
    db.session.flush()
    assert (draft.status, draft.sent_at) == (S.REVOKED, None)


def test_revoking_on_an_old_version_is_refused(caseworker: Actor, case: Case) -> None:
    referral = sent_referral_of(case, version=4)
    with pytest.raises(StaleVersion):
        services.revoke_referral(caseworker, referral.id, reason="x", based_on=3)


def test_a_withdrawn_consent_closes_access_in_every_office_and_leaves_answers_and_drafts(
    caseworker: Actor, office: Office, other_office: Office, case: Case
) -> None:
    elsewhere = case_of_a_person(other_office)
    elsewhere.person_id = case.person_id
    db.session.commit()
    here, there = sent_referral_of(case), sent_referral_of(elsewhere, S.ACCEPTED)
    declined, draft = sent_referral_of(case, S.DECLINED), draft_of(case)
    stranger = sent_referral_of(case_of_a_person(office))
    links = {referral.id: link_to(referral) for referral in (here, there, declined, stranger)}
    answer = people.ConsentAnswer(purpose=ConsentPurpose.REFERRAL_SHARING, decision=ConsentDecision.WITHDRAWN, language="es")
    people.record_consent(caseworker, case.person_id, answer)
    db.session.flush()
    db.session.expire_all()
    assert [referral.status for referral in (here, there, declined, draft, stranger)] == [
        S.REVOKED,
        S.REVOKED,
        S.DECLINED,
        S.DRAFT,
        S.SENT,
    ]
    closed = {referral_id for referral_id, link in links.items() if link.revoked_at is not None}
    assert closed == {here.id, there.id, declined.id}
    assert steps_of(here) == [("revoke", S.REVOKED, ActorKind.SYSTEM)]
    (event,) = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.subject_id == there.id))
    assert (event.action, event.system_name) == ("referral:revoked", jobs.WITHDRAWN_CONSENT)


def test_withdrawing_another_consent_leaves_referrals_alone(caseworker: Actor, case: Case) -> None:
    referral = sent_referral_of(case)
    for decision in (ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN):
        answer = people.ConsentAnswer(purpose=ConsentPurpose.STATISTICS, decision=decision, language="es")
        people.record_consent(caseworker, case.person_id, answer)
    assert referral.status is S.SENT


def test_the_clock_flags_each_passed_window_once_and_a_late_answer_stays_possible(case: Case) -> None:
    clock = system_actor(jobs.FLAG_UNANSWERED)
    passed = sent_referral_of(case, answer_due_at=now() - timedelta(minutes=1))
    seen = sent_referral_of(case, S.VIEWED, answer_due_at=now() - timedelta(days=3))
    in_time = sent_referral_of(case, answer_due_at=now() + timedelta(minutes=5))
    answered = sent_referral_of(case, S.ACCEPTED, answer_due_at=now() - timedelta(days=3))
    assert services.flag_unanswered(clock) == 2
    db.session.flush()
    assert [referral.status for referral in (passed, seen, in_time, answered)] == [S.EXPIRED, S.EXPIRED, S.SENT, S.ACCEPTED]
    assert passed.unanswered_flagged_at is not None
    assert passed.version == 1
    assert steps_of(passed) == [("expire", S.EXPIRED, ActorKind.SYSTEM)]
    assert services.flag_unanswered(clock) == 0
    (event,) = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.subject_id == passed.id))
    assert (event.action, event.system_name) == ("referral:expired", jobs.FLAG_UNANSWERED)


def test_a_full_batch_asks_for_the_next_one(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.referrals.services import flagging

    monkeypatch.setattr(flagging, "BATCH", 2)
    for _ in range(3):
        sent_referral_of(case, answer_due_at=now() - timedelta(days=1))
    assert services.flag_unanswered(system_actor(jobs.FLAG_UNANSWERED)) == 2
    assert db.session.scalar(sa.select(sa.func.count()).where(OutboxMessage.job == jobs.FLAG_UNANSWERED)) == 1
    assert services.flag_unanswered(system_actor(jobs.FLAG_UNANSWERED)) == 1


@pytest.mark.parametrize("name", [jobs.SEND_MAIL, "reporting.build", jobs.WITHDRAWN_CONSENT])
def test_no_other_system_actor_may_flag(case: Case, name: str) -> None:
    sent_referral_of(case, answer_due_at=now() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        services.flag_unanswered(system_actor(name))


@pytest.mark.parametrize("state", [MailState.ATTEMPTED, MailState.FAILED, MailState.DELIVERED])
def test_a_mail_is_sent_again_as_a_new_one_by_the_same_link(caseworker: Actor, case: Case, state: MailState) -> None:
    referral = sent_referral_of(case)
    link = link_to(referral)
    long_ago = now() - timedelta(hours=2)
    ReferralMailFactory(referral_id=referral.id, partner_link_id=link.id, state=state, asked_at=long_ago, attempted_at=long_ago)
    again = services.resend_mail(caseworker, referral.id)
    assert (again.state, again.partner_link_id) == (MailState.WAITING, link.id)
    assert len(mails_of(referral)) == 2
    assert db.session.scalar(sa.select(sa.func.count()).where(OutboxMessage.job == jobs.SEND_MAIL)) == 1


@pytest.mark.parametrize("state", [MailState.WAITING, MailState.ATTEMPTED])
def test_a_mail_that_is_just_leaving_is_waited_for(caseworker: Actor, case: Case, state: MailState) -> None:
    referral = sent_referral_of(case)
    link = link_to(referral)
    ReferralMailFactory(referral_id=referral.id, partner_link_id=link.id, state=state, attempted_at=now())
    with pytest.raises(WrongState):
        services.resend_mail(caseworker, referral.id)


def test_an_expired_link_is_replaced_and_a_focal_point_that_left_too(caseworker: Actor, case: Case) -> None:
    referral = sent_referral_of(case, S.EXPIRED)
    link_to(referral, expires_at=now() - timedelta(days=1))
    referral.focal_point.ended_on = date(2026, 11, 1)
    successor = FocalPointFactory(organisation=referral.provided_service.organisation, name="Aaron")
    again = services.resend_mail(caseworker, referral.id)
    links = db.session.scalars(sa.select(PartnerLink).where(PartnerLink.referral_id == referral.id)).all()
    assert len(links) == 2
    assert again.recipient == successor.email
    assert next(link for link in links if link.id == again.partner_link_id).expires_at > now()


def test_the_caseworker_completes_and_notes_what_the_person_knows(caseworker: Actor, case: Case) -> None:
    accepted, declined = sent_referral_of(case, S.ACCEPTED), sent_referral_of(case, S.DECLINED)
    services.note_person_told(caseworker, declined.id)
    assert declined.answer_seen_at is not None
    with pytest.raises(WrongState):
        services.note_person_told(caseworker, declined.id)
    done = services.complete_referral(caseworker, accepted.id, based_on=1)
    assert (done.status, done.version) == (S.COMPLETED, 2)
    assert done.answer_seen_at is not None
    assert audited(declined) == ["referral:answer_told"]
