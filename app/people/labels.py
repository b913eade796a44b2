"""The words for the vocabularies and the fields of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.catalogue.queries import NATIONALITY_DECLINED, NATIONALITY_UNKNOWN
from app.people.enums import (
    AnsweredBy,
    Assent,
    CareRelation,
    CareSituation,
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentHolder,
    ConsentPurpose,
    ConsentState,
    ContactChannel,
    DataCategory,
    DeathSource,
    Difficulty,
    DocumentState,
    EthnicGroup,
    GenderIdentity,
    InterpretedBy,
    InterpreterNeed,
    MergeGround,
    ObstacleToDocument,
    PairVerdict,
    PopulationType,
    RecipientKind,
    Relation,
    Sex,
    StayKind,
    Validity,
    WayOfEntry,
)

SEX_LABELS = {
    Sex.FEMALE: _l("Female"),
    Sex.MALE: _l("Male"),
    Sex.OTHER: _l("Another sex"),
    Sex.UNKNOWN: _l("Sex unknown"),
    Sex.DECLINED: _l("Prefers not to say the sex"),
}

BIRTH_COUNTRY_UNTOLD = {NATIONALITY_UNKNOWN: _l("Not known"), NATIONALITY_DECLINED: _l("Prefers not to say")}
"""Answers to the country of birth that name none, by the codes that nationalities have for them."""
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

ETHNIC_LABELS = {
    EthnicGroup.INDIGENOUS: _l("Indigenous"),
    EthnicGroup.AFRO_DESCENDANT: _l("Of African descent"),
    EthnicGroup.ROMA: _l("Roma"),
    EthnicGroup.MESTIZO: _l("Mestizo"),
    EthnicGroup.WHITE: _l("White"),
    EthnicGroup.OTHER: _l("Another group"),
    EthnicGroup.UNKNOWN: _l("Not known"),
    EthnicGroup.DECLINED: _l("Prefers not to say"),
}

INTERPRETER_LABELS = {
    InterpreterNeed.NEEDED: _l("Yes, somebody has to interpret"),
    InterpreterNeed.NOT_NEEDED: _l("No"),
    InterpreterNeed.UNKNOWN: _l("Not known"),
}

CHANNEL_LABELS = {
    ContactChannel.WHATSAPP: _l("WhatsApp"),
    ContactChannel.CALL: _l("Phone call"),
    ContactChannel.SMS: _l("Text message (SMS)"),
    ContactChannel.EMAIL: _l("E-mail"),
    ContactChannel.IN_PERSON: _l("Only in person"),
    ContactChannel.THROUGH_SOMEONE: _l("Through somebody they trust"),
    ContactChannel.NO_CONTACT: _l("Does not want to be contacted"),
    ContactChannel.UNKNOWN: _l("Not known"),
}

ENTRY_LABELS = {
    WayOfEntry.REGULAR: _l("By a border post"),
    WayOfEntry.IRREGULAR: _l("By another way"),
    WayOfEntry.UNKNOWN: _l("Not known"),
    WayOfEntry.DECLINED: _l("Prefers not to say"),
}

STAY_LABELS = {
    StayKind.NATIONAL: _l("Is a national of the country"),
    StayKind.PERMANENT_RESIDENCE: _l("Permanent residence"),
    StayKind.TEMPORARY_RESIDENCE: _l("Temporary residence"),
    StayKind.TEMPORARY_PROTECTION_PERMIT: _l("Temporary protection permit"),
    StayKind.ASYLUM_SEEKER: _l("Asked for asylum"),
    StayKind.REFUGEE: _l("Recognised as a refugee"),
    StayKind.VISITOR: _l("Visitor"),
    StayKind.IN_PROCESS: _l("Procedure under way"),
    StayKind.NO_PERMIT: _l("No permit"),
    StayKind.UNKNOWN: _l("Not known"),
    StayKind.DECLINED: _l("Prefers not to say"),
}

STATE_LABELS = {
    DocumentState.HELD: _l("Has it"),
    DocumentState.LOST: _l("Lost"),
    DocumentState.STOLEN: _l("Stolen"),
    DocumentState.WITHHELD: _l("Somebody keeps it from the person"),
    DocumentState.NEVER_HAD: _l("Never had it"),
    DocumentState.CANNOT_OBTAIN: _l("Cannot obtain it"),
}

OBSTACLE_LABELS = {
    ObstacleToDocument.NO_CONSULATE: _l("There is no consulate within reach"),
    ObstacleToDocument.COST: _l("It costs too much"),
    ObstacleToDocument.REQUIREMENTS: _l("Requirements are missing"),
    ObstacleToDocument.FEAR: _l("Is afraid to ask for it"),
    ObstacleToDocument.REFUSED: _l("It was refused"),
    ObstacleToDocument.OTHER: _l("Another reason"),
    ObstacleToDocument.UNKNOWN: _l("Not known"),
}

DEATH_SOURCE_LABELS = {
    DeathSource.FAMILY: _l("The family told us"),
    DeathSource.DOCUMENT: _l("We saw a document"),
    DeathSource.PARTNER: _l("Another organisation or an authority told us"),
    DeathSource.OTHER: _l("In another way"),
}

DIFFICULTY_LABELS = {
    Difficulty.NONE: _l("No, no difficulty"),
    Difficulty.SOME: _l("Yes, some difficulty"),
    Difficulty.A_LOT: _l("Yes, a lot of difficulty"),
    Difficulty.CANNOT: _l("Cannot do it at all"),
    Difficulty.UNKNOWN: _l("Not known"),
    Difficulty.DECLINED: _l("Prefers not to say"),
}

DOMAIN_LABELS = {
    "seeing": _l("Seeing"),
    "hearing": _l("Hearing"),
    "walking": _l("Walking and climbing"),
    "remembering": _l("Remembering"),
    "self_care": _l("Washing and dressing"),
    "communicating": _l("Understanding and being understood"),
}
"""The six domains of the Washington Group Short Set on Functioning, in short."""

ANSWERED_BY_LABELS = {
    AnsweredBy.PERSON: _l("The person"),
    AnsweredBy.SOMEBODY_FOR_THEM: _l("Somebody who knows the person"),
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
    Relation.NIECE_NEPHEW: _l("Niece or nephew"),
    Relation.OTHER_RELATIVE: _l("Another relative"),
    Relation.NOT_RELATED: _l("Not a relative"),
    Relation.UNKNOWN: _l("Relation to be confirmed"),
}

VERDICT_LABELS = {
    PairVerdict.DIFFERENT: _l("They are different people"),
    PairVerdict.SAME: _l("They are the same person"),
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
    CareRelation.AUNT_UNCLE: _l("Aunt or uncle"),
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

INTERPRETED_LABELS = {
    InterpretedBy.TEAM: _l("Somebody of our team"),
    InterpretedBy.ORGANISATION: _l("An interpreter of another organisation"),
    InterpretedBy.RELATIVE: _l("A relative or companion of the person"),
    InterpretedBy.OTHER: _l("Somebody else"),
}

RECIPIENT_LABELS = {
    RecipientKind.OUR_ORGANISATION: _l("Our organisation"),
    RecipientKind.SERVICE_PARTNERS: _l("Organisations that give services"),
    RecipientKind.ORGANISATION: _l("One organisation only"),
    RecipientKind.NATIONAL_AUTHORITY: _l("Authorities of the state"),
    RecipientKind.DONOR_STATISTICS: _l("Figures for donors, without names"),
}

CATEGORY_LABELS = {
    DataCategory.NAMES: _l("Names and surnames"),
    DataCategory.PROFILE: _l("Age, sex and nationality"),
    DataCategory.CONTACT: _l("Phone and safe contact"),
    DataCategory.NEED: _l("What help is asked for"),
    DataCategory.PROTECTION: _l("That the file is a protected one, because of violence or other danger"),
}

DECISION_LABELS = {
    ConsentDecision.GIVEN: _l("Given"),
    ConsentDecision.REFUSED: _l("Refused"),
    ConsentDecision.WITHDRAWN: _l("Withdrawn"),
}

CONSENT_STATE_LABELS = {
    ConsentState.IN_FORCE: _l("Given"),
    ConsentState.ENDED: _l("Ended"),
    ConsentState.REFUSED: _l("Refused"),
    ConsentState.WITHDRAWN: _l("Withdrawn"),
}

EVIDENCE_LABELS = {
    ConsentEvidence.VERBAL: _l("Verbal, certified by you"),
    ConsentEvidence.SIGNED: _l("Signed on paper"),
    ConsentEvidence.DRAWN: _l("Signed on this screen"),
    ConsentEvidence.AUDIO: _l("Recorded as audio"),
}

HOW_LABELS = {
    ConsentEvidence.VERBAL: _l("Said aloud"),
    ConsentEvidence.SIGNED: _l("Signed on paper"),
    ConsentEvidence.DRAWN: _l("Signature drawn on the screen"),
    ConsentEvidence.AUDIO: _l("Recorded as audio"),
}
"""As the person is told."""

GIVER_LABELS = {
    ConsentGiver.PERSON: _l("The person"),
    ConsentGiver.GUARDIAN: _l("Who answers for the child"),
}

GROUND_LABELS = {
    MergeGround.PERSON_SAID: _l("The person says so"),
    MergeGround.SAME_DOCUMENT: _l("Both have the same document"),
    MergeGround.FAMILY_SAID: _l("The family says so"),
    MergeGround.WRITTEN_TWICE: _l("It was registered twice by mistake"),
    MergeGround.OTHER: _l("In another way"),
}

ASSENT_LABELS = {
    Assent.YES: _l("The child agrees"),
    Assent.NO: _l("The child does not agree"),
    Assent.TOO_YOUNG: _l("Not asked: too young"),
    Assent.NOT_THERE: _l("Could not be asked this time"),
}

VALIDITY_LABELS = {
    Validity.YEAR: _l("For a year"),
    Validity.HALF_YEAR: _l("For six months"),
    Validity.UNTIL_DAY: _l("Until a day"),
    Validity.UNTIL_WITHDRAWN: _l("Until the person withdraws it"),
}

FIELD_LABELS: Mapping[str, Any] = {
    "given_names": _l("Given names"),
    "surname_1": _l("First surname"),
    "surname_2": _l("Second surname"),
    "name_as_said": _l("Name the person goes by"),
    "other_names": _l("Other names"),
    "sex": _l("Sex"),
    "gender_identity": _l("Gender identity"),
    "birth": _l("Birth date"),
    "stated_age": _l("Age"),
    "stated_age_months": _l("Age in months"),
    "nationalities": _l("Nationality"),
    "population_type": _l("Situation"),
    "birth_country": _l("Country of birth"),
    "ethnic_group": _l("Ethnic group"),
    "ethnic_people": _l("People or community"),
    "languages": _l("Languages"),
    "preferred_language": _l("Language to speak in"),
    "interpreter_need": _l("Interpreter needed"),
    "place_country": _l("Country where the person stays"),
    "area_code": _l("State or department"),
    "locality": _l("Town or neighbourhood"),
    "arrival": _l("Arrival in the country"),
    "entry": _l("How the person entered"),
    "phone": _l("Phone"),
    "contact_channel": _l("How to reach the person"),
    "contact_hours": _l("At what hours"),
    "contact_answerer": _l("Who may answer"),
    "leave_no_message": _l("Never leave a message"),
    "safe_contact": _l("Safe contact"),
    "died": _l("Day of death"),
    "death_known_by": _l("How it is known that the person died"),
    "document_number": _l("Number of a document"),
    "document_state": _l("Where a document is"),
    "document_obstacle": _l("Why a document cannot be obtained"),
    "document_issued_on": _l("Day of issue of a document"),
    "document_expires_on": _l("Last day of a document"),
    "stay_valid_from": _l("First day of a ground of stay"),
    "stay_valid_until": _l("Last day of a ground of stay"),
    "situation_since_on": _l("Since when a situation holds"),
}
