"""The lifecycle as a whole: every step from every status by every kind of hand; and what may be shared."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.accounts.permissions import Permission, Role
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.foundation.actor import Actor, ActorKind, system_actor
from app.foundation.errors import NotAllowed, RefusedInput, WrongState
from app.foundation.ids import new_id
from app.people.enums import ConsentDecision
from app.people.models import Consent
from app.people.policies import Cover, Gap
from app.referrals import jobs, policies
from app.referrals.enums import ReferralStatus as S
from app.referrals.enums import SharedField
from app.referrals.lifecycle import OPEN_STATES, REFERRAL, WITH_PARTNER
from app.referrals.models import Referral
from tests.actors import staff

OFFICE, OTHER = new_id(), new_id()
REFERRAL_ID = new_id()

ALLOWED: dict[str, dict[str, set[S]]] = {
    "send": {"caseworker": {S.DRAFT}},
    "view": {"partner": {S.SENT}},
    "accept": {"partner": {S.SENT, S.VIEWED, S.EXPIRED}},
    "decline": {"partner": {S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED}},
    "complete": {
        "partner": {S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED},
        "caseworker": {S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED},
    },
    "expire": {"clock": {S.SENT, S.VIEWED}},
    "revoke": {
        "caseworker": {S.DRAFT, S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED},
        "withdrawal": {S.DRAFT, S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED},
    },
}
"""Written out by hand, apart from the table that it checks."""

HANDS: dict[str, Actor] = {
    "caseworker": staff({Permission.REFER}, {OFFICE}),
    "colleague without the right": staff({Permission.VIEW_CASE}, {OFFICE}, name="Luz"),
    "colleague of another office": staff({Permission.REFER}, {OTHER}, name="Eva"),
    "partner": Actor(ActorKind.PARTNER_LINK, "Clínica", new_id(), referral_id=REFERRAL_ID),
    "partner of another referral": Actor(ActorKind.PARTNER_LINK, "Refugio", new_id(), referral_id=new_id()),
    "clock": system_actor(jobs.FLAG_UNANSWERED),
    "withdrawal": system_actor(jobs.WITHDRAWN_CONSENT),
    "mail job": system_actor(jobs.SEND_MAIL),
    "another job": system_actor("reporting.build"),
}


def referral_in(status: S) -> Referral:
    return Referral(id=REFERRAL_ID, scope_id=OFFICE, status=status)


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("step", list(ALLOWED))
def test_each_step_is_taken_from_its_states_by_its_hands_and_refused_otherwise(step: str, status: S, hand: str) -> None:
    referral, actor = referral_in(status), HANDS[hand]
    may = status in ALLOWED[step].get(hand, set())
    assert policies.can_take(actor, step, referral) is may
    if may:
        policies.check_can_take(actor, step, referral)
        return
    expected = WrongState if hand in ALLOWED[step] else NotAllowed
    with pytest.raises(expected):
        policies.check_can_take(actor, step, referral)


def test_the_table_above_names_every_step_of_the_lifecycle() -> None:
    assert set(ALLOWED) | {"draft"} == {transition.step for transition in REFERRAL.transitions}


def test_declined_completed_and_revoked_are_final_and_the_others_keep_a_case_open() -> None:
    assert REFERRAL.final_states == {S.DECLINED, S.COMPLETED, S.REVOKED}
    assert set(S) - REFERRAL.final_states == OPEN_STATES
    assert set(WITH_PARTNER) < OPEN_STATES


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("status", list(CaseStatus))
def test_a_case_is_referred_by_casework_roles_while_it_is_not_closed(role: Role, status: CaseStatus) -> None:
    from app.accounts.permissions import PERMISSIONS_OF

    actor = staff(PERMISSIONS_OF[role], {OFFICE})
    case = Case(scope_id=OFFICE, status=status)
    may = role in {Role.CASEWORKER, Role.SUPERVISOR} and status is not CaseStatus.CLOSED
    assert policies.can_refer(actor, case) is may
    assert not policies.can_refer(actor, Case(scope_id=OTHER, status=status))


@pytest.mark.parametrize("status", list(S))
def test_a_mail_is_sent_again_only_while_the_referral_is_with_the_partner(status: S) -> None:
    may = status in {S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED}
    assert policies.can_resend(HANDS["caseworker"], referral_in(status)) is may
    assert not policies.can_resend(HANDS["colleague without the right"], referral_in(status))
    assert not policies.can_resend(HANDS["colleague of another office"], referral_in(status))
    assert not policies.can_resend(HANDS["partner"], referral_in(status))


@pytest.mark.parametrize("status", list(S))
def test_an_answer_is_noted_once_by_the_caseworker(status: S) -> None:
    from app.foundation.clock import now

    may = status in {S.ACCEPTED, S.DECLINED, S.COMPLETED}
    assert policies.can_note_answer(HANDS["caseworker"], referral_in(status)) is may
    noted = referral_in(status)
    noted.answer_seen_at = now()
    assert not policies.can_note_answer(HANDS["caseworker"], noted)
    assert not policies.can_note_answer(HANDS["colleague of another office"], referral_in(status))


@pytest.mark.parametrize("hand", HANDS)
def test_only_the_mail_job_carries_mails(hand: str) -> None:
    assert policies.can_carry_mail(HANDS[hand]) is (hand == "mail job")


def test_sharing_rests_on_a_yes_that_covers_it() -> None:
    given = Consent(id=UUID(int=1), decision=ConsentDecision.GIVEN)
    assert policies.check_may_share(Cover(given)) is given
    for gap in Gap:
        cover = Cover(None if gap is Gap.NOT_ASKED else given, gap)
        assert not policies.may_share(cover)
        with pytest.raises(RefusedInput) as refusal:
            policies.check_may_share(cover)
        assert refusal.value.field == "consent_given"


def test_only_listed_fields_are_shared_in_their_fixed_order() -> None:
    assert policies.check_fields(["contact", "given_names"]) == ["given_names", "contact"]
    assert policies.check_fields([field.value for field in SharedField]) == [field.value for field in SharedField]
    for refused in ([], ["given_names", "sex"], ["search_name"]):
        with pytest.raises(RefusedInput):
            policies.check_fields(refused)


@pytest.mark.parametrize(
    ("status", "case_status", "shown", "over"),
    [
        (S.SENT, CaseStatus.OPEN, True, False),
        (S.VIEWED, CaseStatus.OPEN, True, False),
        (S.EXPIRED, CaseStatus.OPEN, True, False),
        (S.ACCEPTED, CaseStatus.OPEN, True, False),
        (S.COMPLETED, CaseStatus.OPEN, True, False),
        (S.COMPLETED, CaseStatus.CLOSED, False, True),
        (S.DECLINED, CaseStatus.OPEN, False, False),
        (S.REVOKED, CaseStatus.OPEN, False, True),
        (S.DRAFT, CaseStatus.OPEN, False, False),
    ],
)
def test_the_person_is_shown_only_while_the_partner_needs_it(status: S, case_status: CaseStatus, shown: bool, over: bool) -> None:
    referral = Referral(status=status, case=Case(status=case_status))
    assert policies.shows_person(referral) is shown
    assert policies.is_over(referral) is over
