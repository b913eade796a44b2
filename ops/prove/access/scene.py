"""A town at one moment: its database, the facts that the oracle knows, and what was compared so far."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.errors import DomainError, NotAllowed, NotFound
from app.foundation.transactions import transaction
from ops.prove.access.channels import ASKED_BY_PARTNERS, CHANNELS, OF_ROWS, PARTNER_CHANNELS, Channel, Items
from ops.prove.access.channels.pages import Visit, marks, readable_in
from ops.prove.access.oracle import Oracle, World
from ops.prove.access.stage import Stage
from ops.prove.access.tally import Tally


class Answer(enum.Enum):
    """What came of an attempt: done, denied to this user, not possible as things are, or an error."""

    DONE = "done"
    DENIED = "denied"
    REFUSED = "refused"
    BROKEN = "broken"


class Walls(enum.Enum):
    """Which walls stand, and so what is asked: exactly what the oracle says, or that nothing more than that is shown."""

    BOTH = "both walls"
    ROWS_ALONE = "row-level security alone"
    PYTHON_ALONE = "the application's policies alone"


@dataclass
class Scene:
    """The town as it stands.

    Attributes:
        opening: opens the first wall while somebody looks; nothing by default.
        past: the changes so far, in words, for whoever has to understand a disagreement.
        touched: the partners' links whose holders' sight may have changed since somebody looked.
    """

    stage: Stage
    world: World
    tally: Tally
    walls: Walls = Walls.BOTH
    channels: Sequence[Channel] = CHANNELS
    opening: Callable[[World], AbstractContextManager[None]] = lambda _world: nullcontext()
    past: list[str] = field(default_factory=list)
    touched: list[UUID] = field(default_factory=list)

    @property
    def oracle(self) -> Oracle:
        return Oracle(self.world)

    def attempt(self, name: str, user: UUID, deed: Callable[[Actor], Any], *, allowed: bool) -> tuple[Answer, Any]:
        """Let a user try a step through its service, as a page would, and compare what came of it with the oracle."""
        answer, result = self._try(user, deed)
        differs = (answer is Answer.DENIED) is allowed and (self.walls is Walls.BOTH or not allowed)
        wrong = differs or answer is Answer.BROKEN
        told = [f"step {name} by {self._name(user)}: {answer.value}, allowed: {allowed}; {self._history()}"] if wrong else []
        self.tally.note(f"step: {name}", decisions=1, shown=answer is Answer.DONE, wrong=told)
        if answer is Answer.DONE:
            self.did(name, user)
        return answer, result

    def _try(self, user: UUID, deed: Callable[[Actor], Any]) -> tuple[Answer, Any]:
        with self.stage.acting(user) as actor:
            if actor is None:
                return Answer.DENIED, None
            try:
                with transaction():
                    return Answer.DONE, deed(actor)
            except (NotFound, NotAllowed):
                return Answer.DENIED, None
            except DomainError:
                return Answer.REFUSED, None
            except sa.exc.DBAPIError:  # what the policies let pass and the database did not
                return Answer.BROKEN, None

    def did(self, name: str, user: UUID) -> None:
        self.past.append(f"{name} ({self._name(user)})")
        self.tally.changes[name] += 1

    def look(self, users: Iterable[UUID]) -> None:
        """Compare all channels for these users."""
        for user in dict.fromkeys(users):
            self.tally.states += 1
            with self.opening(self.world), self._as(user) as actor:
                for channel in self._asked(self.channels):
                    self._compare_channel(channel, user, actor)

    def look_through(self, links: Iterable[UUID]) -> None:
        """Compare all that whoever holds one of these partners' links can see; what staff can ask, through the first of them."""
        channels = [*PARTNER_CHANNELS, ASKED_BY_PARTNERS]
        for link in dict.fromkeys(links):
            self.tally.states += 1
            with self.opening(self.world), self.stage.holding(link) as holder:
                for channel in self._asked(channels):
                    self._compare_channel(channel, link, holder)
            channels = [*PARTNER_CHANNELS]

    def _compare_channel(self, channel: Channel, user: UUID, actor: Actor | None) -> None:
        try:
            shown = channel.look(actor, self.world) if actor else set()
        except (AttributeError, LookupError, sa.exc.SQLAlchemyError) as error:  # half of what belongs together was shown
            told = f"{channel.name}: fails with {type(error).__name__} for {self._name(user)}; {self._history()}"
            self.tally.note(channel.name, decisions=1, shown=0, wrong=[told])
        else:
            self._compare(channel, user, shown)

    def _as(self, user: UUID) -> AbstractContextManager[Actor | None]:
        return self.stage.entering(user) if self.walls is Walls.ROWS_ALONE else self.stage.acting(user)

    def _asked(self, channels: Iterable[Channel]) -> Iterator[Channel]:
        """Those of which this wall has something to say."""
        for channel in channels:
            is_of_rows = self.walls is Walls.ROWS_ALONE and channel.reach is None
            is_of_python = self.walls is Walls.PYTHON_ALONE and channel in OF_ROWS
            if not (is_of_rows or is_of_python):
                yield channel

    def open_page(self, user: UUID, visit: Visit) -> None:
        """Ask for a page as the user's browser does; compare whether it opens, and whose words stand in it."""
        with self.opening(self.world):
            status, text = self.stage.page(user, visit.address, visit.typed)
        is_open, is_right = status == HTTPStatus.OK, True
        if visit.opens and self.walls is not Walls.ROWS_ALONE:
            allowed = visit.opens(self.oracle, user)
            is_right = is_open is allowed or (self.walls is Walls.PYTHON_ALONE and allowed)
        told = [] if is_right else [f"{visit.address}: {status} for {self._name(user)}; {self._history()}"]
        self.tally.note(f"browser: {visit.kind} opens", decisions=1, shown=is_open, wrong=told)
        if is_open:
            self._compare_words(user, visit, text)

    def _compare_words(self, user: UUID, visit: Visit, text: str) -> None:
        readable, words = readable_in(self.oracle, user, visit), marks(self.world, visit)
        shown = {record for record, of_record in words.items() if any(mark in text for mark in of_record)}
        wrong = shown - readable
        if visit.about and self.walls is Walls.BOTH and visit.about not in shown:
            wrong.add(visit.about)
        told = [f"{visit.address}: words of {record} for {self._name(user)}; {self._history()}" for record in wrong]
        self.tally.note(f"browser: whose words stand in {visit.kind}", decisions=len(words), shown=len(shown), wrong=told)

    def _compare(self, channel: Channel, user: UUID, shown: Items) -> None:
        expected = channel.expect(self.oracle, user)
        match self.walls:
            case Walls.BOTH:
                wrong = shown ^ expected
            case Walls.PYTHON_ALONE:
                wrong = shown - expected
            case Walls.ROWS_ALONE:
                wrong = shown - (channel.reach(self.oracle, user) if channel.reach else set())
        among = set(channel.among(self.world))
        told = [self._words(channel, user, item, is_shown=item in shown) for item in wrong]
        self.tally.note(channel.name, decisions=len(among | wrong), shown=len(shown), wrong=told)

    def _words(self, channel: Channel, user: UUID, item: object, *, is_shown: bool) -> str:
        return f"{channel.name}: {'shows' if is_shown else 'hides'} {item} to {self._name(user)}; {self._history()}"

    def _name(self, user: UUID) -> str:
        if user in self.world.links:
            return f"the holder of a link to {self.oracle.links.referral(user)}"
        grants = [grant for grant in self.world.grants.values() if grant.user == user and not grant.ended]
        return f"{user} {'+'.join(grant.role for grant in grants)}"

    def _history(self) -> str:
        return "after " + ", ".join(self.past[-8:])

    def who(self, answer: Callable[[UUID], bool]) -> Collection[UUID]:
        """The staff for whom the oracle says yes."""
        return [user for user in self.world.staff if answer(user)]
