"""Vocabularies of the catalogue. Their translated words stand in ``labels.py``."""

from __future__ import annotations

import enum


class CaseKind(enum.StrEnum):
    """The three kinds of case that the programme opens; services and indicators belong to kinds."""

    DOCUMENTATION = "documentation"
    HUMANITARIAN_AID = "humanitarian_aid"
    ECONOMIC_INTEGRATION = "economic_integration"


class Confidence(enum.StrEnum):
    """How sure an entry is, by what its sources say. This project's own scale.

    The first three grade an action point by its number and its content, apart; the others grade any entry.
    """

    NUMBER_AND_CONTENT = "number_and_content"
    CONTENT_ONLY = "content_only"
    CONFIRMED = "confirmed"
    CONFIRMED_TOPIC = "confirmed_topic"
    DERIVED = "derived"
    EDITORIAL = "editorial"
    UNCONFIRMED = "unconfirmed"


class QuitoStatus(enum.StrEnum):
    """How a country stands to the Quito Process."""

    MEMBER = "member"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    ORIGIN = "origin"


class PointScope(enum.StrEnum):
    """Whether case work can serve an action point, or only support of policy."""

    SERVICE = "service"
    POLICY = "policy"


class Evidence(enum.StrEnum):
    """What a report may bring as evidence for an action point."""

    CASEWORK_AND_POLICY_INDICATORS = "casework_and_policy_indicators"
    POLICY_SUPPORT_INDICATORS = "policy_support_indicators"
    NARRATIVE_ONLY = "narrative_only"


class DocumentCategory(enum.StrEnum):
    """What a document is for. This project's grouping."""

    IDENTITY = "identity"
    TRAVEL = "travel"
    CIVIL_STATUS = "civil_status"
    BACKGROUND = "background"
    LEGALISATION = "legalisation"
    EDUCATION = "education"
    STAY = "stay"
    STAY_AND_IDENTITY = "stay_and_identity"
    REGISTRATION = "registration"
    ASYLUM = "asylum"
    VISA = "visa"
    BORDER = "border"
    TAX = "tax"
    WORK = "work"


class IndicatorType(enum.StrEnum):
    """What an indicator measures: R4V's six types, and four of this project for results of case work."""

    DIRECT_ASSISTANCE = "direct_assistance"
    CAPACITY_BUILDING = "capacity_building"
    INFRASTRUCTURE = "infrastructure"
    MECHANISM_ADVOCACY = "mechanism_advocacy"
    CAMPAIGN = "campaign"
    OTHER = "other"
    OUTPUT = "output"
    OUTCOME = "outcome"
    PROCESS = "process"
    QUALITY = "quality"


class IndicatorUnit(enum.StrEnum):
    """What one counted unit of an indicator is. Only ``persons`` are counted once each."""

    PERSONS = "persons"
    CASES = "cases"
    REFERRALS = "referrals"
    SERVICES = "services"
    APPLICATIONS = "applications"
    REGISTRATIONS = "registrations"
    DOCUMENTS = "documents"
    KITS = "kits"
    DOSES = "doses"
    BUSINESSES = "businesses"
    EMPLOYERS = "employers"
    SITES = "sites"
    CHANNELS = "channels"
    PRODUCTS = "products"
    ACTIONS = "actions"
    POLICIES = "policies"
    MECHANISMS = "mechanisms"
    EVENTS = "events"
    MEETINGS = "meetings"
    IMPRESSIONS = "impressions"
    DAYS = "days"
    RATIO = "ratio"
