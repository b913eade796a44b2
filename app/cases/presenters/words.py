"""Words that several pages of casework share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app.cases.enums import CaseStatus, ClosureReason, RiskLevel, Unit
from app.cases.kinds import describe
from app.cases.labels import RISK_LABELS, STATUS_LABELS, UNIT_LABELS
from app.catalogue.labels import CASE_KIND_LABELS
from app.web.filters import money, number
from app.web.page_parts import Tag, Tone

if TYPE_CHECKING:
    from app.cases.models import Case

STATUS_TONES: Mapping[CaseStatus, Tone] = {
    CaseStatus.OPEN: "info",
    CaseStatus.ON_HOLD: "waiting",
    CaseStatus.CLOSED: "neutral",
}
RISK_TONES: Mapping[RiskLevel, Tone] = {RiskLevel.HIGH: "danger", RiskLevel.MEDIUM: "due", RiskLevel.LOW: "neutral"}


def reader_locale() -> str:
    return str(get_locale() or "es")


def status_tag(status: CaseStatus) -> Tag:
    return Tag(str(STATUS_LABELS[status]), STATUS_TONES[status])


def risk_tag(risk: RiskLevel) -> Tag:
    return Tag(str(RISK_LABELS[risk]), RISK_TONES[risk])


def case_words(case: Case) -> str:
    """``Case CUC-2026-00412 · Documentation``."""
    code = _("Case %(code)s", code=case.code)
    return f"{code} · {CASE_KIND_LABELS[case.kind]}"


def closure_words(case: Case, reason: ClosureReason) -> str:
    return str(describe(case.kind).closure_reasons[reason])


def quantity_words(quantity: int, unit: Unit | str) -> str:
    """``Kits: 2``: no language has to bend the word to the number."""
    return f"{UNIT_LABELS[Unit(unit)]}: {number(quantity)}"


def value_words(value_minor: int | None, currency: str | None) -> str | None:
    return money(value_minor, currency) if value_minor is not None and currency else None


def service_name(names: Mapping[str, Any], locale: str) -> str:
    """The name of a service from the catalogue's columns; Spanish, which always exists, where it lacks another."""
    return str(names.get(f"name_{locale[:2]}") or names["name_es"])
