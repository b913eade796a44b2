"""Who may do what with a person, and which statements about a person cannot be true. Pure rules in pairs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.columns import Privacy
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.foundation.partial_date import PartialDate
from app.foundation.scopes import lies_within
from app.people.enums import ConsentDecision, ConsentGiver, Relation
from app.people.lifecycle import CONSENT, STEP_TO
from app.people.models import Consent, HouseholdMember, Person

OLDEST_AGE = 120
ADULT_AGE = 18
NO_SUCH_PERSON = _l("There is no such person, or the file belongs to an office outside your scope. Search by name or code.")
"""Said alike of what does not exist and of what lies outside the actor's offices."""
WAS_ERASED = _l("This file was erased. Nothing more can be written into it.")
READS_ONLY = _l("Emergency access is for reading only. Ask the office of the file to write this down.")
NEEDS_A_NAME = _l("Write at least one name or surname")


def in_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition for the persons whom the actor may find and open: every list, search and page asks here."""
    return lies_within(actor, Permission.VIEW_PERSON, Person.scope_id)


def scopes_searched(actor: Actor) -> frozenset[UUID]:
    """The same as ids, for the one function that searches."""
    return actor.scopes_for(Permission.VIEW_PERSON)


def can_view_person(actor: Actor, person: Person) -> bool:
    return actor.may_at(Permission.VIEW_PERSON, person.scope_id)


def check_can_view_person(actor: Actor, person: Person) -> None:
    if not can_view_person(actor, person):
        raise NotFound(NO_SUCH_PERSON)


def can_view_access_log(actor: Actor, person: Person) -> bool:
    """Who supervises may see who opened a file; the data-protection focal point finds the same in the trail, by code."""
    return actor.may_at(Permission.VIEW_ACCESS_LOG, person.scope_id) and can_view_person(actor, person)


def check_can_view_access_log(actor: Actor, person: Person) -> None:
    check_can_view_person(actor, person)
    if not can_view_access_log(actor, person):
        raise NotAllowed(_l("Who opened this file is for those who supervise it. Ask the supervisor of the office."))


def can_read_person(actor: Actor, person: Person) -> bool:
    """Whether they may look at the file: in their scope, or for an hour in an emergency. Nothing else follows from it."""
    return can_view_person(actor, person) or is_glass_broken(actor, person)


def check_can_read_person(actor: Actor, person: Person) -> None:
    if not can_read_person(actor, person):
        raise NotFound(NO_SUCH_PERSON)


def is_glass_broken(actor: Actor, person: Person) -> bool:
    """Whether the actor reads this file by emergency access, which never opens a restricted one."""
    return person.id in actor.glass and not person.is_restricted and not can_view_person(actor, person)


def field_classes(actor: Actor, person: Person) -> frozenset[Privacy]:
    """The classes of columns that the actor may read of this person: the answer for every channel."""
    classes: set[Privacy] = set()
    if can_read_person(actor, person):
        classes |= {Privacy.PUBLIC, Privacy.CASE_FACT, Privacy.IDENTITY}
    if actor.may_at(Permission.WORK_ON_CASE, person.scope_id):
        classes |= {Privacy.NARRATIVE}
    if person.is_restricted and can_view_person(actor, person):
        classes |= {Privacy.RESTRICTED}
    return frozenset(classes)


def can_register_person(actor: Actor) -> bool:
    return actor.may_at(Permission.REGISTER_PERSON, actor.office_id)


def check_can_register_person(actor: Actor) -> None:
    if not can_register_person(actor):
        raise NotAllowed(_l("Your account cannot register people. Ask your administrator for a role at an office."))


def can_change_person(actor: Actor, person: Person) -> bool:
    may = actor.may_at(Permission.REGISTER_PERSON, person.scope_id)
    return may and person.erased_at is None and can_view_person(actor, person)


def check_not_erased(person: Person) -> None:
    if person.erased_at is not None:
        raise WrongState(WAS_ERASED)


def check_can_change_person(actor: Actor, person: Person) -> None:
    check_can_view_person(actor, person)
    check_not_erased(person)
    if not can_change_person(actor, person):
        raise NotAllowed(_l("Your role can read this file but not change it. Ask the caseworker of the person."))


def can_record_consent(actor: Actor, person: Person) -> bool:
    may = actor.may_at(Permission.RECORD_CONSENT, person.scope_id)
    return may and person.erased_at is None and can_view_person(actor, person)


def check_can_record_consent(actor: Actor, person: Person) -> None:
    check_can_view_person(actor, person)
    check_not_erased(person)
    if not can_record_consent(actor, person):
        raise NotAllowed(_l("Your role does not record consent. Ask the caseworker of the person."))


def can_decide(in_force: Consent | None, decision: ConsentDecision) -> bool:
    """Whether a decision may follow the one in force: only what was given can be withdrawn, and so on."""
    return CONSENT.allows(STEP_TO[decision], in_force.decision if in_force else None)


def check_can_decide(in_force: Consent | None, decision: ConsentDecision) -> None:
    if can_decide(in_force, decision):
        return
    if decision is ConsentDecision.WITHDRAWN:
        raise WrongState(_l("This consent is not in force, so it cannot be withdrawn. Reload the page to see what was recorded."))
    raise WrongState(_l("This consent was given before. Record that the person withdraws it instead."))


def usual_giver(person: Person, today: date) -> ConsentGiver:
    """Who answers about consent: the person, or the guardian of who is under 18 by every age they can have."""
    ages = person.age_range(today)
    return ConsentGiver.GUARDIAN if ages is not None and ages[1] < ADULT_AGE else ConsentGiver.PERSON


def can_give_consent(person: Person, giver: ConsentGiver, *, today: date) -> bool:
    return giver is ConsentGiver.GUARDIAN or usual_giver(person, today) is ConsentGiver.PERSON


def check_can_give_consent(person: Person, giver: ConsentGiver, *, today: date) -> None:
    if not can_give_consent(person, giver, today=today):
        raise RefusedInput(
            _l("For a child or adolescent, the one who cares for them answers. Choose “Who answers for the child”."),
            field="given_by",
        )


def is_declined(in_force: Consent | None) -> bool:
    """Whether the person said no to a purpose, at once or later. Not asked is not a no."""
    return in_force is not None and in_force.decision is not ConsentDecision.GIVEN


def check_has_a_name(*names: str | None) -> None:
    if not any(names):
        raise RefusedInput(NEEDS_A_NAME, field="given_names")


def check_birth(birth: PartialDate | None, *, today: date) -> None:
    """Refuse a birth date that lies wholly in the future, or further back than anybody lives."""
    if birth is None:
        return
    if birth.earliest > today:
        raise RefusedInput(_l("The birth date cannot be later than today"), field="birth")
    if birth.age_range(today)[0] > OLDEST_AGE:
        raise RefusedInput(_l("The birth date is more than 120 years ago. Check the year"), field="birth")


def can_join_household(present: HouseholdMember | None) -> bool:
    """Whether somebody may join: nobody lives in two households at once."""
    return present is None


def check_can_join_household(present: HouseholdMember | None) -> None:
    if not can_join_household(present):
        raise RefusedInput(
            _l("This person already belongs to a household. Record first on their file that they left it."), field="code"
        )


def check_relation_to_head(relation: Relation) -> None:
    if relation is Relation.HEAD:
        raise RefusedInput(_l("The household already has a head. Choose what the person is to the head."), field="relation")


def check_can_leave_household(member: HouseholdMember | None, *, left_on: date, today: date) -> None:
    if member is None:
        raise WrongState(_l("This person belongs to no household at present. Reload the page to see what was recorded."))
    if left_on < member.joined_on:
        raise RefusedInput(_l("The person joined the household later than that. Check the date"), field="left_on")
    if left_on > today:
        raise RefusedInput(_l("The date cannot be later than today"), field="left_on")
