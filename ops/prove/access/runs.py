"""The runs: the machine against the oracle with both walls and with each alone, and faults that have to be noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ops.prove.access import town, walls
from ops.prove.access.channels.intake import BEYOND_ONLY, OF_DRAFTS
from ops.prove.access.channels.partners import EMPTY_AT_FIRST
from ops.prove.access.holes import Hole
from ops.prove.access.machine import Effort, run_machine
from ops.prove.access.oracle import World
from ops.prove.access.scene import Scene, Walls
from ops.prove.access.stage import Stage
from ops.prove.access.tally import Tally
from ops.prove.access.tour import Tour
from ops.prove.access.tour_partners import PartnerTour

SHOWS_NOTHING = {"emergency: by code", BEYOND_ONLY, *OF_DRAFTS, *(f"partner's rows: {table}" for table in EMPTY_AT_FIRST)}
"""The first two show what lies outside of what somebody sees: nothing, where they see everything. Drafts are asked for by who
typed them, whatever a policy says: their rows are looked at below."""
NO_HOLE = Hole("none")


@dataclass
class Proof:
    """One town, ready to live as often as asked."""

    stage: Stage
    world: World

    @classmethod
    def prepare(cls, stage: Stage, *, people_each: int) -> Proof:
        """Fill the stage's database; ``people_each``: so many people at each of three offices."""
        with stage.as_owner():
            world = town.fill(people_each)
        stage.keep()
        return cls(stage, world)

    def live(self, which: Walls, effort: Effort) -> Tally:
        """Let the machine change the town at random, with one wall or both."""
        tally = Tally()
        run_machine(lambda: self._begin(which, tally), effort)
        return tally

    def tour(self, which: Walls, *, looked_at: int = 2) -> Tally:
        """Walk through every kind of change once."""
        tally = Tally()
        for _ in Tour(self._begin(which, tally), looked_at).walk():
            pass
        return tally

    def tour_of_partners(self) -> Tally:
        """Walk once through every way in which a partner's link begins, changes and ends, with both walls."""
        tally = Tally()
        for _ in PartnerTour(self._begin(Walls.BOTH, tally)).walk():
            pass
        return tally

    def notice(self, which: Walls, hole: Hole) -> str | None:
        """What first shows a fault in the one wall that stands; None where the whole tour does not."""
        tally = Tally()
        return _first_wrong(tally, Tour(self._begin(which, tally, hole), looked_at=2).walk())

    def notice_by_partners(self, which: Walls, hole: Hole) -> str | None:
        """The same, of what the holders of links see, on their own tour."""
        tally = Tally()
        return _first_wrong(tally, PartnerTour(self._begin(which, tally, hole)).walk())

    def blind_without_walls(self) -> list[str]:
        """The channels that show nothing too much although both walls are away, in the town as it is at first."""
        tally = Tally()
        scene = self._begin(Walls.ROWS_ALONE, tally, Hole("all", damage=walls.OPEN_DATABASE))
        scene.look(list(self.world.staff)[:1])
        scene.look_through(self.world.links)
        asked = (name for name, decisions in tally.decisions.items() if decisions and name not in SHOWS_NOTHING)
        return [name for name in asked if not tally.disagreements[name]]

    def _begin(self, which: Walls, tally: Tally, hole: Hole = NO_HOLE) -> Scene:
        opened: Sequence[str] = walls.OPEN_DATABASE if which is Walls.PYTHON_ALONE else ()
        self.stage.damage = (*opened, *hole.damage)
        self.stage.set_back()

        @contextmanager
        def opening(world: World) -> Iterator[None]:
            with hole.open():
                if which is Walls.ROWS_ALONE:
                    with walls.open_policies(world):
                        yield
                else:
                    yield

        return Scene(self.stage, self.world.copy(), tally, which, opening=opening)


def _first_wrong(tally: Tally, walk: Iterable[str]) -> str | None:
    for _ in walk:
        if tally.disagreements.total():
            return next(name for name, wrong in tally.disagreements.items() if wrong)
    return None
