"""Who answers for somebody under 18: which statements are possible, and which relations speak for an adult of the family."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput, WrongState
from app.people.enums import CareSituation, ConsentHolder, Relation
from app.people.models import Person
from app.people.policies.answering import ADULT_AGE

NO_CARER = frozenset({Relation.NOT_RELATED})
"""Relations to the head of somebody who is nobody's family there."""
UNSURE = frozenset({Relation.UNKNOWN})
"""Relations that have to be asked again, as after a change of head."""
WITHOUT_PARENTS = frozenset({CareSituation.SEPARATED, CareSituation.UNACCOMPANIED, CareSituation.UNKNOWN})
"""Situations in which a guardian and whoever decides about consent have to be recorded."""


def is_surely_child(person: Person, today: date) -> bool:
    """Under 18 by every age they can have."""
    ages = person.age_range(today)
    return ages is not None and ages[1] < ADULT_AGE


def may_be_child(person: Person, today: date) -> bool:
    """Under 18 by some age they can have; also where none is known."""
    ages = person.age_range(today)
    return ages is None or ages[0] < ADULT_AGE


def check_may_be_child(person: Person, today: date) -> None:
    if not may_be_child(person, today):
        raise WrongState(
            _l("The person is 18 or older, so nobody decides in their place. If the age is wrong, change the details first.")
        )


def check_guardian(child: Person, guardian: Person | None, today: date) -> None:
    """Let a registered guardian pass: somebody else, who may be 18 or older."""
    if guardian is None:
        raise RefusedInput(
            _l("Nobody in your offices has this code. Look the person up and copy the code"), field="guardian_code"
        )
    if guardian.id == child.id:
        raise RefusedInput(_l("This is the code of the child. Write the code of who cares for them"), field="guardian_code")
    if is_surely_child(guardian, today):
        raise RefusedInput(
            _l("This person is under 18 too. Name an adult, or choose that nobody is known yet"), field="guardian_code"
        )


def check_consent_holder(holder: ConsentHolder, *, has_guardian: bool, name: str | None) -> None:
    """Let a consent holder pass: the guardian only where one is named, and nobody else without a name."""
    if holder is ConsentHolder.GUARDIAN and not has_guardian:
        raise RefusedInput(_l("Name the guardian above, or choose who else decides about consent"), field="consent_holder")
    if holder in {ConsentHolder.OTHER_ADULT, ConsentHolder.AUTHORITY} and not name:
        raise RefusedInput(_l("Write who decides about consent"), field="consent_holder_name")


def check_day_of_care(since_on: date, *, today: date, field: str = "since_on") -> None:
    if since_on > today:
        raise RefusedInput(_l("The date cannot be later than today"), field=field)
