"""Who may see, change and add to a person's file."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.columns import Privacy
from app.foundation.errors import NotAllowed, NotFound, WrongState
from app.foundation.scopes import lies_within
from app.people.models import Person

NO_SUCH_PERSON = _l("There is no such person, or the file belongs to an office outside your scope. Search by name or code.")
"""Said alike of what does not exist and of what lies outside the actor's offices."""
NO_SUCH_ROW = _l("This is not in the file, or no longer. Open the person's file again.")
WAS_ERASED = _l("This file was erased. Nothing more can be written into it.")
WAS_MERGED = _l("This file became part of another one. Nothing was saved: open that file and write it there.")
READS_ONLY = _l("Emergency access is for reading only. Ask the office of the file to write this down.")


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


def can_decide_about(actor: Actor, person: Person, other: Person) -> bool:
    """Whether they may write down that two files are, or are not, of one person."""
    return can_change_person(actor, person) and can_change_person(actor, other)


def can_record_consent(actor: Actor, person: Person) -> bool:
    may = actor.may_at(Permission.RECORD_CONSENT, person.scope_id)
    return may and person.erased_at is None and can_view_person(actor, person)


def check_can_record_consent(actor: Actor, person: Person) -> None:
    check_can_view_person(actor, person)
    check_not_erased(person)
    if not can_record_consent(actor, person):
        raise NotAllowed(_l("Your role does not record consent. Ask the caseworker of the person."))
