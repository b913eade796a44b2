"""Words and links that several pages of supervision share."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

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


def today_words(today: date) -> str:
    """``Today, Friday 20 November`` in the order of the language."""
    weekday = format_date(today, "EEEE", locale=_locale())
    return str(_("Today, %(weekday)s %(day)s", weekday=weekday, day=format_skeleton("MMMMd", today, locale=_locale())))


def since_words(since: date | None, today: date) -> str | None:
    """``Tue 17 Nov 2026, 3 days ago``."""
    return f"{day(since)}, {ago(since, today)}" if since else None


def _locale() -> Locale:
    return get_locale() or Locale("es")
