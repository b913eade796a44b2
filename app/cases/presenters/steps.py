"""The page that closes a case: what will happen, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.cases.presenters.banner import CaseFrame, case_frame

if TYPE_CHECKING:
    from app.cases.models import Case, FollowUp


@dataclass(frozen=True)
class ClosingPage:
    """``objections`` are sentences; while there are any, the form is not shown."""

    frame: CaseFrame
    objections: Sequence[str]
    settles: str | None


def closing_page(case: Case, *, objections: Sequence[str], nearest: FollowUp | None) -> ClosingPage:
    settles = _("Follow-ups that are still to come will be settled as no longer needed.") if nearest else None
    return ClosingPage(case_frame(case), objections, settles)
