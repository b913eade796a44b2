"""Of which class what is written about somebody's needs is, and who may read and write it."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.catalogue.models import SpecificNeed
from app.foundation.actor import Actor
from app.foundation.columns import Privacy
from app.foundation.errors import NotAllowed, RefusedInput, WrongState
from app.people.enums import GenderIdentity, Sex
from app.people.models import Person
from app.people.policies.access import can_change_person, check_can_change_person, field_classes
from app.people.policies.answering import ADULT_AGE

ONLY_IN_RESTRICTED_FILES = _l(
    "This need is written down only in a restricted file, which nobody opens but those who need to know it. "
    "Restrict the file first: “Restrict the whole file” on the person's page. Nothing was saved."
)


YOUNGEST_ASKED = 5
"""Years from which the Washington Group Short Set on Functioning is asked: of whom is younger its honest answers say nothing."""
TOO_YOUNG = _l(
    "These six questions are made for people of 5 years and over: a younger child is still learning to walk, wash and speak, "
    "so the answers would show difficulties that are none."
)


def is_too_young_for_questions(person: Person, today: date) -> bool:
    """Under 5 by every age they can have."""
    ages = person.age_range(today)
    return ages is not None and ages[1] < YOUNGEST_ASKED


def check_old_enough_for_questions(person: Person, today: date) -> None:
    if is_too_young_for_questions(person, today):
        raise WrongState(TOO_YOUNG)


def can_read_narrative(actor: Actor, person: Person) -> bool:
    """Whether the actor may read what this person finds hard to do and what they need, as far as no need is of class P4."""
    return Privacy.NARRATIVE in field_classes(actor, person)


def check_can_read_narrative(actor: Actor, person: Person) -> None:
    if not can_read_narrative(actor, person):
        raise NotAllowed(_l("What a person needs is read by those who work with them. Ask the caseworker of the person."))


def can_record_narrative(actor: Actor, person: Person) -> bool:
    return can_change_person(actor, person) and can_read_narrative(actor, person)


def check_can_record_narrative(actor: Actor, person: Person) -> None:
    check_can_change_person(actor, person)
    check_can_read_narrative(actor, person)


OF_CHILDREN = ("CR-", "SC-", "X-UC", "X-SC")
TEENAGE_PREGNANCY = "CR-TP"
NOT_OF_THE_LITTLE = frozenset({"CR-CP", "CR-CS", TEENAGE_PREGNANCY, "X-PL", "X-SP"})
OF_THE_OLD = frozenset({"X-ER"})
NOT_OF_MEN = frozenset({TEENAGE_PREGNANCY, "X-PL", "X-WR"})
YOUNGEST_MOTHER, OLDEST_TEENAGER, OLD = 10, 19, 50


def can_have_need(person: Person, code: str, today: date) -> bool:
    """Whether a need of the catalogue can be one of somebody of this age and sex; whatever is not known excludes nothing."""
    return _fits_age(person, code, today) and not (code in NOT_OF_MEN and _is_surely_male(person))


def _fits_age(person: Person, code: str, today: date) -> bool:
    ages = person.age_range(today)
    if ages is None:
        return True
    youngest, oldest = ages
    if code == TEENAGE_PREGNANCY and youngest <= OLDEST_TEENAGER:
        return oldest >= YOUNGEST_MOTHER
    if code.startswith(OF_CHILDREN) and youngest >= ADULT_AGE:
        return False
    return not (code in NOT_OF_THE_LITTLE and oldest < YOUNGEST_MOTHER) and not (code in OF_THE_OLD and oldest < OLD)


def _is_surely_male(person: Person) -> bool:
    """By the sex that was stated, where nothing else is said of the gender."""
    return person.sex is Sex.MALE and person.gender_identity in {None, GenderIdentity.MAN}


def need_class(need: SpecificNeed) -> Privacy:
    """The class of a row about a need, by what the catalogue says of it today."""
    return Privacy.RESTRICTED if need.is_highly_sensitive else Privacy.NARRATIVE


def can_read_need(actor: Actor, person: Person, need: SpecificNeed) -> bool:
    return need_class(need) in field_classes(actor, person)


def check_can_record_need(actor: Actor, person: Person, need: SpecificNeed) -> None:
    """Refuse a highly sensitive need in a file that is not restricted.

    Raises:
        NotAllowed, WrongState: as for any change of the file.
        RefusedInput: at ``need``, with what to do.
    """
    check_can_record_narrative(actor, person)
    if not can_read_need(actor, person, need):
        raise RefusedInput(ONLY_IN_RESTRICTED_FILES, field="need")
