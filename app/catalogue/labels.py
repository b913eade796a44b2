"""The words for the vocabularies and the fields of this room."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.catalogue.enums import (
    CaseKind,
    Confidence,
    Evidence,
    IndicatorType,
    IndicatorUnit,
    PointScope,
)
from app.web.filters import day

CASE_KIND_LABELS = {
    CaseKind.DOCUMENTATION: _l("Documentation"),
    CaseKind.HUMANITARIAN_AID: _l("Humanitarian aid"),
    CaseKind.ECONOMIC_INTEGRATION: _l("Economic integration"),
}

CONFIDENCE_LABELS = {
    Confidence.NUMBER_AND_CONTENT: _l("Number and content confirmed"),
    Confidence.CONTENT_ONLY: _l("Only the content confirmed"),
    Confidence.CONFIRMED: _l("Confirmed"),
    Confidence.CONFIRMED_TOPIC: _l("Topic confirmed"),
    Confidence.DERIVED: _l("Drawn from confirmed text"),
    Confidence.EDITORIAL: _l("Proposed by this project"),
    Confidence.UNCONFIRMED: _l("Not confirmed"),
}

SCOPE_LABELS = {
    PointScope.SERVICE: _l("Served by case work"),
    PointScope.POLICY: _l("Served by support of public policy"),
}

EVIDENCE_LABELS = {
    Evidence.CASEWORK_AND_POLICY_INDICATORS: _l("Indicators of case work and of policy support"),
    Evidence.POLICY_SUPPORT_INDICATORS: _l("Indicators of policy support"),
    Evidence.NARRATIVE_ONLY: _l("Narrative only"),
}

INDICATOR_TYPE_LABELS = {
    IndicatorType.DIRECT_ASSISTANCE: _l("Direct assistance"),
    IndicatorType.CAPACITY_BUILDING: _l("Capacity building"),
    IndicatorType.INFRASTRUCTURE: _l("Infrastructure"),
    IndicatorType.MECHANISM_ADVOCACY: _l("Mechanism or advocacy"),
    IndicatorType.CAMPAIGN: _l("Campaign"),
    IndicatorType.OTHER: _l("Other"),
    IndicatorType.OUTPUT: _l("Output"),
    IndicatorType.OUTCOME: _l("Outcome"),
    IndicatorType.PROCESS: _l("Process"),
    IndicatorType.QUALITY: _l("Quality"),
}

INDICATOR_UNIT_LABELS = {
    IndicatorUnit.PERSONS: _l("people"),
    IndicatorUnit.CASES: _l("cases"),
    IndicatorUnit.REFERRALS: _l("referrals"),
    IndicatorUnit.SERVICES: _l("services"),
    IndicatorUnit.APPLICATIONS: _l("applications"),
    IndicatorUnit.REGISTRATIONS: _l("registrations"),
    IndicatorUnit.DOCUMENTS: _l("documents"),
    IndicatorUnit.KITS: _l("kits"),
    IndicatorUnit.DOSES: _l("doses"),
    IndicatorUnit.BUSINESSES: _l("businesses"),
    IndicatorUnit.EMPLOYERS: _l("employers"),
    IndicatorUnit.SITES: _l("sites"),
    IndicatorUnit.CHANNELS: _l("channels"),
    IndicatorUnit.PRODUCTS: _l("products"),
    IndicatorUnit.ACTIONS: _l("actions"),
    IndicatorUnit.POLICIES: _l("policies"),
    IndicatorUnit.MECHANISMS: _l("mechanisms"),
    IndicatorUnit.EVENTS: _l("events"),
    IndicatorUnit.MEETINGS: _l("meetings"),
    IndicatorUnit.IMPRESSIONS: _l("impressions"),
    IndicatorUnit.DAYS: _l("days"),
    IndicatorUnit.RATIO: _l("ratio"),
}

SOURCE_LABELS = {
    "BG": _l("Background knowledge; no text was found"),
    "ED": _l("Proposal of this project, without an outside source"),
}
"""Sources that are not texts, in words; all others show their citation."""

FIELD_LABELS: Mapping[str, Any] = {
    "number": _l("Number"),
    "name_es": _l("Name in Spanish"),
    "name_en": _l("Name in English"),
    "name_pt": _l("Name in Portuguese"),
    "title_es": _l("Title in Spanish"),
    "title_en": _l("Title in English"),
    "title_pt": _l("Title in Portuguese"),
    "portuguese_reviewed": _l("Portuguese reviewed"),
    "confidence": _l("Confidence"),
    "order_basis": _l("Why it stands at this number"),
    "sources": _l("Sources"),
    "note": _l("Note"),
    "valid_from": _l("First day"),
    "valid_until": _l("Last day"),
    "scope": _l("Scope"),
    "evidence": _l("Evidence"),
    "kind": _l("Kind of case"),
    "action_points": _l("Action points"),
    "sub_points": _l("Parts of action points"),
    "indicators": _l("Indicators"),
    "sdg_targets": _l("Targets of the Sustainable Development Goals"),
    "gcm_objectives": _l("Objectives of the Global Compact for Migration"),
}

_VOCABULARIES: Mapping[str, tuple[type[enum.StrEnum], Mapping[Any, Any]]] = {
    "confidence": (Confidence, CONFIDENCE_LABELS),
    "scope": (PointScope, SCOPE_LABELS),
    "evidence": (Evidence, EVIDENCE_LABELS),
    "kind": (CaseKind, CASE_KIND_LABELS),
}


def reader_locale() -> str:
    """The language of the page: ``es``, ``en`` or ``pt``."""
    locale = get_locale()
    return str(locale.language) if locale else "es"


def value_in_words(field: str, value: Any) -> str:
    """A plain value of an entry (see ``Entry.content``) as a reader sees it, for comparing two versions."""
    if value is None or value in ("", []):
        return str(_("empty"))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if field in {"valid_from", "valid_until"}:
        return day(date.fromisoformat(str(value)))
    if field in _VOCABULARIES:
        vocabulary, labels = _VOCABULARIES[field]
        return str(labels[vocabulary(value)])
    return str(value)
