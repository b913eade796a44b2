"""The three kinds of case, each described once. Forms, deadlines and closures are made from the descriptions."""

from __future__ import annotations

from collections.abc import Mapping

from app.cases.enums import CaseKind
from app.cases.kinds.description import (
    AnswerType,
    IntakeQuestion,
    IntakeSection,
    KindDescription,
    Option,
    OptionList,
    UsualDelivery,
    Window,
)
from app.cases.kinds.documentation import DOCUMENTATION
from app.cases.kinds.economic_integration import ECONOMIC_INTEGRATION
from app.cases.kinds.humanitarian_aid import HUMANITARIAN_AID

KINDS: Mapping[CaseKind, KindDescription] = {
    description.kind: description for description in (DOCUMENTATION, HUMANITARIAN_AID, ECONOMIC_INTEGRATION)
}


def describe(kind: CaseKind) -> KindDescription:
    return KINDS[kind]


def usual_delivery(service_code: str) -> UsualDelivery:
    """How a service is usually delivered, whichever kind of case delivers it."""
    found = (description.usual[service_code] for description in KINDS.values() if service_code in description.usual)
    return next(found, UsualDelivery())


__all__ = [
    "KINDS",
    "AnswerType",
    "IntakeQuestion",
    "IntakeSection",
    "KindDescription",
    "Option",
    "OptionList",
    "UsualDelivery",
    "Window",
    "describe",
    "usual_delivery",
]
