"""The words for the vocabularies of this room. Groups of people are named as in R4V's templates, children included."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.people.enums import PopulationType, Sex
from app.reporting.enums import AgeBand, AgeGroup, BuildStep, Counted, NotCounted, ReportFormat, ReportStatus

STATUS_LABELS = {
    ReportStatus.REQUESTED: _l("Waiting to be counted"),
    ReportStatus.COUNTING: _l("Being made"),
    ReportStatus.READY: _l("Internal draft"),
    ReportStatus.FAILED: _l("Stopped"),
}

STEP_LABELS = {
    BuildStep.PEOPLE: _l("Counting people by kind of case, country, sex and age"),
    BuildStep.ACTION_POINTS: _l("Counting people by action point of the Quito Process"),
    BuildStep.INDICATORS: _l("Counting the R4V indicators"),
    BuildStep.SERVICES: _l("Counting the services"),
    BuildStep.CASELOAD: _l("Balancing the caseload"),
    BuildStep.PDF: _l("Writing the PDF"),
    BuildStep.XLSX: _l("Writing the spreadsheet"),
}

FORMAT_LABELS = {ReportFormat.PDF: "PDF", ReportFormat.XLSX: _l("Spreadsheet (XLSX)")}

SEX_LABELS = {
    Sex.FEMALE: _l("Women and girls"),
    Sex.MALE: _l("Men and boys"),
    Sex.OTHER: _l("Other sex"),
    Sex.UNKNOWN: _l("Sex not known"),
    Sex.DECLINED: _l("Declined to say"),
}

AGE_LABELS = {
    AgeBand.UNDER_5: "0–4",
    AgeBand.FROM_5_TO_11: "5–11",
    AgeBand.FROM_12_TO_17: "12–17",
    AgeBand.FROM_18_TO_59: "18–59",
    AgeBand.FROM_60: "60+",
    AgeBand.UNKNOWN: _l("Age not known"),
}

GROUP_LABELS = {
    AgeGroup.UNDER_18: _l("Under 18"),
    AgeGroup.FROM_18: _l("18 and over"),
    AgeGroup.UNKNOWN: _l("Age not known"),
}

POPULATION_LABELS = {
    PopulationType.IN_DESTINATION: _l("In destination"),
    PopulationType.IN_TRANSIT: _l("In transit"),
    PopulationType.PENDULAR: _l("Pendular"),
    PopulationType.HOST_COMMUNITY: _l("Host community"),
    PopulationType.RETURNEE: _l("Returnee"),
    PopulationType.UNKNOWN: _l("Type not known"),
}

COUNTED_LABELS = {
    Counted.PEOPLE: _l("people"),
    Counted.CASES: _l("cases"),
    Counted.REFERRALS: _l("referrals"),
    Counted.SERVICES: _l("services"),
    Counted.KITS: _l("kits"),
    Counted.DOCUMENTS: _l("documents"),
}

NOT_COUNTED_LABELS = {
    NotCounted.RESULT_NOT_RECORDED: _l("they ask for a result, and a service given is not yet its result"),
    NotCounted.NOT_TOLD_APART: _l("one service feeds several of them, and its record does not say which"),
    NotCounted.UNIT_NOT_RECORDED: _l("deliveries are not recorded in their unit"),
    NotCounted.NOT_CASEWORK: _l("they are fed by other records than cases"),
}
