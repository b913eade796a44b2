"""The vocabularies of the room. Each docstring names the standard it follows."""

from __future__ import annotations

import enum


class Sex(enum.StrEnum):
    """Sex as stated (R4V reports women, men, other; unknown and declined are answers of their own)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class GenderIdentity(enum.StrEnum):
    """Gender identity as the person says it; always free to decline (UNHCR data-collection practice)."""

    WOMAN = "woman"
    MAN = "man"
    TRANS_WOMAN = "trans_woman"
    TRANS_MAN = "trans_man"
    NON_BINARY = "non_binary"
    OTHER = "other"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class EthnicGroup(enum.StrEnum):
    """How the person calls their own people or origin; only ever what they say, never what somebody sees in them.

    The answers are this project's short form of the census questions on ethnic self-identification of the region (indigenous,
    Afro-descendant and Roma peoples as Colombia's statistics office asks for them); no single regional list exists.
    """

    INDIGENOUS = "indigenous"
    AFRO_DESCENDANT = "afro_descendant"
    ROMA = "roma"
    MESTIZO = "mestizo"
    WHITE = "white"
    OTHER = "other"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class InterpreterNeed(enum.StrEnum):
    """Whether somebody has to interpret when this person is spoken to."""

    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"


class ContactChannel(enum.StrEnum):
    """By which way the person wants to be reached, in this project's words; ``NO_CONTACT`` is a wish, not a lack."""

    WHATSAPP = "whatsapp"
    CALL = "call"
    SMS = "sms"
    EMAIL = "email"
    IN_PERSON = "in_person"
    THROUGH_SOMEONE = "through_someone"
    NO_CONTACT = "no_contact"
    UNKNOWN = "unknown"


class WayOfEntry(enum.StrEnum):
    """Whether the person entered by a border post; asked only where it helps, and free to decline."""

    REGULAR = "regular"
    IRREGULAR = "irregular"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class StayKind(enum.StrEnum):
    """On what ground somebody stays in a country, in groups that hold across the laws of the region (this project's own)."""

    NATIONAL = "national"
    PERMANENT_RESIDENCE = "permanent_residence"
    TEMPORARY_RESIDENCE = "temporary_residence"
    TEMPORARY_PROTECTION_PERMIT = "temporary_protection_permit"
    ASYLUM_SEEKER = "asylum_seeker"
    REFUGEE = "refugee"
    VISITOR = "visitor"
    IN_PROCESS = "in_process"
    NO_PERMIT = "no_permit"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class DocumentState(enum.StrEnum):
    """Where a document is. That it has expired follows from its date and is no state of its own."""

    HELD = "held"
    LOST = "lost"
    STOLEN = "stolen"
    WITHHELD = "withheld"
    NEVER_HAD = "never_had"
    CANNOT_OBTAIN = "cannot_obtain"


class ObstacleToDocument(enum.StrEnum):
    """Why a document cannot be obtained: after the barriers that R4V's joint needs assessment of 2025 asks about."""

    NO_CONSULATE = "no_consulate"
    COST = "cost"
    REQUIREMENTS = "requirements"
    FEAR = "fear"
    REFUSED = "refused"
    OTHER = "other"
    UNKNOWN = "unknown"


class Difficulty(enum.StrEnum):
    """The four answers of the Washington Group Short Set on Functioning, and the two that stand for none."""

    NONE = "none"
    SOME = "some"
    A_LOT = "a_lot"
    CANNOT = "cannot"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class AnsweredBy(enum.StrEnum):
    """Who answered questions about a person: they themselves, or somebody who knows them."""

    PERSON = "person"
    SOMEBODY_FOR_THEM = "somebody_for_them"


class DeathSource(enum.StrEnum):
    """How the team knows that a person died; this project's own words. Of what somebody died is never asked."""

    FAMILY = "family"
    DOCUMENT = "document"
    PARTNER = "partner"
    OTHER = "other"


class PopulationType(enum.StrEnum):
    """R4V population types, as its 5W template counts them."""

    IN_DESTINATION = "in_destination"
    IN_TRANSIT = "in_transit"
    PENDULAR = "pendular"
    HOST_COMMUNITY = "host_community"
    RETURNEE = "returnee"
    UNKNOWN = "unknown"


class Relation(enum.StrEnum):
    """What a member is to the head of the household."""

    HEAD = "head"
    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    NIECE_NEPHEW = "niece_nephew"
    OTHER_RELATIVE = "other_relative"
    NOT_RELATED = "not_related"
    UNKNOWN = "unknown"


class MergeGround(enum.StrEnum):
    """How it is known that two files are of one person; this project's own words."""

    PERSON_SAID = "person_said"
    SAME_DOCUMENT = "same_document"
    FAMILY_SAID = "family_said"
    WRITTEN_TWICE = "written_twice"
    OTHER = "other"


class HouseholdStep(enum.StrEnum):
    """What changed for one person in one household."""

    JOINED = "joined"
    LEFT = "left"
    RELATION_CHANGED = "relation_changed"


