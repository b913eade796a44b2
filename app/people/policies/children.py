"""Who answers for somebody under 18: which statements are possible, and which relations speak for an adult of the family."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput, WrongState
from app.people.enums import CareSituation, ConsentHolder, Relation
from app.people.models import Person
from app.people.policies.answering import ADULT_AGE

PARENTS: Mapping[Relation, frozenset[Relation]] = {
    Relation.CHILD: frozenset({Relation.HEAD, Relation.PARTNER}),
    Relation.HEAD: frozenset({Relation.PARENT}),
    Relation.SIBLING: frozenset({Relation.PARENT}),
}
"""What a child is to the head -> what their mother or father is; no other adult of the household answers by being there."""
PERHAPS_PARENTS: Mapping[Relation, frozenset[Relation]] = {
    **{relation: adults | {Relation.UNKNOWN} for relation, adults in PARENTS.items()},
    Relation.GRANDCHILD: frozenset({Relation.CHILD, Relation.UNKNOWN}),
    Relation.NIECE_NEPHEW: frozenset({Relation.SIBLING, Relation.UNKNOWN}),
    Relation.OTHER_RELATIVE: frozenset({Relation.UNKNOWN}),
    Relation.UNKNOWN: frozenset(Relation) - {Relation.NOT_RELATED},
}
"""The same, of adults who may be a parent; a relation that is not known has to be asked again, as after a change of head."""
NEWLY_REGISTERED = timedelta(days=90)
"""For so long a child stands by name on the day of who registered them and of their supervisor; then among those who wait."""
WITHOUT_PARENTS = frozenset({CareSituation.SEPARATED, CareSituation.UNACCOMPANIED, CareSituation.UNKNOWN})
"""Situations in which a guardian and whoever decides about consent have to be recorded."""


def is_surely_child(person: Person, today: date) -> bool:
    """Under 18 by every age they can have."""
    ages = person.age_range(today)
    return ages is not None and ages[1] < ADULT_AGE


def may_be_child(person: Person, today: date) -> bool:
    """Under 18 by some age they can have; also where none is known. Nobody has to answer any more for a child who died."""
    if person.has_died:
        return False
    ages = person.age_range(today)
    return ages is None or ages[0] < ADULT_AGE


def check_may_be_child(person: Person, today: date) -> None:
    if person.has_died:
        raise WrongState(_l("This person died: nobody has to answer for them any more."))
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
    if guardian.has_died:
        raise RefusedInput(_l("This person died. Name who cares for the child now"), field="guardian_code")
    if is_surely_child(guardian, today):
        raise RefusedInput(
            _l("This person is under 18 too. Name an adult, or choose that nobody is known yet"), field="guardian_code"
        )


def check_may_answer_for(head: Person, relation: Relation, today: date) -> None:
    """Let a head answer for a child who is this to them."""
    if is_surely_child(head, today):
        raise RefusedInput(
            _l("The person above is under 18 too. Take the mark away: who answers for both is asked on their files"),
            field="in_care",
        )
    if relation is Relation.PARTNER:
        raise RefusedInput(
            _l("Whom a child lives with as a couple does not answer for them. Take the mark away"), field="in_care"
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
