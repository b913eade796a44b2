"""Humanitarian aid: food, shelter, cash, health, transport and other needs that cannot wait.

Needs follow the sectors of R4V's plan; urgency follows the three windows of the inter-agency referral form. Steps and
deadlines are this project's proposal. Violence and trafficking are not asked here: they belong to closed sections.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseKind, ClosureReason, FollowUpKind, Modality, RiskLevel, Unit
from app.cases.kinds.description import AnswerType, IntakeQuestion, IntakeSection, KindDescription, Option, UsualDelivery, Window
from app.cases.labels import CLOSURE_REASON_LABELS
from app.catalogue.labels import CASE_KIND_LABELS
from app.foundation.columns import Privacy
from app.people.enums import PopulationType

_NEEDS = (
    Option("food", _l("Food")),
    Option("shelter", _l("A place to sleep")),
    Option("rent", _l("Help with the rent")),
    Option("cash", _l("Money for basic needs")),
    Option("household_items", _l("Household items, blankets, clothes")),
    Option("hygiene", _l("Hygiene and menstrual health")),
    Option("water", _l("Drinking water, toilet, shower")),
    Option("health", _l("Health care or medicines")),
    Option("psychosocial", _l("Psychosocial support")),
    Option("nutrition", _l("Food for a baby, or in pregnancy and breastfeeding")),
    Option("transport", _l("Transport")),
    Option("education", _l("School")),
    Option("information", _l("Information, a telephone, connection")),
    Option("return", _l("Assisted return")),
)

_NEEDED = IntakeSection(
    _l("What is needed"),
    (
        IntakeQuestion(
            "needs",
            _l("What does the person need?"),
            AnswerType.SEVERAL,
            (*_NEEDS, Option("other", _l("Something else"))),
            hint=_l("Do not write here about violence or trafficking: ask your supervisor which way is safe."),
            is_mandatory=True,
            is_open_to_silence=False,
        ),
        IntakeQuestion(
            "urgency",
            _l("How soon?"),
            AnswerType.CHOICE,
            (
                Option("day", _l("Today: within 24 hours"), window=Window(0, RiskLevel.HIGH)),
                Option("three_days", _l("Within three days"), window=Window(3, RiskLevel.MEDIUM)),
                Option("two_weeks", _l("Within two weeks"), window=Window(14, RiskLevel.MEDIUM)),
                Option("later", _l("It can wait longer"), window=Window(None, RiskLevel.LOW)),
            ),
            is_mandatory=True,
            is_open_to_silence=False,
        ),
    ),
    is_open=True,
)

_REACHED = IntakeSection(
    _l("Who is reached"),
    (
        IntakeQuestion(
            "people_reached",
            _l("How many people does the aid reach, the person included?"),
            AnswerType.NUMBER,
            largest=30,
        ),
        IntakeQuestion("under_five", _l("Of them, children under five"), AnswerType.NUMBER, largest=20),
        IntakeQuestion(
            "pregnant_or_breastfeeding",
            _l("Is somebody pregnant or breastfeeding?"),
            AnswerType.YES_NO,
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion(
            "tonight",
            _l("Where do they sleep tonight?"),
            AnswerType.CHOICE,
            (
                Option("rented", _l("In a house or a rented room")),
                Option("hosted", _l("With family or friends")),
                Option("collective_shelter", _l("In a shelter")),
                Option("hotel", _l("In a hotel or guesthouse")),
                Option("settlement", _l("In a settlement")),
                Option("street", _l("In the street, a park or a bus station")),
            ),
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion(
            "travels_on",
            _l("Day on which they travel on"),
            AnswerType.DATE,
            privacy=Privacy.IDENTITY,
            head_words=_l("Travel on"),
        ),
    ),
    matters_for=frozenset({PopulationType.IN_TRANSIT}),
)

_RECEIVED = IntakeSection(
    _l("Already received elsewhere"),
    (
        IntakeQuestion("received", _l("Has the household received aid in the last three months?"), AnswerType.YES_NO),
        IntakeQuestion("received_what", _l("What was received"), AnswerType.SEVERAL, _NEEDS),
        IntakeQuestion("received_on", _l("When it was last received"), AnswerType.DATE),
        IntakeQuestion("received_from", _l("From whom"), AnswerType.TEXT, largest=200),
    ),
)

_TO_MIND = IntakeSection(
    _l("To keep in mind"),
    (
        IntakeQuestion("can_cook", _l("Can they cook where they stay?"), AnswerType.YES_NO),
        IntakeQuestion(
            "way_of_help",
            _l("How do they prefer to be helped?"),
            AnswerType.CHOICE,
            (
                Option("in_kind", _l("With things")),
                Option("cash", _l("With money")),
                Option("voucher", _l("With a voucher")),
                Option("no_preference", _l("Either way")),
            ),
        ),
        IntakeQuestion("diet", _l("What they cannot eat"), AnswerType.TEXT, privacy=Privacy.NARRATIVE, largest=500),
        IntakeQuestion(
            "medical",
            _l("Illness, treatment or medicine to mind"),
            AnswerType.TEXT,
            hint=_l("Only what changes the aid."),
            privacy=Privacy.NARRATIVE,
            largest=1000,
        ),
    ),
)

_IN_KIND_KIT = UsualDelivery(Unit.KIT, Modality.IN_KIND)
_SESSION = UsualDelivery(Unit.SESSION)

HUMANITARIAN_AID = KindDescription(
    kind=CaseKind.HUMANITARIAN_AID,
    name=CASE_KIND_LABELS[CaseKind.HUMANITARIAN_AID],
    sentence=_l("To cover needs that cannot wait: food, shelter, money, health, transport, school."),
    goal_hint=_l("For example: sleep under a roof and reach Lima with the children"),
    is_goal_optional=True,
    steps=(
        _l("See what cannot wait until tomorrow"),
        _l("Ask what was received elsewhere"),
        _l("Deliver what this office has"),
        _l("Refer the rest and hear the answer"),
        _l("Ask whether it arrived and was of use"),
        _l("Close, or go on with documents and work"),
    ),
    intake=(_NEEDED, _REACHED, _RECEIVED, _TO_MIND),
    follow_up_days={RiskLevel.HIGH: 1, RiskLevel.MEDIUM: 3, RiskLevel.LOW: 7},
    follow_up=FollowUpKind.MESSAGE,
    closure_reasons={
        **CLOSURE_REASON_LABELS,
        ClosureReason.GOAL_MET: _l("The need was met"),
        ClosureReason.MOVED_ON: _l("The person travelled on"),
    },
    usual={
        "H-MPC": UsualDelivery(Unit.SERVICE, Modality.CASH),
        "H-ALI": _IN_KIND_KIT,
        "H-ALB": UsualDelivery(Unit.NIGHT),
        "H-ALQ": UsualDelivery(Unit.SERVICE, Modality.CASH),
        "H-KIT": _IN_KIND_KIT,
        "H-HIG": _IN_KIND_KIT,
        "H-TRA": UsualDelivery(Unit.TRIP),
        "H-TRL": UsualDelivery(Unit.TRIP),
        "H-SAL": _SESSION,
        "H-SSR": _SESSION,
        "H-VIH": _SESSION,
        "H-SMP": _SESSION,
        "H-LEG": _SESSION,
    },
)
