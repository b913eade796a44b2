"""Changes of grants and accounts, written straight into the tables: their own rules have tests of their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Grant, User
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from ops.prove.access import oracle
from ops.prove.access.scene import Scene
from ops.prove.access.town import add_grant

TERMS = {"now": (-10, 200), "to come": (1, 200), "past": (-60, -1), "today": (0, 0)}
"""First and last day of a grant, in days from today."""


def give(scene: Scene, user: UUID, role: str, place: oracle.Place, term: str) -> Collection[UUID]:
    """A role for some days; none where the database refuses two roles that exclude each other."""
    _add(scene, user, role, place, term, covers=None)
    return [user]


def cover(scene: Scene, absent: UUID, user: UUID, term: str) -> Collection[UUID]:
    """Everywhere where the absent colleague works with files, another one does so too for some days."""
    if absent == user:
        return []
    places = {grant.place for grant in scene.oracle.held(absent, {"caseworker", "supervisor"}) if grant.covers is None}
    for place in places:
        _add(scene, user, "caseworker", place, "now" if term == "now" else term, covers=absent)
    return [user, absent]


def _add(scene: Scene, user: UUID, role: str, place: oracle.Place, term: str, *, covers: UUID | None) -> None:
    first, last = (timedelta(days=days) for days in TERMS[term])
    today = now().date()
    if covers:
        last = min(last, first + timedelta(days=50))
    facts = oracle.Grant(new_id(), user, role, place, today + first, today + last, covers=covers)
    if _excludes(scene, facts):
        return
    with scene.stage.as_owner():
        add_grant(scene.world, facts)
    scene.did(f"{'cover' if covers else role} {term}", user)


def _excludes(scene: Scene, new: oracle.Grant) -> bool:
    """Roles that one hand never holds on the same day; the database would refuse them."""
    held = (grant for grant in scene.world.grants.values() if grant.user == new.user and not grant.ended)
    others = {
        grant.role for grant in held if grant.first_day <= new.last_day and new.first_day <= grant.last_day
    } - {new.role}  # fmt: skip
    if "administrator" in {new.role, *others}:
        return bool(others)
    return {"reporting_officer", "data_protection"} <= {new.role, *others}


def end(scene: Scene, grant_id: UUID) -> Collection[UUID]:
    """Somebody ends a grant today."""
    return _change(scene, grant_id, "grant ended", ended=True)


def let_expire(scene: Scene, grant_id: UUID) -> Collection[UUID]:
    """The last day of a grant was yesterday."""
    yesterday = now().date() - timedelta(days=1)
    first = min(scene.world.grants[grant_id].first_day, yesterday)
    return _change(scene, grant_id, "grant expired", first_day=first, last_day=yesterday)


def _change(scene: Scene, grant_id: UUID, name: str, **fields: Any) -> Collection[UUID]:
    facts = replace(scene.world.grants[grant_id], **fields)
    days = {"valid_from": facts.first_day, "valid_until": facts.last_day, "ended_at": now() if facts.ended else None}
    with scene.stage.as_owner():
        db.session.execute(sa.update(Grant).where(Grant.id == grant_id).values(**days))
    scene.world.grants[grant_id] = facts
    scene.did(name, facts.user)
    return [facts.user]


def disable(scene: Scene, user: UUID) -> Collection[UUID]:
    """The account is disabled while its sessions stand: the door and the database have to see it by themselves."""
    return _switch(scene, user, active=False)


def enable(scene: Scene, user: UUID) -> Collection[UUID]:
    return _switch(scene, user, active=True)


def _switch(scene: Scene, user: UUID, *, active: bool) -> Collection[UUID]:
    with scene.stage.as_owner():
        db.session.execute(sa.update(User).where(User.id == user).values(active=active))
    scene.world.staff[user] = replace(scene.world.staff[user], active=active)
    scene.did("account enabled" if active else "account disabled", user)
    return [user]
