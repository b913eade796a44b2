"""Words and links that several pages of supervision share."""

from __future__ import annotations

from datetime import date

from flask import url_for

from app.cases.enums import CaseKind, RiskLevel
from app.cases.labels import RISK_LABELS
from app.catalogue.labels import CASE_KIND_LABELS
from app.web.filters import ago, day
from app.web.page_parts import Link, Tag, Tone

RISK_TONES: dict[RiskLevel, Tone] = {RiskLevel.HIGH: "danger", RiskLevel.MEDIUM: "due", RiskLevel.LOW: "neutral"}


def kind_words(kind: CaseKind) -> str:
    return str(CASE_KIND_LABELS[kind])


def risk_tag(risk: RiskLevel) -> Tag:
    return Tag(str(RISK_LABELS[risk]), RISK_TONES[risk])


def case_link(case_id: object, code: str) -> Link:
    return Link(code, url_for("cases.show_case", case_id=case_id))


def since_words(since: date | None, today: date) -> str | None:
    """``Tue 17 Nov 2026, 3 days ago``."""
    return f"{day(since)}, {ago(since, today)}" if since else None
