"""In which form a person is contacted, and what of the work stands on a paper they take along."""

from __future__ import annotations

from app.cases.enums import CaseStatus, FollowUpKind
from app.cases.kinds import KindDescription
from app.cases.models import Case
from app.people import policies as people
from app.people.models import Consent, Person


def first_follow_up_kind(description: KindDescription, person: Person, contact: Consent | None) -> FollowUpKind:
    """The kind's usual form; a meeting at the office for somebody without a phone, or who does not want to be contacted.

    Args:
        contact: the decision in force about being contacted; None when it was not asked.
    """
    if not person.phone or people.is_declined(contact):
        return FollowUpKind.APPOINTMENT
    return description.follow_up


def is_for_paper(case: Case) -> bool:
    """Whether a paper may name the case: never a restricted one, as whoever finds the paper reads it."""
    return case.status is not CaseStatus.CLOSED and not case.is_restricted
