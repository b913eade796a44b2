"""The words for the vocabularies and the fields of this room, and the words in which consent is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.people.enums import (
    CareRelation,
    CareSituation,
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentHolder,
    ConsentPurpose,
    GenderIdentity,
    PopulationType,
    Relation,
    Sex,
)

SEX_LABELS = {
    Sex.FEMALE: _l("Female"),
    Sex.MALE: _l("Male"),
    Sex.OTHER: _l("Another sex"),
    Sex.UNKNOWN: _l("Sex unknown"),
    Sex.DECLINED: _l("Prefers not to say the sex"),
}

GENDER_LABELS = {
    GenderIdentity.WOMAN: _l("Woman"),
    GenderIdentity.MAN: _l("Man"),
    GenderIdentity.TRANS_WOMAN: _l("Trans woman"),
    GenderIdentity.TRANS_MAN: _l("Trans man"),
    GenderIdentity.NON_BINARY: _l("Non-binary person"),
    GenderIdentity.OTHER: _l("Another identity"),
    GenderIdentity.UNKNOWN: _l("Not known"),
    GenderIdentity.DECLINED: _l("Prefers not to say"),
}

POPULATION_LABELS = {
    PopulationType.IN_DESTINATION: _l("In destination"),
    PopulationType.IN_TRANSIT: _l("In transit"),
    PopulationType.PENDULAR: _l("Pendular movement"),
    PopulationType.HOST_COMMUNITY: _l("Host community"),
    PopulationType.RETURNEE: _l("Returnee"),
    PopulationType.UNKNOWN: _l("Situation not known"),
}

POPULATION_HINTS = {
    PopulationType.IN_DESTINATION: _l("Wants to stay in this country"),
    PopulationType.IN_TRANSIT: _l("Is on the way to another country"),
    PopulationType.PENDULAR: _l("Comes and goes across the border"),
    PopulationType.HOST_COMMUNITY: _l("Is from here and lives among the people who arrive"),
    PopulationType.RETURNEE: _l("Has this country's nationality and came back"),
}

RELATION_LABELS = {
    Relation.HEAD: _l("Head of the household"),
    Relation.PARTNER: _l("Partner"),
    Relation.CHILD: _l("Daughter or son"),
    Relation.PARENT: _l("Mother or father"),
    Relation.SIBLING: _l("Sister or brother"),
    Relation.GRANDPARENT: _l("Grandmother or grandfather"),
    Relation.GRANDCHILD: _l("Granddaughter or grandson"),
    Relation.OTHER_RELATIVE: _l("Another relative"),
    Relation.NOT_RELATED: _l("Not a relative"),
    Relation.UNKNOWN: _l("Relation to be confirmed"),
}

SITUATION_LABELS = {
    CareSituation.ACCOMPANIED: _l("With a parent, or the adult who always cared for them"),
    CareSituation.SEPARATED: _l("Separated: with another adult of the family"),
    CareSituation.UNACCOMPANIED: _l("Unaccompanied: with no adult who answers for them"),
    CareSituation.UNKNOWN: _l("Not known yet"),
}

SITUATION_HINTS = {
    CareSituation.ACCOMPANIED: _l("Also who cared for them before by law or custom, such as a grandmother who raised them"),
    CareSituation.SEPARATED: _l("Such as an aunt, an uncle or an adult sibling who did not care for them before"),
    CareSituation.UNACCOMPANIED: _l("Alone, with other children, or with adults who are not family and have no charge of them"),
}

CARE_RELATION_LABELS = {
    CareRelation.PARENT: _l("Mother or father"),
    CareRelation.GRANDPARENT: _l("Grandmother or grandfather"),
    CareRelation.SIBLING: _l("Sister or brother"),
    CareRelation.OTHER_RELATIVE: _l("Another relative"),
    CareRelation.PARTNER: _l("Partner"),
    CareRelation.FRIEND: _l("Friend of the family"),
    CareRelation.NEIGHBOUR: _l("Neighbour"),
    CareRelation.FOSTER_CARER: _l("Foster carer"),
    CareRelation.AUTHORITY: _l("Child-protection authority or shelter"),
    CareRelation.OTHER: _l("Somebody else"),
    CareRelation.UNKNOWN: _l("Relation to be confirmed"),
}

CONSENT_HOLDER_LABELS = {
    ConsentHolder.GUARDIAN: _l("The guardian named above"),
    ConsentHolder.OTHER_ADULT: _l("Another adult"),
    ConsentHolder.AUTHORITY: _l("An authority, such as the family defender or a judge"),
    ConsentHolder.NOBODY_YET: _l("Nobody yet"),
}

PURPOSE_LABELS = {
    ConsentPurpose.CASE_MANAGEMENT: _l("Keep a file and work on the case"),
    ConsentPurpose.REFERRAL_SHARING: _l("Share facts with a partner to obtain a service"),
    ConsentPurpose.STATISTICS: _l("Count in figures without a name"),
    ConsentPurpose.CONTACT: _l("Be contacted again"),
}

CONSENT_TEXT_VERSION = 1
"""Grows when the words below change; each consent keeps the version that was read."""

CONSENT_WORDS = {
    ConsentPurpose.CASE_MANAGEMENT: _l(
        "May we write down what you tell us and keep it in a protected file, so that our team can help you?"
    ),
    ConsentPurpose.REFERRAL_SHARING: _l(
        "If another organisation can give you a service, may we tell it only what it needs to know? We ask you again each time."
    ),
    ConsentPurpose.STATISTICS: _l(
        "May we count you in our figures, such as how many people we helped, without your name or anything that says who you are?"
    ),
    ConsentPurpose.CONTACT: _l("May we call you or write to you later to know how you are? You tell us how and when it is safe."),
}

DECISION_LABELS = {
    ConsentDecision.GIVEN: _l("Given"),
    ConsentDecision.REFUSED: _l("Refused"),
    ConsentDecision.WITHDRAWN: _l("Withdrawn"),
}

EVIDENCE_LABELS = {
    ConsentEvidence.VERBAL: _l("Verbal, certified by you"),
    ConsentEvidence.SIGNED: _l("Signed on paper"),
}

GIVER_LABELS = {
    ConsentGiver.PERSON: _l("The person"),
    ConsentGiver.GUARDIAN: _l("Who answers for the child"),
}

FIELD_LABELS: Mapping[str, Any] = {
    "given_names": _l("Given names"),
    "surname_1": _l("First surname"),
    "surname_2": _l("Second surname"),
    "sex": _l("Sex"),
    "gender_identity": _l("Gender identity"),
    "birth": _l("Birth date"),
    "stated_age": _l("Age"),
    "nationalities": _l("Nationality"),
    "population_type": _l("Situation"),
    "area_code": _l("State or department"),
    "locality": _l("Town or neighbourhood"),
    "phone": _l("Phone"),
    "safe_contact": _l("Safe contact"),
}
