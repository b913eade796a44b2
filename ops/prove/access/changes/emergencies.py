"""Breaking the glass, and how it ends: by its hour, by its reader, by a review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.enums import GlassVerdict
from app.accounts.models import BreakGlass, BreakGlassNotice
from app.emergency import jobs, services
from app.emergency.services import Review
from app.foundation import access
from app.foundation.actor import Actor, system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotAllowed, RefusedInput
from app.foundation.transactions import transaction
from config import OWNER_ROLE
from ops.prove.access.oracle import Emergency, PersonFacts
from ops.prove.access.scene import Answer, Scene
from ops.prove.access.stage import JOBS

REASON = "La persona está aquí con un niño enfermo"


def break_glass(scene: Scene, person_id: UUID, by: UUID, code: str) -> Collection[UUID]:
    """By the code of the person or of one of their unrestricted cases; the job that tells the owners runs at once."""
    person = scene.world.people[person_id]
    allowed = scene.oracle.finds_beyond(by, person) and not _is_code_of_restricted_case(scene, code)

    def break_it(actor: Actor) -> tuple[UUID, datetime]:
        try:
            use = services.break_glass(actor, code, REASON)
        except RefusedInput as refusal:  # the one answer for all that may not be opened
            raise NotAllowed(refusal.sentence) from refusal
        return use.id, use.expires_at

    answer, opened = scene.attempt("break the glass", by, break_it, allowed=allowed)
    if answer is Answer.DONE and opened[0] not in scene.world.emergencies:
        use_id, until = opened
        told = _tell_owners(scene, use_id, by, person)
        scene.world.emergencies[use_id] = Emergency(use_id, by, person_id, person.office, until, told=frozenset(told))
    return [by, *scene.oracle.owners_of(person)]


def _is_code_of_restricted_case(scene: Scene, code: str) -> bool:
    return any(case.code == code and case.restricted for case in scene.world.cases.values())


def _tell_owners(scene: Scene, use_id: UUID, by: UUID, person: PersonFacts) -> set[UUID]:
    """Run the job as its worker does; whom it told is compared with the oracle."""
    with scene.stage.apps[JOBS].app_context():
        actor = system_actor(jobs.TELL_OWNERS)
        access.enter(actor)
        with transaction():
            services.tell_owners(actor, use_id)
    with scene.stage.apps[OWNER_ROLE].app_context():
        access.enter_as_owner()
        told = set(db.session.scalars(sa.select(BreakGlassNotice.user_id).where(BreakGlassNotice.break_glass_id == use_id)))
    owners = scene.oracle.owners_of(person) - {by}
    wrong = [f"job: owners of {person.code} told of an emergency: {user}" for user in told ^ owners]
    scene.tally.note("job: who is told", decisions=len(scene.world.staff), shown=len(told), wrong=wrong)
    return told


def close(scene: Scene, use_id: UUID, by: UUID) -> Collection[UUID]:
    """Whoever broke the glass closes it, or who reviews it."""
    use = scene.world.emergencies[use_id]
    own = use.user == by and scene.oracle.reads_emergency(by, use)
    allowed = own or scene.oracle.reviews_emergency(by, use)
    answer, _ = scene.attempt("close an emergency", by, lambda actor: _close(actor, use_id), allowed=allowed)
    if answer is Answer.DONE:
        scene.world.emergencies[use_id] = replace(use, closed=True)
    return [by, use.user]


def _close(actor: Actor, use_id: UUID) -> None:
    services.close_access(_through_the_door(actor), use_id)


def review(scene: Scene, use_id: UUID, by: UUID) -> Collection[UUID]:
    """A review that finds it not justified ends the access; nobody reviews their own."""
    use = scene.world.emergencies[use_id]
    allowed = scene.oracle.reviews_emergency(by, use)
    decided = Review(GlassVerdict.NOT_JUSTIFIED, "No corría prisa ese día")
    answer, _ = scene.attempt(
        "review an emergency", by, lambda actor: services.review(_through_the_door(actor), use_id, decided), allowed=allowed
    )
    if answer is Answer.DONE:
        scene.world.emergencies[use_id] = replace(use, closed=True)
    return [by, use.user]


def _through_the_door(actor: Actor) -> Actor:
    """As the pages do, which open to those who may read emergency accesses."""
    if not actor.may("read_break_glass"):
        raise NotAllowed("the door is closed")
    return actor


def let_expire(scene: Scene, use_id: UUID) -> Collection[UUID]:
    """Its hour was over an hour ago."""
    use, moment = scene.world.emergencies[use_id], now() - timedelta(hours=1)
    with scene.stage.as_owner():
        times = {"opened_at": moment - timedelta(hours=1), "expires_at": moment}
        db.session.execute(sa.update(BreakGlass).where(BreakGlass.id == use_id).values(**times))
    scene.world.emergencies[use_id] = replace(use, until=moment)
    scene.did("emergency expired", use.user)
    return [use.user]
