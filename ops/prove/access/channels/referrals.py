"""The ways in which referrals reach a user."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from uuid import UUID

from app.foundation.actor import Actor
from app.referrals import queries
from app.referrals.enums import Shown
from app.referrals.models import Referral
from ops.prove.access.channels import channel
from ops.prove.access.channels.channel import (
    Channel,
    Item,
    Items,
    all_rows,
    counted,
    finds_referrals,
    ids_found,
    reads_referrals,
)
from ops.prove.access.oracle import Oracle, World, tables

PARTS = {
    **dict.fromkeys(tables.ANSWERED, Shown.ANSWERED.value),
    tables.SENT: Shown.WAITING.value,
    tables.EXPIRED: Shown.UNANSWERED.value,
    tables.DRAFT: Shown.DRAFTS.value,
    tables.REVOKED: Shown.REVOKED.value,
}


def _opened(actor: Actor, world: World) -> Items:
    return ids_found(queries.get_referral, actor, world.referrals)


def _by_code(actor: Actor, world: World) -> Items:
    referrals = (queries.find_referral_by_code(actor, one.code) for one in world.referrals.values())
    return {referral.id for referral in referrals if referral}


def _listed(actor: Actor, _world: World) -> Items:
    return {referral.id for part in Shown for referral in _part(actor, part)}


def _part(actor: Actor, part: Shown) -> Iterator[Referral]:
    return all_rows(lambda page: queries.search_referrals(actor, part, page))


def _of_cases(actor: Actor, world: World) -> Items:
    return {referral.id for case in world.cases for referral in queries.list_of_case(actor, case)}


def _with_history(actor: Actor, world: World) -> Items:
    return {referral.id for case in world.cases for _, referral in queries.list_changes_of_case(actor, case)}


def _numbers(actor: Actor, _world: World) -> Items:
    return counted((part.value, number) for part, number in queries.count_by_part(actor).items())


def _all_numbers(world: World) -> Collection[Item]:
    return counted(Counter(PARTS[one.status] for one in world.referrals.values()).items())


def _numbers_of(oracle: Oracle, found: Items) -> Items:
    return counted(Counter(PARTS[oracle.world.referrals[one].status] for one in found).items())


def _numbers_by_oracle(oracle: Oracle, user: UUID) -> Items:
    return _numbers_of(oracle, finds_referrals(oracle, user))


def _numbers_in_reach(oracle: Oracle, user: UUID) -> Items:
    return _numbers_of(oracle, reads_referrals(oracle, user))


REFERRALS = (
    Channel("page: a referral", channel.referrals, _opened, finds_referrals, reads_referrals),
    Channel("page: referrals of a case", channel.referrals, _of_cases, reads_referrals, reads_referrals),
    Channel("page: history of referrals", channel.referrals, _with_history, finds_referrals, reads_referrals),
    Channel("list of referrals", channel.referrals, _listed, finds_referrals, reads_referrals),
    Channel("search for a referral by code", channel.referrals, _by_code, finds_referrals, reads_referrals),
    Channel("count of referrals", _all_numbers, _numbers, _numbers_by_oracle, _numbers_in_reach),
)
