"""Economic integration: work, own business, training, recognition of studies, access to a bank.

Scope follows R4V's indicators RE-IN1 to RE-IN5, barriers its joint needs assessment (INT_D5, INT_D8). Steps and
deadlines are this project's proposal.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseKind, ClosureReason, FollowUpKind, Modality, RiskLevel, Unit
from app.cases.kinds.description import AnswerType, IntakeQuestion, IntakeSection, KindDescription, Option, UsualDelivery
from app.cases.labels import CLOSURE_REASON_LABELS
from app.catalogue.labels import CASE_KIND_LABELS
from app.foundation.columns import Privacy

_WANTED = IntakeSection(
    _l("What the person wants"),
    (
        IntakeQuestion(
            "wants",
            _l("What does the person want?"),
            AnswerType.SEVERAL,
            (
                Option("employment", _l("A job")),
                Option("self_employment", _l("To begin or strengthen an own business")),
                Option("training", _l("Vocational training")),
                Option("soft_skills", _l("Language, digital or other skills")),
                Option("study_recognition", _l("Recognition of studies or skills")),
                Option("work_permit", _l("A work permit or a formal contract")),
                Option("bank_account", _l("A bank account or a way to save")),
                Option("credit", _l("Seed capital or credit")),
                Option("child_care", _l("Child care in order to work")),
                Option("other", _l("Something else")),
            ),
            is_mandatory=True,
            is_open_to_silence=False,
        ),
        IntakeQuestion(
            "working_now",
            _l("What does the person live on now?"),
            AnswerType.CHOICE,
            (
                Option("looking", _l("Has no work and looks for it")),
                Option("not_looking", _l("Has no work and does not look for it now")),
                Option("caring", _l("Cares for the home or for others")),
                Option("studying", _l("Is studying")),
                Option("occasional", _l("Occasional work")),
                Option("informal", _l("Works without a contract")),
                Option("formal", _l("Works with a contract")),
                Option("own_business", _l("Has an own business")),
            ),
        ),
    ),
    is_open=True,
)

_EXPERIENCE = IntakeSection(
    _l("Experience and studies"),
    (
        IntakeQuestion(
            "occupation_before",
            _l("Occupation before the journey"),
            AnswerType.TEXT,
            privacy=Privacy.IDENTITY,
            largest=200,
        ),
        IntakeQuestion("years_of_experience", _l("Years of experience in it"), AnswerType.NUMBER, largest=70),
        IntakeQuestion(
            "highest_studies",
            _l("Highest studies completed"),
            AnswerType.CHOICE,
            (
                Option("none", _l("No studies")),
                Option("primary", _l("Primary school")),
                Option("secondary", _l("Secondary school")),
                Option("technical", _l("Technical studies")),
                Option("university", _l("University")),
                Option("postgraduate", _l("Postgraduate studies")),
            ),
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion(
            "certificates",
            _l("Does the person hold the certificates of those studies?"),
            AnswerType.CHOICE,
            (
                Option("apostilled", _l("Yes, with apostille")),
                Option("without_apostille", _l("Yes, without apostille")),
                Option("copy_only", _l("Only a copy")),
                Option("no", _l("No")),
            ),
        ),
        IntakeQuestion(
            "skills",
            _l("What can the person do?"),
            AnswerType.SEVERAL,
            (
                Option("construction", _l("Construction")),
                Option("cooking", _l("Cooking and food")),
                Option("sewing", _l("Sewing and clothing")),
                Option("care", _l("Care of persons")),
                Option("cleaning", _l("Cleaning")),
                Option("farming", _l("Farming and animals")),
                Option("sales", _l("Sales and service to customers")),
                Option("driving", _l("Driving and deliveries")),
                Option("mechanics", _l("Mechanics and electricity")),
                Option("beauty", _l("Beauty and hairdressing")),
                Option("office", _l("Office and accounts")),
                Option("computing", _l("Computing")),
                Option("health", _l("Health")),
                Option("teaching", _l("Teaching")),
                Option("crafts", _l("Crafts and arts")),
                Option("other", _l("Something else")),
            ),
        ),
    ),
)

_CONDITIONS = IntakeSection(
    _l("Permission to work and obstacles"),
    (
        IntakeQuestion(
            "work_permission",
            _l("May the person work in this country?"),
            AnswerType.CHOICE,
            (
                Option("yes", _l("Yes, with a valid document")),
                Option("in_process", _l("The document is under way")),
                Option("no", _l("No")),
            ),
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion("has_account", _l("Has the person a bank account or mobile money?"), AnswerType.YES_NO),
        IntakeQuestion(
            "obstacles",
            _l("What stands in the way of work or business?"),
            AnswerType.SEVERAL,
            (
                Option("documents", _l("Documents")),
                Option("studies_not_recognised", _l("The studies are not recognised")),
                Option("no_references", _l("No experience or references here")),
                Option("few_offers", _l("There are few offers")),
                Option("child_care", _l("Nobody to look after the children")),
                Option("transport", _l("Distance or transport")),
                Option("language", _l("The language")),
                Option("discrimination", _l("Discrimination")),
                Option("health", _l("Health or a disability")),
                Option("no_tools", _l("No tools or capital")),
                Option("no_credit_history", _l("No credit history")),
                Option("none", _l("Nothing"), excluding=True),
            ),
        ),
        IntakeQuestion(
            "time_available",
            _l("How much time can the person give?"),
            AnswerType.CHOICE,
            (
                Option("full", _l("Full time")),
                Option("mornings", _l("Mornings")),
                Option("afternoons", _l("Afternoons or evenings")),
                Option("weekends", _l("Weekends")),
            ),
        ),
        IntakeQuestion(
            "conditions_in_words",
            _l("What the person says about it"),
            AnswerType.TEXT,
            privacy=Privacy.NARRATIVE,
            largest=2000,
        ),
    ),
)

_SESSION = UsualDelivery(Unit.SESSION)

ECONOMIC_INTEGRATION = KindDescription(
    kind=CaseKind.ECONOMIC_INTEGRATION,
    name=CASE_KIND_LABELS[CaseKind.ECONOMIC_INTEGRATION],
    sentence=_l("To find work, build an own business, learn, have studies recognised, or open a bank account."),
    goal_hint=_l("For example: work as a nurse again, with the degree recognised"),
    steps=(
        _l("Hear what the person could do before and wants now"),
        _l("See the permission to work and what is missing"),
        _l("Agree on a way: job, business or training"),
        _l("Deliver or refer: training, recognition, capital, bank"),
        _l("Accompany the first weeks of work or sales"),
        _l("Ask again after three and six months"),
    ),
    intake=(_WANTED, _EXPERIENCE, _CONDITIONS),
    follow_up_days={RiskLevel.HIGH: 5, RiskLevel.MEDIUM: 10, RiskLevel.LOW: 20},
    follow_up=FollowUpKind.CALL,
    closure_reasons={
        **CLOSURE_REASON_LABELS,
        ClosureReason.GOAL_MET: _l("Has work, an own income or what was sought"),
    },
    usual={
        "E-ORI": _SESSION,
        "E-FOR": _SESSION,
        "E-HAB": _SESSION,
        "E-EMP": _SESSION,
        "E-CER": UsualDelivery(Unit.DOCUMENT),
        "E-PER": UsualDelivery(Unit.DOCUMENT),
        "E-SEM": UsualDelivery(Unit.SERVICE, Modality.CASH),
        "E-PRO": UsualDelivery(Unit.SERVICE, Modality.IN_KIND),
        "E-CUI": UsualDelivery(Unit.DAY),
    },
)
