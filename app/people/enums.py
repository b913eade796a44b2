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
    OTHER_RELATIVE = "other_relative"
    NOT_RELATED = "not_related"
    UNKNOWN = "unknown"


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


class ConsentEvidence(enum.StrEnum):
    """How the decision was evidenced."""

    VERBAL = "verbal"
    SIGNED = "signed"


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