class HouseholdAct(enum.StrEnum):
    """What the steps that were recorded together were."""

    CHANGE = "change"
    SPLIT = "split"
    MERGE = "merge"
    CORRECTION = "correction"
    DEATH = "death"


class CareSituation(enum.StrEnum):
    """With whom somebody under 18 is, after the Inter-agency Guiding Principles on unaccompanied and separated children (ICRC,
    IRC, Save the Children, UNICEF, UNHCR, World Vision, 2004).

    Accompanied: with a parent, or the adult who cared for them before by law or custom. Separated: with neither of them, but
    with another adult of the family. Unaccompanied: with no adult who by law or custom answers for them.
    """

    ACCOMPANIED = "accompanied"
    SEPARATED = "separated"
    UNACCOMPANIED = "unaccompanied"
    UNKNOWN = "unknown"


class CareRelation(enum.StrEnum):
    """What an adult is to a person: the one who cares for a child, or whom one may turn to."""

    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    AUNT_UNCLE = "aunt_uncle"
    OTHER_RELATIVE = "other_relative"
    PARTNER = "partner"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    FOSTER_CARER = "foster_carer"
    AUTHORITY = "authority"
    OTHER = "other"
    UNKNOWN = "unknown"


class ConsentHolder(enum.StrEnum):
    """Who decides for a child about consent."""

    GUARDIAN = "guardian"
    OTHER_ADULT = "other_adult"
    AUTHORITY = "authority"
    NOBODY_YET = "nobody_yet"


class CareNeed(enum.StrEnum):
    """What has to be asked about who cares for somebody who is or may be under 18. Computed, never kept."""

    ASK = "ask"
    """Under 18 by every age they can have or by the age they said, without a parent in the household, and nothing was stated."""
    CONFIRM = "confirm"
    """As much a child, nothing was stated, but an adult of the household may be the parent: a relation or an age is not sure."""
    ASK_AGAIN = "ask_again"
    """It was stated who answers for them, and since then that one no longer lives with them."""
    CARER_DIED = "carer_died"
    """It was stated who answers for them, or a parent was with them, and that one is known to have died since."""
    ASK_PERHAPS = "ask_perhaps"
    """Perhaps a child, without a parent for sure, and nothing was stated."""
    COMPLETE = "complete"
    """It was stated that no parent cares for them, and the guardian or who decides about consent is not recorded."""


class ConsentPurpose(enum.StrEnum):
    """What a consent is for; one decision each (IOM data-protection principles: specified and legitimate purpose)."""

    CASE_MANAGEMENT = "case_management"
    REFERRAL_SHARING = "referral_sharing"
    STATISTICS = "statistics"
    CONTACT = "contact"


class ConsentDecision(enum.StrEnum):
    """What the person said. A withdrawal is a new row, not a change of an old one."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RecipientKind(enum.StrEnum):
    """Who may use or be told what a consent speaks of; a named organisation stands before the kind that it belongs to."""

    OUR_ORGANISATION = "our_organisation"
    SERVICE_PARTNERS = "service_partners"
    ORGANISATION = "organisation"
    NATIONAL_AUTHORITY = "national_authority"
    DONOR_STATISTICS = "donor_statistics"


class DataCategory(enum.StrEnum):
    """What of a person a consent opens. Only what some part of the product obeys stands here (``docs/adr/0026``)."""

    NAMES = "names"
    PROFILE = "profile"
    CONTACT = "contact"
    NEED = "need"
    PROTECTION = "protection"


class ConsentEvidence(enum.StrEnum):
    """How the decision was evidenced."""

    VERBAL = "verbal"
    SIGNED = "signed"
    DRAWN = "drawn"
    AUDIO = "audio"


class InterpretedBy(enum.StrEnum):
    """Who put the words about consent into the language of who answered, in this project's words."""

    TEAM = "team"
    ORGANISATION = "organisation"
    RELATIVE = "relative"
    OTHER = "other"


class ConsentGiver(enum.StrEnum):
    """Who decided: the person, or for a child the one who answers for it."""

    PERSON = "person"
    GUARDIAN = "guardian"


class PairVerdict(enum.StrEnum):
    """What somebody decided about two files that may be of one person."""

    DIFFERENT = "different"
    SAME = "same"


class OfficeAnswer(enum.StrEnum):
    """What an office answers that was asked whether it knows somebody."""

    KNOWN = "known"
    NOT_KNOWN = "not_known"


class Assent(enum.StrEnum):
    """What a child said beside the one who answers for it (informed assent from six years: IRC, Caring for Child Survivors)."""

    YES = "yes"
    NO = "no"
    TOO_YOUNG = "too_young"
    NOT_THERE = "not_there"


class ConsentState(enum.StrEnum):
    """How a decision stands on a day: a yes ends with its time, without anybody writing it down."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Validity(enum.StrEnum):
    """For how long a yes is asked, as the page offers it."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    UNTIL_DAY = "until_day"
    UNTIL_WITHDRAWN = "until_withdrawn"


class SheetKind(enum.StrEnum):
    """How much the sheet that a person takes along tells whoever finds it."""

    FULL = "full"
    NEUTRAL = "neutral"
