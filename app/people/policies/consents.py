"""Which decision may follow which, and who may take it."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput, WrongState
from app.people.enums import ConsentDecision, ConsentGiver
from app.people.lifecycle import CONSENT, STEP_TO
from app.people.models import Consent, Person

ADULT_AGE = 18


def can_decide(in_force: Consent | None, decision: ConsentDecision) -> bool:
    """Whether a decision may follow the one in force: only what was given can be withdrawn, and so on."""
    return CONSENT.allows(STEP_TO[decision], in_force.decision if in_force else None)


def check_can_decide(in_force: Consent | None, decision: ConsentDecision) -> None:
    if can_decide(in_force, decision):
        return
    if decision is ConsentDecision.WITHDRAWN:
        raise WrongState(_l("This consent is not in force, so it cannot be withdrawn. Reload the page to see what was recorded."))
    raise WrongState(_l("This consent was given before. Record that the person withdraws it instead."))


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


def is_declined(in_force: Consent | None) -> bool:
    """Whether the person said no to a purpose, at once or later. Not asked is not a no."""
    return in_force is not None and in_force.decision is not ConsentDecision.GIVEN
