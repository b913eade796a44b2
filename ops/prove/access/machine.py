"""The state machine that changes the town at random and looks after each change at those whom it concerns."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar
from uuid import UUID

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from ops.prove.access.changes import cases, emergencies, grants, restriction
from ops.prove.access.oracle import CaseFacts, PersonFacts, Place, tables
from ops.prove.access.scene import Scene

MOST_EMERGENCIES = 5
"""As many as one user may have in a day, and fewer than the first page shows."""
FILE_ROLES = sorted(tables.WORK_WITH_FILES)
OTHER_ROLES = [tables.REPORTING_OFFICER, tables.DATA_PROTECTION, tables.ADMINISTRATOR]
TERMS = sorted(grants.TERMS)
MOSTLY = 0.75
CHANCE = st.randoms(use_true_random=True)
"""Seeded by hypothesis. Its own draws prefer the first of a list; here all are worth as much."""
Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class Effort:
    """How long one run takes.

    Attributes:
        examples: lives of the town, each from its beginning.
        steps: changes in each.
        looked_at: users at whom it looks after a change, the one who made it first.
        seconds: when this is over, nothing more begins.
    """

    examples: int
    steps: int
    looked_at: int = 2
    seconds: float = 3600
    seed: int = 1


def run_machine(begin: Callable[[], Scene], effort: Effort) -> None:
    """Let the town live several times; ``begin`` sets it back and gives its scene."""
    over_at = time.monotonic() + effort.seconds

    class Town(AccessMachine):
        def __init__(self) -> None:
            super().__init__(begin, effort.looked_at, over_at)

    Town.TestCase.settings = _settings(effort)
    hypothesis.seed(effort.seed)(Town)
    run_state_machine_as_test(Town, settings=_settings(effort))


def _settings(effort: Effort) -> settings:
    return settings(
        max_examples=effort.examples,
        stateful_step_count=effort.steps,
        deadline=None,
        database=None,
        # Disagreements are counted and told with their history; one run goes on after the first.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


class AccessMachine(RuleBasedStateMachine):
    """See the module."""

    def __init__(self, begin: Callable[[], Scene], looked_at: int, over_at: float) -> None:
        super().__init__()
        self._begin, self._looked_at, self._over_at = begin, looked_at, over_at

    @initialize()
    def begin(self) -> None:
        self.scene = self._begin()

    def _is_going_on(self) -> bool:
        return time.monotonic() < self._over_at

    def _any(self, chance: Random, values: Collection[Drawn]) -> Drawn:
        return chance.choice(list(values))

    def _some(self, chance: Random, values: Sequence[UUID]) -> list[UUID]:
        return chance.sample(list(values), k=chance.randint(0, min(3, len(values))))

    def _hand(self, chance: Random, may: Callable[[UUID], bool]) -> UUID:
        """Mostly somebody who may, else anybody."""
        who_may = self.scene.who(may)
        if who_may and chance.random() < MOSTLY:
            return self._any(chance, who_may)
        return self._any(chance, self.scene.world.staff)

    def _look(self, chance: Random, concerned: Collection[UUID]) -> None:
        """At whoever did it, at one of those whom it concerns, and at somebody else."""
        users = list(dict.fromkeys(concerned))
        looked_at = users[:1] + ([self._any(chance, users[1:])] if users[1:] else [])
        while len(looked_at) < self._looked_at:
            looked_at.append(self._any(chance, self.scene.world.staff))
        self.scene.look(looked_at[: self._looked_at])

    # --- grants and accounts

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def give_grant(self, chance: Random) -> None:
        world = self.scene.world
        user, role = self._any(chance, world.staff), self._any(chance, [*FILE_ROLES * 2, *OTHER_ROLES])
        offices = [Place(office=office) for office in world.offices]
        teams = [Place(team=team) for team in world.teams] if role in FILE_ROLES else [Place()]
        countries = [Place(country=country) for country in sorted(set(world.offices.values()))]
        place = self._any(chance, [*offices, *teams, *countries])
        self._look(chance, grants.give(self.scene, user, role, place, self._any(chance, ["now", *TERMS])))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def end_grant(self, chance: Random) -> None:
        self._look(chance, grants.end(self.scene, self._any(chance, self.scene.world.grants)))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def let_grant_expire(self, chance: Random) -> None:
        self._look(chance, grants.let_expire(self.scene, self._any(chance, self.scene.world.grants)))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def cover(self, chance: Random) -> None:
        absent = self._hand(chance, lambda user: bool(self.scene.oracle.held(user, FILE_ROLES)))
        user = self._any(chance, self.scene.world.staff)
        self._look(chance, grants.cover(self.scene, absent, user, self._any(chance, ["now", *TERMS])))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def switch_account(self, chance: Random) -> None:
        user = self._any(chance, self.scene.world.staff)
        switch = grants.disable if self.scene.world.staff[user].active else grants.enable
        self._look(chance, switch(self.scene, user))

    # --- restricted files

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def restrict_case(self, chance: Random) -> None:
        case = self._any(chance, self.scene.world.cases.values())
        by = self._hand(chance, lambda user: self.scene.oracle.restricts_case(user, case))
        others = self._some(chance, restriction.candidates(self.scene, case))
        self._look(chance, restriction.restrict_case(self.scene, case.id, by, others))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def restrict_person(self, chance: Random) -> None:
        person = self._any(chance, self.scene.world.people.values())
        by = self._hand(chance, lambda user: self.scene.oracle.decides_on_file(user, person))
        others = self._some(chance, restriction.candidates(self.scene, person))
        self._look(chance, restriction.restrict_person(self.scene, person.id, by, others))

    def _restricted(self) -> list[PersonFacts | CaseFacts]:
        records: list[PersonFacts | CaseFacts] = [*self.scene.world.people.values(), *self.scene.world.cases.values()]
        return [record for record in records if record.restricted]

    def _may_change_restricted(self) -> bool:
        return self._is_going_on() and bool(self._restricted())

    @precondition(_may_change_restricted)
    @rule(chance=CHANCE)
    def widen(self, chance: Random) -> None:
        record = self._any(chance, self._restricted())
        by = self._hand(chance, lambda user: self.scene.oracle.names_others(user, record))
        others = self._some(chance, restriction.candidates(self.scene, record))
        self._look(chance, restriction.widen(self.scene, record.id, by, others))

    @precondition(_may_change_restricted)
    @rule(chance=CHANCE)
    def take_off(self, chance: Random) -> None:
        record = self._any(chance, self._restricted())
        by = self._hand(chance, lambda user: self.scene.oracle.names_others(user, record))
        user = self._hand(chance, lambda user: (record.id, user) in self.scene.world.knows)
        self._look(chance, restriction.take_off(self.scene, record.id, by, user))

    @precondition(_may_change_restricted)
    @rule(chance=CHANCE)
    def open_again(self, chance: Random) -> None:
        record = self._any(chance, self._restricted())
        by = self._hand(chance, lambda user: self.scene.oracle.opens_again(user, record))
        self._look(chance, restriction.open_again(self.scene, record.id, by))

    # --- cases

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def move_to_team(self, chance: Random) -> None:
        case = self._any(chance, self.scene.world.cases.values())
        by = self._hand(chance, lambda user: self.scene.oracle.moves_case(user, case))
        team = self._any(chance, [None, *self.scene.world.teams])
        self._look(chance, cases.move_to_team(self.scene, case.id, by, team))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def assign(self, chance: Random) -> None:
        case = self._any(chance, self.scene.world.cases.values())
        by = self._hand(chance, lambda user: self.scene.oracle.takes_step(user, "assign", case))
        to = self._hand(chance, lambda user: self.scene.oracle.carries_on(user, case))
        self._look(chance, cases.assign(self.scene, case.id, by, to))

    @precondition(_is_going_on)
    @rule(chance=CHANCE)
    def move_to_office(self, chance: Random) -> None:
        person, office = self._any(chance, self.scene.world.people), self._any(chance, self.scene.world.offices)
        self._look(chance, cases.move_to_office(self.scene, person, office))

    # --- emergencies

    def _may_break_glass(self) -> bool:
        return self._is_going_on() and len(self.scene.world.emergencies) < MOST_EMERGENCIES

    @precondition(_may_break_glass)
    @rule(chance=CHANCE)
    def break_glass(self, chance: Random) -> None:
        person = self._any(chance, self.scene.world.people.values())
        by = self._hand(chance, lambda user: self.scene.oracle.finds_beyond(user, person))
        codes = [person.code, *(case.code for case in self.scene.world.cases_of(person.id))]
        self._look(chance, emergencies.break_glass(self.scene, person.id, by, self._any(chance, codes)))

    def _has_emergency(self) -> bool:
        return self._is_going_on() and bool(self.scene.world.emergencies)

    @precondition(_has_emergency)
    @rule(chance=CHANCE)
    def close_emergency(self, chance: Random) -> None:
        use = self._any(chance, self.scene.world.emergencies.values())
        by = self._hand(chance, lambda user: user == use.user)
        self._look(chance, emergencies.close(self.scene, use.id, by))

    @precondition(_has_emergency)
    @rule(chance=CHANCE)
    def review_emergency(self, chance: Random) -> None:
        use = self._any(chance, self.scene.world.emergencies.values())
        by = self._hand(chance, lambda user: self.scene.oracle.reviews_emergency(user, use))
        self._look(chance, emergencies.review(self.scene, use.id, by))

    @precondition(_has_emergency)
    @rule(chance=CHANCE)
    def let_emergency_expire(self, chance: Random) -> None:
        self._look(chance, emergencies.let_expire(self.scene, self._any(chance, self.scene.world.emergencies)))
