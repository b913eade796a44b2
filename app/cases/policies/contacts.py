"""In which form a person is contacted, and what of the work stands on a paper they take along."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseStatus, FollowUpKind
from app.cases.kinds import KindDescription
from app.cases.models import Case
from app.foundation.errors import RefusedInput
from app.people import policies as people
from app.people.models import Consent, Person


def first_follow_up_kind(description: KindDescription, person: Person, contact: Consent | None) -> FollowUpKind:
    """The kind's usual form; a meeting at the office for somebody without a phone, or who does not want to be contacted.

    Where the person died it is their family that comes.

    Args:
        contact: the decision in force about being contacted; None when it was not asked.
    """
    if person.has_died or not person.phone or people.is_declined(contact):
        return FollowUpKind.APPOINTMENT
    return description.follow_up


def may_reach(person: Person, kind: FollowUpKind) -> bool:
    """Who died is not called, written to or visited; to a meeting their family comes."""
    return kind is FollowUpKind.APPOINTMENT or not person.has_died


def check_may_reach(person: Person, kind: FollowUpKind) -> None:
    if not may_reach(person, kind):
        raise RefusedInput(_l("The person died. Close the case, or plan an appointment for what the family needs"), field="kind")


def is_for_paper(case: Case) -> bool:
    """Whether a paper may name the case: never a restricted one, as whoever finds the paper reads it."""
    return case.status is not CaseStatus.CLOSED and not case.is_restricted
