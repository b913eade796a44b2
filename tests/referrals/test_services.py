"""Writing and sending referrals, with the person's consent."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Permission, Role
from app.cases.enums import CaseStatus, ClosureReason
from app.cases.models import Case
from app.directory.models import ProvidedService
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion, WrongState
from app.foundation.jobs import OutboxMessage
from app.people.enums import ConsentDecision, ConsentGiver, ConsentPurpose
from app.people.models import Consent
from app.referrals import jobs, services
from app.referrals.enums import MailState, Priority, SharedField
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import PartnerLink, Referral
from app.referrals.services import ReferralContent
from tests.conftest import actor_of
from tests.factories.directory import ProvidedServiceFactory
from tests.factories.referrals import (
    CANARIES,
    agree,
    case_of_a_person,
    draft_of,
    link_to,
    provider,
    referral_in,
    sent_referral_of,
)
from tests.referrals.history import audited, mails_of, steps_of


def content_for(provided: ProvidedService, **changes: object) -> ReferralContent:
    fields = {
        "provided_service_id": provided.id,
        "priority": Priority.URGENT,
        "request": "Orientación sobre el permiso",
        "shared_fields": ("given_names",),
    }
    return ReferralContent(**{**fields, **changes})  # type: ignore[arg-type]


def test_sending_writes_referral_history_link_mail_audit_and_job_together(
    caseworker: Actor, agreed_case: Case, provided: ProvidedService
) -> None:
    before = now()
    referral = services.draft_and_send(caseworker, agreed_case.id, content_for(provided))
    db.session.flush()
    assert referral.status is S.SENT
    assert referral.code == "CUC-R-000001"
    assert referral.sent_at is not None
    assert referral.sent_at >= before
    assert referral.answer_due_at == referral.sent_at + timedelta(hours=72)
    assert referral.sent_by == caseworker.id
    assert referral.focal_point_id == provided.organisation.focal_point.id
    assert steps_of(referral) == [("draft", S.DRAFT, ActorKind.STAFF), ("send", S.SENT, ActorKind.STAFF)]
    assert audited(referral) == ["referral:drafted", "referral:sent"]
    (link,) = db.session.scalars(sa.select(PartnerLink).where(PartnerLink.referral_id == referral.id))
    assert link.expires_at - link.created_at == timedelta(days=30)
    (mail,) = mails_of(referral)
    assert (mail.state, mail.partner_link_id, mail.recipient) == (MailState.WAITING, link.id, referral.focal_point.email)
    (job,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.job == jobs.SEND_MAIL))
    assert job.arguments == {"mail_id": str(mail.id)}


def test_neither_the_job_nor_the_audit_holds_anything_of_the_person(
    caseworker: Actor, agreed_case: Case, provided: ProvidedService
) -> None:
    fields = tuple(field.value for field in SharedField)
    services.draft_and_send(caseworker, agreed_case.id, content_for(provided, shared_fields=fields))
    db.session.flush()
    written = db.session.execute(sa.text("SELECT row_to_json(o)::text FROM outbox_message o")).scalars().all()
    written += db.session.execute(sa.text("SELECT row_to_json(a)::text FROM audit_event a")).scalars().all()
    assert len(written) >= 3
    assert [canary for canary in (*CANARIES, "Orientación") for row in written if canary in row] == []


@pytest.mark.parametrize("decision", [None, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN])
def test_without_consent_nothing_is_sent_and_a_draft_can_be_kept(
    caseworker: Actor, case: Case, provided: ProvidedService, decision: ConsentDecision | None
) -> None:
    if decision is not None:
        agree(case)
        agree(case, decision)
    draft = services.draft_referral(caseworker, case.id, content_for(provided))
    db.session.commit()
    with pytest.raises(RefusedInput) as refusal:
        services.send_referral(caseworker, draft.id, based_on=draft.version)
    assert refusal.value.field == "consent_given"
    db.session.rollback()
    assert db.session.get_one(Referral, draft.id).status is S.DRAFT
    assert mails_of(draft) == []


def test_a_yes_said_now_is_recorded_and_carries_the_referral(caseworker: Actor, case: Case, provided: ProvidedService) -> None:
    consent = services.record_agreement(caseworker, case.id)
    referral = services.draft_and_send(caseworker, case.id, content_for(provided))
    assert (consent.purpose, consent.decision) == (ConsentPurpose.REFERRAL_SHARING, ConsentDecision.GIVEN)
    assert consent.recorded_by == caseworker.id
    assert referral.consent_id == consent.id


def test_for_a_child_the_guardian_is_recorded_as_the_one_who_said_yes(caseworker: Actor, office: Office) -> None:
    case = case_of_a_person(office, person__birth_year=today_in(office.time_zone).year - 9)
    assert services.record_agreement(caseworker, case.id).given_by is ConsentGiver.GUARDIAN


@pytest.mark.parametrize("content", [{"request": "  "}, {"shared_fields": ()}, {"shared_fields": ("sex",)}])
def test_a_referral_without_request_or_with_wrong_fields_is_not_sent(
    caseworker: Actor, agreed_case: Case, provided: ProvidedService, content: dict[str, object]
) -> None:
    with pytest.raises(RefusedInput) as refusal:
        services.draft_and_send(caseworker, agreed_case.id, content_for(provided, **content))
    assert refusal.value.field == next(iter(content))


@pytest.mark.parametrize(
    "fields", [{"accepts_referrals": False}, {"closed_on": date(2026, 1, 1)}, {"organisation__closed_on": date(2026, 1, 1)}]
)
def test_a_provider_that_is_closed_or_has_no_room_cannot_be_asked(
    caseworker: Actor, agreed_case: Case, fields: dict[str, object]
) -> None:
    with pytest.raises(RefusedInput) as refusal:
        services.draft_referral(caseworker, agreed_case.id, content_for(provider(**fields)))
    assert refusal.value.field == "provided_service"


def test_a_provider_without_focal_point_or_of_another_country_cannot_be_asked(caseworker: Actor, agreed_case: Case) -> None:
    for unreachable in (ProvidedServiceFactory(), provider(organisation__country="EC")):
        with pytest.raises(RefusedInput):
            services.draft_referral(caseworker, agreed_case.id, content_for(unreachable))


def test_a_draft_is_written_anew_and_sent_later_by_its_version(
    caseworker: Actor, agreed_case: Case, provided: ProvidedService
) -> None:
    draft = services.draft_referral(caseworker, agreed_case.id, content_for(provided))
    changed = services.change_draft(
        caseworker, draft.id, content_for(provided, priority=Priority.EMERGENCY, shared_fields=("age",)), based_on=1
    )
    assert (changed.priority, changed.shared_fields, changed.version) == (Priority.EMERGENCY, ["age"], 2)
    with pytest.raises(StaleVersion):
        services.change_draft(caseworker, draft.id, content_for(provided), based_on=1)
    with pytest.raises(StaleVersion):
        services.send_referral(caseworker, draft.id, based_on=1)
    sent = services.send_referral(caseworker, draft.id, based_on=2)
    assert sent.status is S.SENT
    with pytest.raises(WrongState):
        services.change_draft(caseworker, draft.id, content_for(provided), based_on=3)


def test_a_closed_case_is_not_referred(caseworker: Actor, office: Office, provided: ProvidedService) -> None:
    fields = {"status": CaseStatus.CLOSED, "closure_reason": ClosureReason.GOAL_MET, "attention_on": None}
    closed = case_of_a_person(office, closed_on=today_in(office.time_zone), **fields)
    with pytest.raises(WrongState):
        services.draft_referral(caseworker, closed.id, content_for(provided))


def test_another_office_finds_neither_case_nor_referral(
    other_office: Office, agreed_case: Case, provided: ProvidedService
) -> None:
    stranger = actor_of(Role.CASEWORKER, other_office)
    referral = sent_referral_of(agreed_case)
    link_to(referral)
    with pytest.raises(NotFound):
        services.draft_referral(stranger, agreed_case.id, content_for(provided))
    with pytest.raises(NotFound):
        services.record_agreement(stranger, agreed_case.id)
    for step in (
        lambda: services.open_file(stranger, referral.id),
        lambda: services.resend_mail(stranger, referral.id),
        lambda: services.revoke_referral(stranger, referral.id, reason="x", based_on=1),
        lambda: services.complete_referral(stranger, referral.id, based_on=1),
        lambda: services.note_person_told(stranger, referral.id),
    ):
        with pytest.raises(NotFound):
            step()


def test_a_role_without_referrals_cannot_refer(caseworker: Actor, agreed_case: Case, provided: ProvidedService) -> None:
    actor = dataclasses.replace(caseworker, reach={name: at for name, at in caseworker.reach.items() if name != Permission.REFER})
    with pytest.raises(NotAllowed):
        services.draft_referral(actor, agreed_case.id, content_for(provided))


@pytest.mark.parametrize("status", [status for status in S if status is not S.DRAFT])
def test_a_sent_referral_is_not_sent_again(caseworker: Actor, agreed_case: Case, status: S) -> None:
    referral = referral_in(agreed_case, status)
    with pytest.raises(WrongState):
        services.send_referral(caseworker, referral.id, based_on=referral.version)


def test_the_database_itself_refuses_a_referral_sent_without_consent_or_window(session: Session, case: Case) -> None:
    draft = draft_of(case)
    for change in ({"status": "sent"}, {"sent_at": datetime(2026, 11, 1, tzinfo=UTC)}, {"status": "declined"}):
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            session.execute(sa.update(Referral).where(Referral.id == draft.id).values(**change))


def test_the_consent_of_the_moment_of_sending_is_kept(caseworker: Actor, case: Case, provided: ProvidedService) -> None:
    first = agree(case)
    first.decided_at = now() - timedelta(days=90)
    second = agree(case)
    db.session.commit()
    sent = services.draft_and_send(caseworker, case.id, content_for(provided))
    assert sent.consent_id == second.id
    assert db.session.get_one(Consent, sent.consent_id).decision is ConsentDecision.GIVEN
