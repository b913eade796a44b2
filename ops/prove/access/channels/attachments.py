"""The ways in which attachments reach a user."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from uuid import UUID

from app.attachments import owners, queries
from app.attachments.enums import OwnerKind
from app.attachments.owners import Owner
from app.attachments.services import open_attachment
from app.foundation.actor import Actor
from ops.prove.access.channels.channel import (
    Channel,
    Item,
    Items,
    finds_cases,
    finds_people,
    found,
    reads_cases,
    reads_people,
)
from ops.prove.access.oracle import Oracle, World


def _attachments(world: World) -> Collection[Item]:
    return world.attachments


def _listed(actor: Actor, world: World) -> Items:
    return {attachment.id for owner in _owners(actor, world) for attachment in queries.list_of(actor, owner)}


def _counted(actor: Actor, world: World) -> Items:
    return {(owner.id, place) for owner in _owners(actor, world) for place in range(queries.count_of(actor, owner))}


def _owners(actor: Actor, world: World) -> Iterator[Owner]:
    yield from found(partial(_read_owner, OwnerKind.PERSON), actor, world.people)
    yield from found(partial(_read_owner, OwnerKind.CASE), actor, world.cases)


def _read_owner(kind: OwnerKind, actor: Actor, owner_id: UUID) -> Owner:
    return owners.read_owner(actor, kind, owner_id)


def _handed_out(actor: Actor, world: World) -> Items:
    return set(found(partial(_hand_out, world), actor, world.attachments))


def _hand_out(world: World, actor: Actor, attachment: UUID) -> UUID:
    record = world.attachments[attachment]
    open_attachment(actor, OwnerKind.PERSON if record in world.people else OwnerKind.CASE, record, attachment)
    return attachment


def read_attachments(oracle: Oracle, user: UUID) -> Items:
    """They are told of with their record, also in an emergency."""
    readable = reads_people(oracle, user) | reads_cases(oracle, user)
    return {attachment for attachment, record in oracle.world.attachments.items() if record in readable}


def _found(oracle: Oracle, user: UUID) -> Items:
    """A copy would outlive the hour of an emergency: contents go only to those who find the record without one."""
    found = finds_people(oracle, user) | finds_cases(oracle, user)
    return {attachment for attachment, record in oracle.world.attachments.items() if record in found}


def _all_counts(world: World) -> Collection[Item]:
    return [(record, 0) for record in world.attachments.values()]


def _counts(oracle: Oracle, user: UUID) -> Items:
    return {(oracle.world.attachments[attachment], 0) for attachment in read_attachments(oracle, user)}


ATTACHMENTS = (
    Channel("list of attachments", _attachments, _listed, read_attachments, read_attachments),
    Channel("count of attachments", _all_counts, _counted, _counts, _counts),
    Channel("attachment: its content", _attachments, _handed_out, _found, read_attachments),
)
