"""What is held about a person's family: telling it to the person, and erasing it. The others stay unnamed."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.held_data import HeldPart, HeldRecord, fact
from app.people.enums import ConsentHolder, Relation
from app.people.labels import CARE_RELATION_LABELS, CONSENT_HOLDER_LABELS, RELATION_LABELS, SITUATION_LABELS
from app.people.models import AlternateContact, ChildCare, HouseholdEvent, HouseholdMember, Person
from app.web.filters import day, sentence


def held_about(person: Person) -> list[HeldPart]:
    """The households of a person, who was stated to care for them, and through whom they may be reached.

    Names and phones of these people stay out: whoever asks for a child may be the one from whom the child has to be protected.
    """
    care = sa.select(ChildCare).where(ChildCare.person_id == person.id).order_by(ChildCare.since_on)
    contacts = sa.select(AlternateContact).where(AlternateContact.person_id == person.id, AlternateContact.ended_at.is_(None))
    of_others = _("Who the others are belongs to them and is not written here.")
    note = _("Names and phones of other people belong to them and are not written here.")
    return [
        HeldPart("household", _("Family"), _households(person), of_others),
        HeldPart("care", _("Who cares for you"), [_care(one) for one in db.session.scalars(care)], note),
        HeldPart("contacts", _("Alternate contacts"), [_contact(one) for one in db.session.scalars(contacts)], note),
    ]


def erase(person: Person) -> None:
    """Take a person out of their household and empty what they were there; what was stated of others in their favour goes."""
    _leave_households(person)
    of_events = sa.update(HouseholdEvent).where(HouseholdEvent.person_id == person.id)
    db.session.execute(of_events.values(relation=Relation.UNKNOWN, relation_before=None))
    for model in (ChildCare, AlternateContact):
        db.session.execute(sa.delete(model).where(model.person_id == person.id))
    # A child of whom the person was the guardian has nobody again, so that it is asked anew.
    holder = ChildCare.consent_holder
    decides = sa.case((holder == ConsentHolder.GUARDIAN, ConsentHolder.NOBODY_YET), else_=holder)
    of_wards = sa.update(ChildCare).where(ChildCare.guardian_id == person.id)
    db.session.execute(of_wards.values(guardian_id=None, guardian_relation=None, consent_holder=decides))


def _leave_households(person: Person) -> None:
    today = today_in(person.office.time_zone)
    of_person = HouseholdMember.person_id == person.id
    db.session.execute(
        sa.update(HouseholdMember)
        .where(of_person, HouseholdMember.left_on.is_(None))
        .values(left_on=sa.func.greatest(HouseholdMember.joined_on, today))
    )
    db.session.execute(sa.update(HouseholdMember).where(of_person).values(relation=Relation.UNKNOWN))


def _care(care: ChildCare) -> HeldRecord:
    has_guardian = care.guardian_id is not None or care.guardian_name is not None
    relation = CARE_RELATION_LABELS[care.guardian_relation] if care.guardian_relation else None
    return HeldRecord(
        str(SITUATION_LABELS[care.situation]),
        [
            fact("child_care.situation child_care.since_on", _("Since"), day(care.since_on)),
            fact("child_care.until_on", _("Until"), day(care.until_on) if care.until_on else None),
            fact("child_care.guardian_id child_care.guardian_name_sealed", _("Guardian"), _is_named(has_guardian)),
            fact("child_care.guardian_relation", _("Relation"), relation),
            fact("child_care.guardian_phone_sealed", _("Phone of the guardian"), _is_named(care.guardian_phone is not None)),
            fact("child_care.consent_holder", _("Decides about consent"), CONSENT_HOLDER_LABELS[care.consent_holder]),
            fact(
                "child_care.consent_holder_name_sealed",
                _("Name, and of which authority"),
                _is_named(care.consent_holder_name is not None),
            ),
        ],
    )


def _contact(contact: AlternateContact) -> HeldRecord:
    told = _("Yes") if contact.may_be_told else _("No")
    return HeldRecord(
        None,
        [
            fact("alternate_contact.name_sealed", _("Name of the contact"), _is_named(contact.name is not None)),
            fact("alternate_contact.relation", _("Relation"), CARE_RELATION_LABELS[contact.relation]),
            fact("alternate_contact.phone_sealed", _("Phone of the contact"), _is_named(contact.phone is not None)),
            fact("alternate_contact.notes_sealed", _("Hours, and what to take care of"), contact.notes),
            fact("alternate_contact.may_be_told", _("May be told"), told),
        ],
    )


def _is_named(is_so: bool) -> str | None:
    return str(_("Written down")) if is_so else None


def _households(person: Person) -> list[HeldRecord]:
    """Each time in a household: what the person is there, and what the others are, without their names."""
    select = sa.select(HouseholdMember).where(HouseholdMember.person_id == person.id).order_by(HouseholdMember.joined_on)
    return [_household(member) for member in db.session.scalars(select)]


def _household(member: HouseholdMember) -> HeldRecord:
    others = sa.select(HouseholdMember.relation).where(
        HouseholdMember.household_id == member.household_id, HouseholdMember.person_id != member.person_id
    )
    relations = sorted(str(RELATION_LABELS[relation]) for relation in db.session.scalars(others))
    return HeldRecord(
        None,
        [
            fact("household_member.relation", _("Relation"), RELATION_LABELS[member.relation]),
            fact("household_member.joined_on", _("Since"), day(member.joined_on)),
            fact("household_member.left_on", _("Until"), day(member.left_on) if member.left_on else None),
            fact("household_member.household_id", _("With"), sentence(relations) if relations else None),
            fact("household_event.relation household_event.relation_before", _("What it was before"), _earlier(member)),
        ],
    )


def _earlier(member: HouseholdMember) -> str | None:
    """The other relations that were recorded of the person in the household."""
    events = sa.select(HouseholdEvent.relation, HouseholdEvent.relation_before).where(
        HouseholdEvent.household_id == member.household_id, HouseholdEvent.person_id == member.person_id
    )
    known = {relation for row in db.session.execute(events) for relation in row if relation} - {member.relation}
    return sentence(sorted(str(RELATION_LABELS[relation]) for relation in known)) if known else None
