"""Which measure counts which indicator, and why some indicators have none.

Decisions of this project, to be read by the coordinator of the catalogue. A result is never claimed from a service that
was given toward it, and no delivery is claimed for two indicators between which its record cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.catalogue.enums import IndicatorType, IndicatorUnit
from app.catalogue.models import Indicator
from app.reporting.enums import NotCounted
from app.reporting.measures.casework import (
    CASES_OPENED,
    CASES_SERVED,
    GOALS_MET,
    GOALS_MET_WITH_SERVICE,
    REFERRALS_ANSWERED,
    REFERRALS_COMPLETED,
)
from app.reporting.measures.measure import Measure
from app.reporting.measures.people import CHILDREN_OF_SERVICES, PEOPLE_OF_SERVICES, PEOPLE_SERVED, PEOPLE_SUPPLIED
from app.reporting.measures.quantities import DOCUMENTS_HANDLED, KITS_HANDED_OUT, SERVICES_GIVEN

AGE_AND_SEX = "agd"
POPULATION = "pop_type"
"""R4V's words for the splits that an indicator asks for."""

MEASURES = (
    PEOPLE_OF_SERVICES,
    CHILDREN_OF_SERVICES,
    PEOPLE_SERVED,
    PEOPLE_SUPPLIED,
    SERVICES_GIVEN,
    KITS_HANDED_OUT,
    DOCUMENTS_HANDLED,
    CASES_SERVED,
    CASES_OPENED,
    GOALS_MET,
    GOALS_MET_WITH_SERVICE,
    REFERRALS_ANSWERED,
    REFERRALS_COMPLETED,
)

BY_CODE: Mapping[str, Measure | NotCounted] = {
    # One service of protection of children feeds both; only this one is about the children themselves.
    "CP-01": CHILDREN_OF_SERVICES,
    "CP-02": NotCounted.NOT_TOLD_APART,
    # A consultation and medicines are one service of the catalogue; the modality tells them apart. So with education.
    "HE-01": PEOPLE_SERVED,
    "HE-03": PEOPLE_SUPPLIED,
    "ED-01": PEOPLE_SERVED,
    "ED-02": PEOPLE_SUPPLIED,
    # Collective shelter or hotel; rent up to three months or longer; water or sanitation; kinds of nutrition care.
    "SHE-01": NotCounted.NOT_TOLD_APART,
    "SHE-04": NotCounted.NOT_TOLD_APART,
    "SHE-02": NotCounted.NOT_TOLD_APART,
    "SHE-03": NotCounted.NOT_TOLD_APART,
    "WA-01": NotCounted.NOT_TOLD_APART,
    "WA-02": NotCounted.NOT_TOLD_APART,
    "NU-01": NotCounted.NOT_TOLD_APART,
    "NU-02": NotCounted.NOT_TOLD_APART,
    "NU-03": NotCounted.NOT_TOLD_APART,
    "NU-04": NotCounted.NOT_TOLD_APART,
    # Results that the cases and referrals themselves record.
    "FR-01": GOALS_MET_WITH_SERVICE,
    "CM-01": CASES_OPENED,
    "CM-02": GOALS_MET,
    "CM-03": REFERRALS_ANSWERED,
    "CM-04": REFERRALS_COMPLETED,
}
"""Indicators decided one by one; the others follow their family."""

BY_FAMILY: Mapping[tuple[IndicatorType, IndicatorUnit], Measure | NotCounted] = {
    (IndicatorType.DIRECT_ASSISTANCE, IndicatorUnit.PERSONS): PEOPLE_OF_SERVICES,
    (IndicatorType.CAMPAIGN, IndicatorUnit.PERSONS): PEOPLE_OF_SERVICES,
    (IndicatorType.DIRECT_ASSISTANCE, IndicatorUnit.SERVICES): SERVICES_GIVEN,
    (IndicatorType.DIRECT_ASSISTANCE, IndicatorUnit.APPLICATIONS): CASES_SERVED,
    (IndicatorType.OUTPUT, IndicatorUnit.BUSINESSES): CASES_SERVED,
    (IndicatorType.OUTPUT, IndicatorUnit.KITS): KITS_HANDED_OUT,
    (IndicatorType.OUTPUT, IndicatorUnit.DOCUMENTS): DOCUMENTS_HANDLED,
    (IndicatorType.OUTPUT, IndicatorUnit.DOSES): NotCounted.UNIT_NOT_RECORDED,
}


def measure_of(indicator: Indicator, *, has_services: bool) -> Measure | NotCounted:
    """How an indicator is counted, or why it is not. ``has_services``: a service of the catalogue is linked to it."""
    if indicator.code in BY_CODE:
        return BY_CODE[indicator.code]
    if not indicator.case_kinds or not has_services:
        return NotCounted.NOT_CASEWORK
    if indicator.type == IndicatorType.OUTCOME:
        return NotCounted.RESULT_NOT_RECORDED
    return BY_FAMILY.get((IndicatorType(indicator.type), IndicatorUnit(indicator.unit)), NotCounted.NOT_CASEWORK)
