"""The answers: which files a user finds, reads and works on, and which classes of fields they read of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from ops.prove.access.oracle import tables
from ops.prove.access.oracle.links import Links
from ops.prove.access.oracle.world import CaseFacts, Emergency, Grant, PersonFacts, Place, ReferralFacts, World

Ids = set[UUID]


class Oracle:
    """Answers from the facts of one world, as they are at the moment of asking."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def links(self) -> Links:
        """What the holders of partners' links see."""
        return Links(self.world)

    # --- grants

    def held(self, user: UUID, roles: Iterable[str]) -> list[Grant]:
        """The grants of these roles that hold today; none of a disabled account."""
        today, wanted = self.world.today(), set(roles)
        return [
            grant
            for grant in self.world.grants.values()
            if grant.user == user
            and grant.role in wanted
            and self.world.staff[user].active
            and not grant.ended
            and grant.first_day <= today <= grant.last_day
        ]

    def reaches(self, grant: Grant, office: UUID) -> bool:
        """Whether a grant holds at an office; that of a team holds at the team's office."""
        place = grant.place
        if place == Place():
            return True
        at_home = self.world.teams.get(place.team) if place.team else place.office
        return office == at_home or place.country == self.world.offices[office]

    def at_office(self, user: UUID, roles: Iterable[str], office: UUID) -> bool:
        return any(self.reaches(grant, office) for grant in self.held(user, roles))

    def in_whole_office(self, user: UUID, roles: Iterable[str], office: UUID) -> bool:
        """The same with a role that is not a team's only."""
        return any(self.reaches(grant, office) and not grant.place.team for grant in self.held(user, roles))

    # --- persons and cases

    def knows(self, user: UUID, record: PersonFacts | CaseFacts, roles: Iterable[str]) -> bool:
        """Whether somebody was named for a restricted record, and still has one of the roles at its office."""
        return (record.id, user) in self.world.knows and self.at_office(user, roles, record.office)

    def finds_person(self, user: UUID, person: PersonFacts, roles: Iterable[str] = tables.WORK_WITH_FILES) -> bool:
        """Persons are registered once, with the office: whoever works there finds them, in whichever team."""
        if person.restricted:
            return self.knows(user, person, roles)
        return self.at_office(user, roles, person.office)

    def answers_for_person(self, user: UUID, person: PersonFacts, roles: Iterable[str]) -> bool:
        """What is done with the whole file asks for a role in the whole office, or to know the restricted file."""
        if person.restricted:
            return self.knows(user, person, roles)
        return self.in_whole_office(user, roles, person.office)

    def finds_case(self, user: UUID, case: CaseFacts, roles: Iterable[str] = tables.WORK_WITH_FILES) -> bool:
        """A case is the office's, or one team's: then of the teams only that one finds it."""
        if case.restricted:
            return self.knows(user, case, roles)
        return any(self.reaches(grant, case.office) and grant.place.team in {None, case.team} for grant in self.held(user, roles))

    def reads_in_emergency(self, user: UUID, person: PersonFacts) -> bool:
        """An hour of reading an unrestricted file, for those who work with files; over at once when their roles are."""
        return (
            not person.restricted
            and bool(self.held(user, tables.WORK_WITH_FILES))
            and any(use.user == user and use.person == person.id and self.lasts(use) for use in self.world.emergencies.values())
        )

    def reads_person(self, user: UUID, person: PersonFacts) -> bool:
        return self.finds_person(user, person) or self.reads_in_emergency(user, person)

    def reads_case(self, user: UUID, case: CaseFacts) -> bool:
        in_emergency = not case.restricted and self.reads_in_emergency(user, self.world.people[case.person])
        return self.finds_case(user, case) or in_emergency

    def finds_referral(self, user: UUID, referral: ReferralFacts) -> bool:
        return self.finds_case(user, self.world.cases[referral.case])

    def reads_referral(self, user: UUID, referral: ReferralFacts) -> bool:
        """That it exists and how it stands is told on the pages of its case, also in an emergency; its own page is closed."""
        return self.reads_case(user, self.world.cases[referral.case])

    def lasts(self, use: Emergency) -> bool:
        return not use.closed and use.until > self.world.now()

    # --- fields

    def classes_of_person(self, user: UUID, person: PersonFacts) -> set[str]:
        classes: set[str] = set()
        if self.reads_person(user, person):
            classes |= {tables.PUBLIC, tables.CASE_FACT, tables.IDENTITY}
        if self.answers_for_person(user, person, tables.WORK_WITH_FILES):
            classes.add(tables.NARRATIVE)
        if person.restricted and self.finds_person(user, person):
            classes.add(tables.RESTRICTED)
        return classes

    def classes_of_case(self, user: UUID, case: CaseFacts) -> set[str]:
        """Whoever works with a case reads its words; in an emergency too, but never what is restricted."""
        if not self.reads_case(user, case):
            return set()
        classes = {tables.PUBLIC, tables.CASE_FACT, tables.IDENTITY, tables.NARRATIVE}
        return classes | {tables.RESTRICTED} if case.restricted else classes

    # --- steps

    def takes_step(self, user: UUID, step: str, case: CaseFacts) -> bool:
        roles, states = tables.STEPS_IN_A_CASE[step]
        return case.status in states and self.finds_case(user, case, roles)

    def refers(self, user: UUID, case: CaseFacts) -> bool:
        return case.status != tables.CLOSED and self.finds_case(user, case)

    def answers_for_case(self, user: UUID, case: CaseFacts) -> bool:
        """Who may say who sees it: whoever carries the case, or supervises it."""
        carries = case.carrier == user and self.finds_case(user, case)
        return carries or self.finds_case(user, case, tables.SUPERVISE)

    def restricts_case(self, user: UUID, case: CaseFacts) -> bool:
        return not case.restricted and self.answers_for_case(user, case)

    def decides_on_file(self, user: UUID, person: PersonFacts) -> bool:
        """Who may keep all of it from others: whoever works with files of the whole office."""
        return self.answers_for_person(user, person, tables.WORK_WITH_FILES)

    def moves_case(self, user: UUID, case: CaseFacts) -> bool:
        """Only who supervises the whole office gives cases to its teams, and takes them back."""
        return self.finds_case(user, case, tables.SUPERVISE) and self.in_whole_office(user, tables.SUPERVISE, case.office)

    def carries_on(self, user: UUID, case: CaseFacts) -> bool:
        """Whether somebody can carry a case where it lies now, by a role of their own and not by covering a colleague."""
        own = (grant for grant in self.held(user, tables.WORK_WITH_FILES) if grant.covers is None)
        is_named = not case.restricted or (case.id, user) in self.world.knows
        return is_named and any(self.reaches(grant, case.office) and grant.place.team in {None, case.team} for grant in own)

    def names_others(self, user: UUID, record: PersonFacts | CaseFacts) -> bool:
        return record.restricted and self.knows(user, record, tables.WORK_WITH_FILES)

    def opens_again(self, user: UUID, record: PersonFacts | CaseFacts) -> bool:
        """A supervisor who knows the file and supervises where it will belong: the team, or the whole office."""
        team = record.team if isinstance(record, CaseFacts) else None
        supervised = (grant for grant in self.held(user, tables.SUPERVISE) if self.reaches(grant, record.office))
        is_theirs = any(grant.place.team in {None, team} for grant in supervised)
        return record.restricted and is_theirs and self.knows(user, record, tables.SUPERVISE)

    def finds_beyond(self, user: UUID, person: PersonFacts) -> bool:
        """Whether somebody may open the file in an emergency: an unrestricted one outside of what they find."""
        works = bool(self.held(user, tables.WORK_WITH_FILES))
        return works and not person.restricted and not self.finds_person(user, person)

    # --- what oversight sees

    def reads_emergency(self, user: UUID, use: Emergency) -> bool:
        """Whoever broke the glass, who reviews it, and the colleagues whose file it is."""
        if not self.held(user, tables.READ_EMERGENCIES):
            return False
        reviews = self.at_office(user, tables.REVIEW_EMERGENCIES, use.office)
        return use.user == user or reviews or self.finds_person(user, self.world.people[use.person])

    def reviews_emergency(self, user: UUID, use: Emergency) -> bool:
        return use.user != user and self.at_office(user, tables.REVIEW_EMERGENCIES, use.office)

    def lists_emergency(self, user: UUID, use: Emergency) -> bool:
        return self.at_office(user, tables.REVIEW_EMERGENCIES, use.office) or (
            use.user == user and bool(self.held(user, tables.REVIEW_EMERGENCIES))
        )

    def reviewed_files(self, user: UUID) -> Ids:
        """The records whose codes a review of emergency accesses tells: of what was opened and is not restricted by now."""
        opened = {use.person for use in self.world.emergencies.values() if self.lists_emergency(user, use)}
        of_people = self.people(lambda person: person.id in opened and not person.restricted)
        return of_people | self.cases(lambda case: case.person in opened and not case.restricted)

    def reads_report(self, user: UUID, country: str | None) -> bool:
        """The figures of a country, for those with a role at one of its offices; of the whole operation, at all of them."""
        reached = {
            office
            for office in self.world.offices
            if any(self.reaches(grant, office) and not grant.place.team for grant in self.held(user, tables.READ_REPORTS))
        }
        if country is None:
            return reached == set(self.world.offices)
        return country in {self.world.offices[office] for office in reached}

    def reads_trail_of(self, user: UUID, record: PersonFacts | CaseFacts) -> bool:
        """Whether the trail tells somebody, by the record's code, what was done with it: never of a restricted one."""
        return not record.restricted and self.at_office(user, tables.READ_THE_TRAIL, record.logged_at)

    def owners_of(self, person: PersonFacts) -> Ids:
        """Who is told of an emergency access: who carries an open case of the person, and who supervises the office."""
        carriers = {case.carrier for case in self.world.cases_of(person.id) if case.status != tables.CLOSED and case.carrier}
        supervisors = {user for user in self.world.staff if self.at_office(user, tables.SUPERVISE, person.office)}
        return {user for user in carriers if self.world.staff[user].active} | supervisors

    # --- all at once

    def people(self, answer: Callable[[PersonFacts], bool]) -> Ids:
        return {person.id for person in self.world.people.values() if answer(person)}

    def cases(self, answer: Callable[[CaseFacts], bool]) -> Ids:
        return {case.id for case in self.world.cases.values() if answer(case)}

    def referrals(self, answer: Callable[[ReferralFacts], bool]) -> Ids:
        return {referral.id for referral in self.world.referrals.values() if answer(referral)}
