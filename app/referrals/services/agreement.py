"""The person's word on sharing: whether it covers a referral, and taking it while one is written."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from flask_babel import get_locale

from app.cases import queries as cases
from app.cases.models import Case
from app.directory.models import Organisation
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies as consents
from app.people import queries as people
from app.people import services as ledger
from app.people.enums import ConsentDecision, ConsentPurpose, RecipientKind
from app.people.models import Consent
from app.people.policies import Cover, Use
from app.referrals import policies
from app.referrals.models import Referral
from app.referrals.services.drafting import ReferralContent, find_provider


def find_cover(case: Case, organisation: Organisation | None, fields: Collection[str]) -> tuple[Use, Cover]:
    """What telling an organisation these fields would do, and what the person's ledger says about it today.

    Args:
        organisation: None before one is chosen.
        fields: values of ``SharedField``.
    """
    use = policies.use_of(case, organisation, fields, on=today_in(case.office.time_zone))
    return use, consents.find_cover(people.consent_lines(case.person_id), use)


def cover_of(referral: Referral) -> Cover:
    """The same for a referral as it stands, with case, office and organisation loaded."""
    return find_cover(referral.case, referral.provided_service.organisation, referral.shared_fields)[1]


def record_agreement(actor: Actor, case_id: UUID, content: ReferralContent | None = None) -> Consent:
    """Record that the case's person said yes, aloud, to sharing data with service providers; the actor certifies it.

    For a child of known age it is the guardian who said so. The words were read in the language in which the page showed them.

    Args:
        content: the referral whose organisation and fields the words named; None where they spoke of all that give services.

    Raises:
        NotFound: the case or the person lies out of the actor's scope.
        NotAllowed: the actor's role does not record consent.
        RefusedInput: the provider cannot be asked.
    """
    # The case is locked before the person, as sending does it: the two never wait for each other crosswise.
    case = cases.get_case(actor, case_id, for_update=True)
    today = today_in(actor.time_zone)
    answer = ledger.ConsentAnswer(
        purpose=ConsentPurpose.REFERRAL_SHARING,
        decision=ConsentDecision.GIVEN,
        language=str(get_locale() or "es")[:2],
        given_by=consents.usual_giver(case.person, today),
        terms=_terms(actor, case, content, today) if content else None,
    )
    return ledger.record_consent(actor, case.person_id, answer)


def _terms(actor: Actor, case: Case, content: ReferralContent, today: date) -> ledger.Terms:
    """Just what this referral tells, to whom it goes, and nobody else."""
    provided, _focal_point = find_provider(actor, case, content.provided_service_id)
    return ledger.Terms(
        recipient=RecipientKind.ORGANISATION,
        organisation_id=provided.organisation_id,
        categories=policies.use_of(case, provided.organisation, content.shared_fields, on=today).categories,
        valid_until=consents.usual_end(ConsentPurpose.REFERRAL_SHARING, today),
    )
