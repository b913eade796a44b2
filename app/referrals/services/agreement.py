"""The person's word on sharing, taken while a referral is written."""

from __future__ import annotations

from uuid import UUID

from flask_babel import get_locale

from app.cases import queries as cases
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies
from app.people import services as people
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Consent


def record_agreement(actor: Actor, case_id: UUID) -> Consent:
    """Record that the case's person said yes, aloud, to sharing data with service providers; the actor certifies it.

    For a child of known age it is the guardian who said so. The words were read in the language in which the page showed them.

    Raises:
        NotFound: the case or the person lies out of the actor's scope.
        NotAllowed: the actor's role does not record consent.
    """
    # The case is locked before the person, as sending does it: the two never wait for each other crosswise.
    case = cases.get_case(actor, case_id, for_update=True)
    answer = people.ConsentAnswer(
        purpose=ConsentPurpose.REFERRAL_SHARING,
        decision=ConsentDecision.GIVEN,
        language=str(get_locale() or "es")[:2],
        given_by=policies.usual_giver(case.person, today_in(actor.time_zone)),
    )
    return people.record_consent(actor, case.person_id, answer)
