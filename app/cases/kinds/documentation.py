"""Documentation: civil, consular and identity documents, permits and regularisation, asylum procedure.

Questions and answers follow R4V's joint needs assessment of 2025 (PRO_D3, PRO_D4, PRO_D9); steps and deadlines are this
project's proposal.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseKind, ClosureReason, FollowUpKind, Modality, RiskLevel, Unit
from app.cases.kinds.description import (
    AnswerType,
    IntakeQuestion,
    IntakeSection,
    KindDescription,
    Option,
    OptionList,
    UsualDelivery,
)
from app.cases.labels import CLOSURE_REASON_LABELS
from app.catalogue.labels import CASE_KIND_LABELS
from app.foundation.columns import Privacy

_NEEDED = IntakeSection(
    _l("What is needed"),
    (
        IntakeQuestion(
            "needs",
            _l("What does the person need?"),
            AnswerType.SEVERAL,
            (
                Option("regularisation", _l("A permit or regular stay")),
                Option("renewal", _l("To renew or replace a document")),
                Option(
                    "origin_documents", _l("A document of the country of origin"), _l("Passport, identity card, criminal record")
                ),
                Option("civil_documents", _l("A civil-status certificate"), _l("Birth, marriage, death")),
                Option("apostille", _l("An apostille, legalisation or translation")),
                Option("birth_registration", _l("To register a birth or settle a nationality")),
                Option("asylum", _l("The asylum procedure")),
                Option("family_reunification", _l("Family reunification")),
                Option("study_recognition", _l("Recognition of studies")),
                Option("access_to_work", _l("A document to work")),
                Option("access_to_services", _l("A document for a service or a social benefit")),
                Option("reporting_crime", _l("To report a crime")),
                Option("other", _l("Something else")),
            ),
            is_mandatory=True,
            is_open_to_silence=False,
        ),
        IntakeQuestion(
            "target_document",
            _l("Which document or permit is sought?"),
            AnswerType.CHOICE,
            option_list=OptionList.DOCUMENT_TYPES,
        ),
    ),
    is_open=True,
)

_PRESENT = IntakeSection(
    _l("Documents and stay today"),
    (
        IntakeQuestion(
            "identity_documents",
            _l("Identity documents that the person holds"),
            AnswerType.SEVERAL,
            (
                Option("passport", _l("Passport")),
                Option("passport_expired", _l("Expired passport")),
                Option("national_id", _l("Identity card of the country of origin")),
                Option("host_country_id", _l("Identity document of this country")),
                Option("birth_certificate", _l("Birth certificate")),
                Option("none", _l("No document"), excluding=True),
            ),
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion(
            "status_documents",
            _l("Documents about the stay in this country"),
            AnswerType.SEVERAL,
            (
                Option("stay_permit", _l("Stay permit")),
                Option("temporary_residence", _l("Temporary residence")),
                Option("temporary_protection", _l("Temporary protection")),
                Option("permanent_residence", _l("Permanent residence")),
                Option("asylum_card", _l("Asylum-seeker or refugee card")),
                Option("citizenship", _l("Citizenship")),
                Option("other", _l("Another one")),
                Option("none_valid", _l("None that is valid"), excluding=True),
            ),
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion(
            "status_expires_on",
            _l("Last day of the present permit"),
            AnswerType.DATE,
            privacy=Privacy.IDENTITY,
        ),
        IntakeQuestion(
            "regular_entry",
            _l("Did the person enter at an authorised border post?"),
            AnswerType.YES_NO,
            hint=_l("Ask only if the procedure depends on it. The answer does not leave this file."),
            privacy=Privacy.IDENTITY,
        ),
    ),
)

_OBSTACLES = IntakeSection(
    _l("What stood in the way so far"),
    (
        IntakeQuestion(
            "obstacles",
            _l("Why was it not obtained?"),
            AnswerType.SEVERAL,
            (
                Option("cost", _l("No money, and no free way")),
                Option("transport_cost", _l("The journey costs too much")),
                Option("no_transport", _l("No transport")),
                Option("information", _l("No information, or not in the person's language")),
                Option("delays", _l("Delays, no appointments")),
                Option("papers_missing", _l("The papers asked for are hard to gather")),
                Option("consulate_away", _l("No consulate, or it does not attend")),
                Option("service_unavailable", _l("The service is not available here")),
                Option("discrimination", _l("Discrimination")),
                Option("fear", _l("Fear of the authority")),
                Option("not_tried", _l("It was not tried yet"), excluding=True),
            ),
        ),
        IntakeQuestion("refused_before", _l("Was an earlier application refused?"), AnswerType.YES_NO),
        IntakeQuestion(
            "obstacles_in_words",
            _l("What the person says about it"),
            AnswerType.TEXT,
            privacy=Privacy.NARRATIVE,
            largest=2000,
        ),
    ),
)

_NEXT = IntakeSection(
    _l("Appointments and deadlines"),
    (
        IntakeQuestion(
            "authority",
            _l("Authority or consulate"),
            AnswerType.TEXT,
            largest=200,
        ),
        IntakeQuestion(
            "appointment_on",
            _l("Next appointment"),
            AnswerType.DATE,
            hint=_l("It becomes a follow-up on that day."),
            plans=FollowUpKind.APPOINTMENT,
        ),
        IntakeQuestion(
            "deadline_on",
            _l("Last day to hand something in, or to appeal"),
            AnswerType.DATE,
            hint=_l("It becomes a follow-up on that day."),
            plans=FollowUpKind.CALL,
        ),
        IntakeQuestion(
            "file_number",
            _l("File number of the procedure"),
            AnswerType.TEXT,
            privacy=Privacy.IDENTITY,
            largest=100,
        ),
    ),
)

DOCUMENTATION = KindDescription(
    kind=CaseKind.DOCUMENTATION,
    name=CASE_KIND_LABELS[CaseKind.DOCUMENTATION],
    sentence=_l("To obtain, renew or correct a document, a permit or a civil-status certificate, or to seek asylum."),
    goal_hint=_l("For example: obtain the temporary protection permit before March"),
    steps=(
        _l("See which documents the person holds"),
        _l("Settle the way by the rules of the country"),
        _l("List what is required, and tick off what was seen"),
        _l("Book the appointment"),
        _l("Pay the fee, or ask for the waiver"),
        _l("Hand in the application and note its file number"),
        _l("Follow the decision, and appeal in time"),
        _l("Receive the document and plan its renewal"),
    ),
    intake=(_NEEDED, _PRESENT, _OBSTACLES, _NEXT),
    follow_up_days={RiskLevel.HIGH: 3, RiskLevel.MEDIUM: 10, RiskLevel.LOW: 15},
    follow_up=FollowUpKind.CALL,
    closure_reasons={
        **CLOSURE_REASON_LABELS,
        ClosureReason.GOAL_MET: _l("The document or permit was obtained"),
        ClosureReason.NOT_ELIGIBLE: _l("The rules of the country do not admit it"),
    },
    usual={
        "D-REN": UsualDelivery(Unit.DOCUMENT),
        "D-CON": UsualDelivery(Unit.DOCUMENT),
        "D-CIV": UsualDelivery(Unit.DOCUMENT),
        "D-APO": UsualDelivery(Unit.DOCUMENT),
        "D-NAC": UsualDelivery(Unit.DOCUMENT),
        "D-LEG": UsualDelivery(Unit.SESSION),
        "D-TAS": UsualDelivery(Unit.DOCUMENT, Modality.CASH),
    },
)
