"""Reading pages and filling in forms, for the tests of this room's doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.permissions import Role
from app.cases.enums import CaseKind

Audited = Callable[[], list[str]]


MOST_STATEMENTS = 13


FORMS = ("notes/new", "services/new", "follow-ups/new", "hold", "close")


PAGES = ("", "/history", "/services", "/follow-ups", "/notes")


READS_NO_FILES = (Role.REPORTING_OFFICER, Role.DATA_PROTECTION, Role.ADMINISTRATOR)


def text_of(response: TestResponse) -> str:
    """The words of a page, without tags."""
    words = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(words).split())


def day_fields(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


ANSWERS = {
    CaseKind.DOCUMENTATION: {"intake_needs": ["regularisation", "apostille"], "intake_target_document": "CO-PPT"},
    CaseKind.HUMANITARIAN_AID: {"intake_needs": ["food"], "intake_urgency": "day", "intake_people_reached": "4"},
    CaseKind.ECONOMIC_INTEGRATION: {"intake_wants": ["employment"], "intake_occupation_before": "Enfermera"},
}


def opening(kind: CaseKind, today: date, **changes: Any) -> dict[str, Any]:
    common = {"goal": "Vivir con papeles", "risk": "high", "caseworker_id": "", **day_fields("opened_on", today)}
    return {**common, **ANSWERS[kind], **changes}
