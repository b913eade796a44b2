"""Sharing obeys the ledger: by organisation, by category, in time, and at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.models import Case
from app.directory.models import ProvidedService
from app.foundation.actor import Actor
from app.foundation.clock import end_of, now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.people import queries as people
from app.people import services as ledger
from app.people.enums import ConsentDecision, ConsentPurpose, DataCategory, RecipientKind
from app.people.models import Consent
from app.people.services import ConsentAnswer, Terms
from app.referrals import policies, services
from app.referrals.enums import ReferralStatus, SharedField
from app.referrals.models import PartnerLink, Referral
from app.referrals.policies.sharing import CATEGORY_OF
from tests.factories.directory import FocalPointFactory, OrganisationFactory, ProvidedServiceFactory
from tests.factories.referrals import ConsentFactory, agree
from tests.referrals.test_services import content_for

S = ReferralStatus
GIVEN, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN
NEED, NAMES = DataCategory.NEED, DataCategory.NAMES


def decide(actor: Actor, case: Case, decision: ConsentDecision, **terms: Any) -> Consent:
    about = {"recipient": RecipientKind.SERVICE_PARTNERS, "categories": frozenset(DataCategory)} | terms
    answer = ConsentAnswer(purpose=ConsentPurpose.REFERRAL_SHARING, decision=decision, language="es", terms=Terms(**about))
    return ledger.record_consent(actor, case.person_id, answer)


def to(provided: ProvidedService) -> dict[str, Any]:
    return {"recipient": RecipientKind.ORGANISATION, "organisation_id": provided.organisation_id}


def send(actor: Actor, case: Case, provided: ProvidedService, **content: Any) -> Referral:
    return services.draft_and_send(actor, case.id, content_for(provided, **content))


def live_links(referral: Referral) -> int:
    still = (PartnerLink.referral_id == referral.id, PartnerLink.revoked_at.is_(None), PartnerLink.expires_at > now())
    return db.session.scalar(sa.select(sa.func.count()).where(*still)) or 0


@pytest.fixture
def other(office: Office, provided: ProvidedService) -> ProvidedService:
    """The same service at another organisation."""
    organisation = OrganisationFactory(country=office.country)
    FocalPointFactory(organisation=organisation)
    given: ProvidedService = ProvidedServiceFactory(organisation=organisation, service_id=provided.service_id)
    return given


class TestWhatIsSent:
    def test_a_yes_to_one_organisation_is_none_to_another(
        self, caseworker: Actor, case: Case, provided: ProvidedService, other: ProvidedService
    ) -> None:
        consent = decide(caseworker, case, GIVEN, **to(provided))
        assert send(caseworker, case, provided).consent_id == consent.id
        with pytest.raises(RefusedInput) as refusal:
            send(caseworker, case, other)
        assert refusal.value.field == "consent_given"

    def test_an_authority_is_asked_about_by_itself(
        self, session: Session, caseworker: Actor, case: Case, provided: ProvidedService
    ) -> None:
        decide(caseworker, case, GIVEN)
        provided.organisation.is_authority = True
        session.commit()
        with pytest.raises(RefusedInput):
            send(caseworker, case, provided)
        decide(caseworker, case, GIVEN, recipient=RecipientKind.NATIONAL_AUTHORITY)
        assert send(caseworker, case, provided).status is S.SENT

    @pytest.mark.parametrize("field", list(SharedField))
    def test_no_field_leaves_whose_category_was_not_agreed_to(
        self, caseworker: Actor, case: Case, provided: ProvidedService, field: SharedField
    ) -> None:
        decide(caseworker, case, GIVEN, categories=frozenset({NEED}))
        with pytest.raises(RefusedInput) as refusal:
            send(caseworker, case, provided, shared_fields=(field.value,))
        assert "menos" in str(refusal.value.sentence)
        decide(caseworker, case, GIVEN, categories=frozenset({NEED, CATEGORY_OF[field]}))
        assert send(caseworker, case, provided, shared_fields=(field.value,)).status is S.SENT

    def test_a_protected_case_is_not_told_of_by_the_short_question(
        self, caseworker: Actor, case: Case, provided: ProvidedService
    ) -> None:
        ordinary = frozenset(DataCategory) - {DataCategory.PROTECTION}
        decide(caseworker, case, GIVEN, categories=ordinary)
        case.is_restricted = True
        _use, cover = services.find_cover(case, provided.organisation, ["given_names"])
        assert cover.missing == {DataCategory.PROTECTION}

    def test_what_has_ended_sends_nothing_and_says_what_to_do(
        self, caseworker: Actor, case: Case, provided: ProvidedService
    ) -> None:
        ConsentFactory(person_id=case.person_id, valid_until=today_in("America/Bogota") - timedelta(days=1))
        with pytest.raises(RefusedInput) as refusal:
            send(caseworker, case, provided)
        assert "Lea otra vez las palabras" in str(refusal.value.sentence)


class TestTheLink:
    def test_it_ends_with_the_consent(self, caseworker: Actor, case: Case, provided: ProvidedService) -> None:
        tomorrow = today_in(case.office.time_zone) + timedelta(days=1)
        decide(caseworker, case, GIVEN, valid_until=tomorrow)
        referral = send(caseworker, case, provided)
        link = db.session.scalars(sa.select(PartnerLink).where(PartnerLink.referral_id == referral.id)).one()
        assert link.expires_at == end_of(tomorrow, case.office.time_zone)

    def test_no_new_one_is_made_without_a_consent(self, caseworker: Actor, case: Case, provided: ProvidedService) -> None:
        consent = agree(case)
        referral = send(caseworker, case, provided)
        db.session.execute(sa.update(PartnerLink).values(expires_at=now() - timedelta(hours=1)))
        db.session.execute(sa.text("UPDATE referral_mail SET state = 'delivered', attempted_at = now(), settled_at = now()"))
        consent.valid_until = today_in(case.office.time_zone) - timedelta(days=1)
        db.session.flush()
        with pytest.raises(RefusedInput):
            services.resend_mail(caseworker, referral.id)
        renewed = decide(caseworker, case, GIVEN)
        services.resend_mail(caseworker, referral.id)
        assert (referral.consent_id, live_links(referral)) == (renewed.id, 1)


class TestAtOnce:
    def test_withdrawing_from_one_organisation_ends_only_what_went_there(
        self, caseworker: Actor, case: Case, provided: ProvidedService, other: ProvidedService
    ) -> None:
        given = decide(caseworker, case, GIVEN, **to(provided))
        decide(caseworker, case, GIVEN, **to(other))
        here, there = send(caseworker, case, provided), send(caseworker, case, other)
        how = ConsentAnswer(purpose=given.purpose, decision=WITHDRAWN, language="es")
        ledger.withdraw_consent(caseworker, case.person_id, given.id, how)
        assert (here.status, live_links(here)) == (S.REVOKED, 0)
        assert (there.status, live_links(there)) == (S.SENT, 1)

    def test_withdrawing_from_all_ends_all_of_them(
        self, caseworker: Actor, case: Case, provided: ProvidedService, other: ProvidedService
    ) -> None:
        everybody = decide(caseworker, case, GIVEN)
        decide(caseworker, case, GIVEN, **to(other))
        sent = [send(caseworker, case, provided), send(caseworker, case, other)]
        how = ConsentAnswer(purpose=everybody.purpose, decision=WITHDRAWN, language="es")
        ledger.withdraw_consent(caseworker, case.person_id, everybody.id, how)
        assert [(one.status, live_links(one)) for one in sent] == [(S.REVOKED, 0)] * 2

    def test_a_narrower_yes_ends_what_it_leaves_out(
        self, caseworker: Actor, case: Case, provided: ProvidedService, other: ProvidedService
    ) -> None:
        decide(caseworker, case, GIVEN)
        named = send(caseworker, case, provided, shared_fields=("given_names",))
        called = send(caseworker, case, other, shared_fields=("contact",))
        decide(caseworker, case, GIVEN, categories=frozenset({NEED, NAMES}))
        assert (named.status, called.status) == (S.SENT, S.REVOKED)

    def test_a_yes_said_anew_ends_nothing(self, caseworker: Actor, case: Case, provided: ProvidedService) -> None:
        decide(caseworker, case, GIVEN)
        referral = send(caseworker, case, provided)
        decide(caseworker, case, GIVEN)
        assert (referral.status, live_links(referral)) == (S.SENT, 1)

    def test_the_page_of_withdrawal_names_what_ends(self, caseworker: Actor, case: Case, provided: ProvidedService) -> None:
        from app.referrals.answers import rests_on_consent

        consent = decide(caseworker, case, GIVEN)
        referral = send(caseworker, case, provided)
        (sentence,) = rests_on_consent(caseworker, consent)
        assert referral.code in sentence
        assert provided.organisation.name in sentence


class TestAskingWhileWriting:
    def test_the_yes_is_for_this_organisation_and_for_what_is_ticked(
        self, caseworker: Actor, case: Case, provided: ProvidedService
    ) -> None:
        content = content_for(provided, shared_fields=("given_names",))
        consent = services.record_agreement(caseworker, case.id, content)
        assert (consent.organisation_id, set(consent.categories)) == (provided.organisation_id, {"names", "need"})
        assert services.draft_and_send(caseworker, case.id, content).consent_id == consent.id
        assert people.consents_in_force(case.person_id) == {}

    def test_a_tick_under_other_words_is_no_yes(self, app: Any) -> None:
        from app.referrals.forms import ReferForm

        with app.test_request_context(method="POST", data={"consent_given": "y", "consent_about": "one:names"}):
            same, changed = ReferForm(), ReferForm()
            same.ask_about("one:names")
            changed.ask_about("one:contact,names")
            assert same.consent_given.data
            assert not changed.consent_given.data


def test_a_use_names_what_the_partner_will_see(case: Case, provided: ProvidedService) -> None:
    use = policies.use_of(case, provided.organisation, ["age", "contact", "shoe_size"], on=today_in("America/Bogota"))
    assert use.categories == {NEED, DataCategory.PROFILE, DataCategory.CONTACT}
    assert replace(use, organisation_id=None).recipient is RecipientKind.SERVICE_PARTNERS
