"""The words for the vocabularies of casework."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseStatus, ClosureReason, FollowUpKind, FollowUpOutcome, Modality, RiskLevel, Unit

STATUS_LABELS = {
    CaseStatus.OPEN: _l("In progress"),
    CaseStatus.ON_HOLD: _l("On hold"),
    CaseStatus.CLOSED: _l("Closed"),
}

RISK_LABELS = {
    RiskLevel.HIGH: _l("High risk"),
    RiskLevel.MEDIUM: _l("Medium risk"),
    RiskLevel.LOW: _l("Low risk"),
}

RISK_HINTS = {
    RiskLevel.HIGH: _l("Safety, life or health is in danger, or a child is alone"),
    RiskLevel.MEDIUM: _l("The situation may get worse soon if nothing is done"),
    RiskLevel.LOW: _l("The situation is stable"),
}

CLOSURE_REASON_LABELS = {
    ClosureReason.GOAL_MET: _l("The goal was reached"),
    ClosureReason.MOVED_ON: _l("The person moved elsewhere"),
    ClosureReason.NO_CONTACT: _l("Contact was lost"),
    ClosureReason.WITHDREW: _l("The person does not wish to go on"),
    ClosureReason.TRANSFERRED: _l("Another organisation has taken it over"),
    ClosureReason.NOT_ELIGIBLE: _l("The person does not meet the conditions"),
    ClosureReason.DIED: _l("The person died"),
    ClosureReason.DUPLICATE: _l("The case was opened twice"),
    ClosureReason.OTHER: _l("Another reason"),
}

UNIT_LABELS = {
    Unit.SERVICE: _l("Services"),
    Unit.PERSON: _l("People"),
    Unit.KIT: _l("Kits"),
    Unit.NIGHT: _l("Nights"),
    Unit.DAY: _l("Days"),
    Unit.DOCUMENT: _l("Documents"),
    Unit.SESSION: _l("Sessions"),
    Unit.TRIP: _l("Trips"),
}

MODALITY_LABELS = {
    Modality.SERVICE: _l("As a service"),
    Modality.IN_KIND: _l("In kind"),
    Modality.CASH: _l("Cash"),
    Modality.VOUCHER: _l("Voucher"),
}

FOLLOW_UP_LABELS = {
    FollowUpKind.CALL: _l("Call"),
    FollowUpKind.MESSAGE: _l("Message"),
    FollowUpKind.VISIT: _l("Visit"),
    FollowUpKind.APPOINTMENT: _l("Appointment"),
}

OUTCOME_LABELS = {
    FollowUpOutcome.REACHED: _l("It took place"),
    FollowUpOutcome.NOT_REACHED: _l("The person could not be reached"),
    FollowUpOutcome.POSTPONED: _l("It was put off"),
    FollowUpOutcome.NOT_NEEDED: _l("It is no longer needed"),
}
