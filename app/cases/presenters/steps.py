"""The pages that settle something: a case, a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.cases.presenters.banner import CaseFrame, case_frame
from app.cases.presenters.next_action import RECORDING, follow_up_words
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
