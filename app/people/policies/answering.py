"""How somebody may answer about consent: who speaks for a child, for how long, to whom, and with what evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput
from app.people.enums import Assent, ConsentDecision, ConsentEvidence, ConsentGiver, ConsentPurpose, DataCategory
from app.people.models import Person
from app.people.signatures import NotASignature, signature_path

ADULT_AGE = 18
ASSENT_AGE = 6
"""From which a child is asked too (informed assent: IRC and UNICEF, Caring for Child Survivors)."""
LONGEST_VALIDITY = timedelta(days=5 * 366)
ASK_AGAIN = _l("Choose a day between today and five years from now: then the person is asked again")


def usual_giver(person: Person, today: date) -> ConsentGiver:
    """Who answers about consent: the person, or the guardian of who is under 18 by every age they can have."""
    ages = person.age_range(today)
    return ConsentGiver.GUARDIAN if ages is not None and ages[1] < ADULT_AGE else ConsentGiver.PERSON


def can_give_consent(person: Person, giver: ConsentGiver, *, today: date) -> bool:
    return giver is ConsentGiver.GUARDIAN or usual_giver(person, today) is ConsentGiver.PERSON


def check_can_give_consent(person: Person, giver: ConsentGiver, *, today: date) -> None:
    if not can_give_consent(person, giver, today=today):
        raise RefusedInput(
            _l("For a child or adolescent, the one who cares for them answers. Choose “Who answers for the child”."),
            field="given_by",
        )


def check_assent(person: Person, assent: Assent | None, decision: ConsentDecision, *, today: date) -> None:
    """What a child said is heard: against it there is no yes, and from six years on it is asked."""
    if assent is Assent.NO and decision is ConsentDecision.GIVEN:
        raise RefusedInput(
            _l("The child does not agree: record the answer as no. Help goes on just the same, and you can ask again later."),
            field="assent",
        )
    ages = person.age_range(today)
    if assent is Assent.TOO_YOUNG and ages is not None and ages[0] >= ASSENT_AGE:
        raise RefusedInput(
            _l("From six years on a child is asked too, in words of their age. Choose what the child said."), field="assent"
        )


def check_valid_until(valid_until: date | None, *, today: date) -> None:
    if valid_until is not None and not today <= valid_until <= today + LONGEST_VALIDITY:
        raise RefusedInput(ASK_AGAIN, field="valid_until")


def check_categories(purpose: ConsentPurpose, categories: Collection[DataCategory]) -> None:
    """A partner always learns which help is asked for: sharing without it opens nothing."""
    if purpose is ConsentPurpose.REFERRAL_SHARING and DataCategory.NEED not in categories:
        raise RefusedInput(
            _l("Tick at least which help is asked for: without it no organisation can be asked"), field="categories"
        )


def checked_signature(evidence: ConsentEvidence, signature: str | None) -> str | None:
    """The strokes to keep; nothing where nobody signed on the screen.

    Raises:
        RefusedInput: nothing is drawn, or it is no drawing.
    """
    if evidence is not ConsentEvidence.DRAWN:
        return None
    try:
        return signature_path(signature or "")
    except NotASignature:
        raise RefusedInput(
            _l("Nothing is signed yet. Let the person sign in the box, or choose another way."), field="signature"
        ) from None
