"""What a mail to a partner says before it is opened."""

from __future__ import annotations

import pytest

from app.cases.models import Case
from app.directory.enums import Language
from app.referrals.enums import Priority
from app.referrals.services.letters import write_letter
from tests.factories.directory import OrganisationFactory
from tests.factories.referrals import CANARIES, ReferralMailFactory, link_to, provider, sent_referral_of


@pytest.mark.parametrize(
    ("priority", "language", "beginning"),
    [
        (Priority.EMERGENCY, Language.SPANISH, "Emergencia: Quipu: la referencia"),
        (Priority.URGENT, Language.SPANISH, "Urgente: Quipu: la referencia"),
        (Priority.EMERGENCY, Language.PORTUGUESE, "Emergência: Quipu: "),
        (Priority.NORMAL, Language.SPANISH, "Quipu: la referencia"),
    ],
)
def test_the_subject_of_what_cannot_wait_begins_with_its_priority(
    case: Case, priority: Priority, language: Language, beginning: str
) -> None:
    organisation = OrganisationFactory(name="Casa Abierta", language=language)
    referral = sent_referral_of(case, priority=priority, provided_service=provider(organisation=organisation))
    letter = write_letter(ReferralMailFactory(referral_id=referral.id, link=link_to(referral)))
    assert letter.subject.startswith(beginning)
    assert referral.code in letter.subject
    assert not [value for value in CANARIES if value in letter.subject]
