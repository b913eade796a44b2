"""What a channel is: one way in which records, fields or steps reach a user; and how one is compared with the oracle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound
from app.foundation.pagination import LAST_PAGE, Page
from ops.prove.access.oracle import Oracle, World

Item = Hashable
"""One thing that is shown or not: a record's id, (id, field class), (id, step), or the n-th of what a number counts."""
Items = set[Any]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Channel:
    """One way in which something reaches a user.

    Attributes:
        among: everything that the channel decides about; one decision each.
        look: what the application shows the actor, inside of one of their requests.
        expect: what the oracle says that it shows.
        reach: what the database shows this user at most; None where the rows behind the channel hold no files.
    """

    name: str
    among: Callable[[World], Collection[Item]]
    look: Callable[[Actor, World], Items]
    expect: Callable[[Oracle, UUID], Items]
    reach: Callable[[Oracle, UUID], Items] | None = None


def found(read: Callable[[Actor, UUID], Row], actor: Actor, ids: Iterable[UUID]) -> Iterator[Row]:
    """The records that are found one by one, and that the actor's role includes."""
    for record_id in ids:
        try:
            yield read(actor, record_id)
        except (NotFound, NotAllowed):
            continue


def ids_found(read: Callable[[Actor, UUID], Any], actor: Actor, ids: Iterable[UUID]) -> Items:
    return {record.id for record in found(read, actor, ids)}


def all_rows(read: Callable[[int], Page[Row]]) -> Iterator[Row]:
    """The rows of all pages of a list."""
    for number in range(1, LAST_PAGE):
        page = read(number)
        yield from page.rows
        if not page.has_next:
            return


def counted(numbers: Iterable[tuple[Item, int]]) -> Items:
    """Numbers as what they count: (what, 1), (what, 2) and so on, so that a number too high shows something."""
    return {(what, place) for what, number in numbers for place in range(1, number + 1)}


def people(world: World) -> Collection[Item]:
    return world.people


def cases(world: World) -> Collection[Item]:
    return world.cases


def referrals(world: World) -> Collection[Item]:
    return world.referrals


def finds_people(oracle: Oracle, user: UUID) -> Items:
    return oracle.people(lambda person: oracle.finds_person(user, person))


def reads_people(oracle: Oracle, user: UUID) -> Items:
    return oracle.people(lambda person: oracle.reads_person(user, person))


def finds_cases(oracle: Oracle, user: UUID) -> Items:
    return oracle.cases(lambda case: oracle.finds_case(user, case))


def reads_cases(oracle: Oracle, user: UUID) -> Items:
    return oracle.cases(lambda case: oracle.reads_case(user, case))


def finds_referrals(oracle: Oracle, user: UUID) -> Items:
    return oracle.referrals(lambda referral: oracle.finds_referral(user, referral))


def reads_referrals(oracle: Oracle, user: UUID) -> Items:
    return oracle.referrals(lambda referral: oracle.reads_referral(user, referral))
