"""One walk through every kind of change, always the same: for the tests, and for faults that have to be noticed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from ops.prove.access.changes import cases, emergencies, grants, restriction
from ops.prove.access.oracle import CaseFacts, PersonFacts, Place, tables
from ops.prove.access.scene import Scene

ROLES = (tables.CASEWORKER, tables.SUPERVISOR, tables.DATA_PROTECTION)


@dataclass
class Tour:
    """The walk. ``looked_at``: at how many of those whom a change concerns it looks."""

    scene: Scene
    looked_at: int = 3

    def walk(self) -> Iterator[str]:
        """Make one change after the other, look, and give its name."""
        self.home, self.beyond = list(self.scene.world.offices)[:2]
        stations: tuple[Callable[[], Collection[UUID]], ...] = (
            self._restrict_case, self._take_off, self._restrict_person, self._widen, self._open_again,
            self._break_glass, self._restrict_person_read_in_emergency, self._break_another_glass, self._glass_over,
            self._work_in_a_team_only, self._move_to_team, self._move_to_office, self._cover, self._cover_over, self._end,
            self._disable,
        )  # fmt: skip
        self.scene.look([self._one(partial(self._holds, role)) for role in ROLES])
        yield "nothing"
        for station in stations:
            concerned = station()
            self.scene.look(list(dict.fromkeys(concerned))[: self.looked_at])
            yield station.__name__.strip("_").replace("_", " ")

    def _restrict_case(self) -> Collection[UUID]:
        self.case = self._case(lambda case: case.carrier is not None and case.team is None)
        named = [self._supervisor(), self._other(self.case)]
        by = self._carrier(self.case)
        left_out = self._one(lambda user: self.scene.oracle.finds_case(user, self.case) and user not in {by, *named})
        restriction.restrict_case(self.scene, self.case.id, by, named)
        return [left_out, by, *named]

    def _take_off(self) -> Collection[UUID]:
        other = self._other(self.case)
        restriction.take_off(self.scene, self.case.id, self._carrier(self.case), other)
        return [other]

    def _restrict_person(self) -> Collection[UUID]:
        self.person = self.scene.world.people[self.case.person]
        supervisor = self._supervisor()
        restriction.restrict_person(self.scene, self.person.id, supervisor, [])
        return [self._other(self.case), supervisor]

    def _widen(self) -> Collection[UUID]:
        other = self._other(self.case)
        restriction.widen(self.scene, self.person.id, self._supervisor(), [other])
        return [other]

    def _open_again(self) -> Collection[UUID]:
        restriction.open_again(self.scene, self.person.id, self._supervisor())
        return [self._other(self.case)]

    def _break_glass(self) -> Collection[UUID]:
        self.far = self._person(lambda person: person.office != self.home and not person.restricted)
        self.reader = self._one(lambda user: self.scene.oracle.finds_beyond(user, self.far))
        emergencies.break_glass(self.scene, self.far.id, self.reader, self.far.code)
        return [self.reader]

    def _restrict_person_read_in_emergency(self) -> Collection[UUID]:
        by = self._one(lambda user: self.scene.oracle.answers_for_person(user, self.far, tables.SUPERVISE))
        restriction.restrict_person(self.scene, self.far.id, by, [])
        return [self.reader]

    def _break_another_glass(self) -> Collection[UUID]:
        far = self._person(lambda person: self.scene.oracle.finds_beyond(self.reader, person))
        told = emergencies.break_glass(self.scene, far.id, self.reader, far.code)
        return [user for user in told if self._holds(tables.SUPERVISOR, user)]

    def _glass_over(self) -> Collection[UUID]:
        return emergencies.let_expire(self.scene, list(self.scene.world.emergencies)[-1])

    def _work_in_a_team_only(self) -> Collection[UUID]:
        return [self._one(lambda user: any(grant.place.team for grant in self.scene.oracle.held(user, tables.WORK_WITH_FILES)))]

    def _move_to_team(self) -> Collection[UUID]:
        case = self._case(lambda case: case.team is None and not case.restricted)
        team = next(team for team, office in self.scene.world.teams.items() if office == case.office)
        of_team = self._one(lambda user: any(grant.place.team == team for grant in self.scene.world.grants.values()
                                             if grant.user == user))  # fmt: skip
        by = self._one(lambda user: self.scene.oracle.moves_case(user, case))
        cases.move_to_team(self.scene, case.id, by, team)
        return [of_team, by]

    def _move_to_office(self) -> Collection[UUID]:
        person = self._person(
            lambda person: (
                person.office == self.home and not any(case.restricted for case in self.scene.world.cases_of(person.id))
            )
        )
        concerned = cases.move_to_office(self.scene, person.id, self.beyond)
        return [self._other(self.case), *concerned]

    def _cover(self) -> Collection[UUID]:
        elsewhere = self._one(lambda user: self.scene.oracle.at_office(user, {tables.CASEWORKER}, self.beyond))
        self.cover = self._other(self.case)
        grants.cover(self.scene, elsewhere, self.cover, "now")
        return [self.cover]

    def _cover_over(self) -> Collection[UUID]:
        covers = [grant.id for grant in self.scene.world.grants.values() if grant.covers]
        for grant in covers:
            grants.let_expire(self.scene, grant)
        return [self.cover]

    def _end(self) -> Collection[UUID]:
        user = self._other(self.case)
        for grant in [grant.id for grant in self.scene.world.grants.values() if grant.user == user and not grant.ended]:
            grants.end(self.scene, grant)
        grants.give(self.scene, user, tables.CASEWORKER, Place(office=self.beyond), "to come")
        return [user]

    def _disable(self) -> Collection[UUID]:
        return grants.disable(self.scene, self._supervisor())

    # --- who and what

    def _holds(self, role: str, user: UUID) -> bool:
        return bool(self.scene.oracle.held(user, {role}))

    def _one(self, may: Callable[[UUID], bool]) -> UUID:
        return next(iter(self.scene.who(may)))

    def _case(self, fits: Callable[[CaseFacts], bool]) -> CaseFacts:
        return next(case for case in self.scene.world.cases.values() if case.office == self.home and fits(case))

    def _person(self, fits: Callable[[PersonFacts], bool]) -> PersonFacts:
        return next(person for person in self.scene.world.people.values() if fits(person))

    def _carrier(self, case: CaseFacts) -> UUID:
        if case.carrier is None:
            raise LookupError(case.code)
        return case.carrier

    def _supervisor(self) -> UUID:
        """Of the whole home office, and of nothing else."""
        return self._holder(tables.SUPERVISOR, without=None)

    def _other(self, case: CaseFacts) -> UUID:
        """A caseworker of the whole home office who does not carry the case."""
        return self._holder(tables.CASEWORKER, without=case.carrier)

    def _holder(self, role: str, *, without: UUID | None) -> UUID:
        place, grants_ = Place(office=self.home), self.scene.world.grants.values()
        return next(grant.user for grant in grants_ if grant.role == role and grant.place == place and grant.user != without)
