"""The pages that settle something: a case, a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.cases.enums import ClosureReason
from app.cases.presenters.banner import CaseFrame, case_frame
from app.cases.presenters.next_action import RECORDING, follow_up_words
from app.foundation.actor import Actor
from app.people.policies import can_change_person
from app.web.filters import day
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.cases.models import Case, FollowUp


@dataclass(frozen=True)
class ClosingPage:
    """``objections`` are sentences that lead to what has to be settled; while there are any, the form is not shown."""

    frame: CaseFrame
    objections: Sequence[Link]
    settles: str | None


def closing_page(case: Case, *, objections: Sequence[Link], nearest: FollowUp | None) -> ClosingPage:
    settles = _("Follow-ups that are still to come will be settled as no longer needed.") if nearest else None
    return ClosingPage(case_frame(case), objections, settles)


def may_record_death(actor: Actor, case: Case) -> bool:
    """Whether a case was closed because the person died, and their file does not say so yet."""
    is_new = case.closure_reason is ClosureReason.DIED and not case.person.has_died
    return is_new and can_change_person(actor, case.person)


@dataclass(frozen=True)
class CompletionPage:
    """The page that writes down how a follow-up went."""

    frame: CaseFrame
    title: str
    planned: str
    submit: str


def completion_page(case: Case, follow_up: FollowUp) -> CompletionPage:
    title = str(RECORDING[follow_up.kind])
    planned = _("Planned for %(day)s: %(what)s", day=day(follow_up.due_on), what=follow_up_words(follow_up))
    return CompletionPage(case_frame(case), title, planned, title)
