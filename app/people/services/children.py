"""Stating who cares for somebody under 18, and who decides for them about consent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Office
from app.accounts.permissions import Permission
from app.audit import services as audit
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.people import policies, queries
from app.people.enums import CareRelation, CareSituation, ConsentHolder
from app.people.models import CareBacklog, ChildCare, Person
from app.people.phones import normalised


@dataclass(frozen=True, kw_only=True)
class NewCare:
    """What is known of who answers for a child.

    Attributes:
        since_on: since when it is so.
        guardian_code: the code of a guardian who is registered; else ``guardian_name``, or neither while nobody is known.
        consent_holder_name: another adult, or the authority with who speaks for it.
    """

    situation: CareSituation
    since_on: date
    consent_holder: ConsentHolder
    guardian_code: str | None = None
    guardian_name: str | None = None
    guardian_relation: CareRelation | None = None
    guardian_phone: str | None = None
    consent_holder_name: str | None = None


def count_care_backlog(actor: Actor) -> None:
    """Count anew, office by office, the children who wait for long; for the nightly job."""
    before = now() - policies.NEWLY_REGISTERED
    db.session.execute(sa.delete(CareBacklog))
    for office_id in db.session.scalars(sa.select(Office.id)).all():
        children = queries.count_children_waiting(_sees_only(actor, office_id), office_id, before)
        if children:
            db.session.add(CareBacklog(office_id=office_id, children=children))


def _sees_only(actor: Actor, office_id: UUID) -> Actor:
    """The same actor as blind as who supervises this office: a parent in a file that they may not know silences nothing."""
    return replace(actor, kind=ActorKind.STAFF, reach={Permission.VIEW_PERSON: frozenset({office_id})})


def state_care(actor: Actor, person_id: UUID, new: NewCare) -> ChildCare:
    """Record who cares for a child. It ends the statement before; one about the same days takes its place.

    Raises:
        NotFound: the person lies outside the actor's scope.
        WrongState: the person is surely 18 or older.
        RefusedInput: the guardian is nobody in scope, the child, or surely under 18; who decides about consent is not named;
            or the day lies in the future.
    """
    person = queries.get_person(actor, person_id, for_update=True)
    policies.check_can_change_person(actor, person)
    today = today_in(actor.time_zone)
    policies.check_may_be_child(person, today)
    policies.check_day_of_care(new.since_on, today=today)
    guardian = _guardian(actor, person, new.guardian_code, today)
    has_guardian = guardian is not None or bool(new.guardian_name)
    policies.check_consent_holder(new.consent_holder, has_guardian=has_guardian, name=new.consent_holder_name)
    _end_earlier(actor, person, new.since_on)
    care = _care(actor, person, guardian, new)
    db.session.add(care)
    db.session.flush()
    audit.record(actor, "care:stated", subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
    return care


def _guardian(actor: Actor, child: Person, code: str | None, today: date) -> Person | None:
    if not code:
        return None
    guardian = queries.find_person_by_code(actor, code)
    policies.check_guardian(child, guardian, today)
    return guardian


def _end_earlier(actor: Actor, person: Person, since_on: date) -> None:
    earlier = queries.find_care(actor, person)
    if earlier is None:
        return
    if earlier.since_on < since_on:
        earlier.until_on = since_on
    else:
        earlier.set_aside_at = now()
    db.session.flush()


def _care(actor: Actor, person: Person, guardian: Person | None, new: NewCare) -> ChildCare:
    has_guardian = guardian is not None or bool(new.guardian_name)
    is_named = new.consent_holder in {ConsentHolder.OTHER_ADULT, ConsentHolder.AUTHORITY}
    return ChildCare(
        person_id=person.id,
        situation=new.situation,
        since_on=new.since_on,
        guardian=guardian,
        guardian_name=None if guardian else new.guardian_name,
        guardian_relation=(new.guardian_relation or CareRelation.UNKNOWN) if has_guardian else None,
        guardian_phone=normalised(new.guardian_phone, country=actor.country) if new.guardian_name and not guardian else None,
        consent_holder=new.consent_holder,
        consent_holder_name=new.consent_holder_name if is_named else None,
        recorded_by=actor.id,
    )
