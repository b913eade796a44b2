"""Changes at random: what is changed, by whom and to what is left to chance; none happens where there is nothing to change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar
from uuid import UUID

from ops.prove.access.changes import cases, emergencies, grants, partners, restriction
from ops.prove.access.channels.oversight import MOST_NOTICES
from ops.prove.access.channels.pages import Visit, visits
from ops.prove.access.oracle import CaseFacts, PersonFacts, Place, ReferralFacts, tables
from ops.prove.access.scene import Scene

MOSTLY = 0.75
MOST_REFERRALS = 24
"""New ones come until there are so many: a round must not grow longer and longer."""
FILE_ROLES = sorted(tables.WORK_WITH_FILES)
OTHER_ROLES = [tables.REPORTING_OFFICER, tables.DATA_PROTECTION, tables.ADMINISTRATOR]
TERMS = sorted(grants.TERMS)
Drawn = TypeVar("Drawn")
Concerned = Collection[UUID]


@dataclass(frozen=True)
class Chance:
    """One hand of fate in one town. Each change gives the users whose sight it may have changed."""

    scene: Scene
    chance: Random

    def change(self) -> Concerned:
        """Any change, the more likely the more it stands for."""
        (kind,) = self.chance.choices(list(LIKELY), weights=list(LIKELY.values()))
        return kind(self)

    def anybody(self) -> UUID:
        return self._any(self.scene.world.staff)

    def one_of(self, users: Sequence[UUID]) -> UUID:
        return self._any(users)

    def page_for(self, user: UUID) -> Visit:
        """Mostly a page that opens to this user."""
        known = list(visits(self.scene.world))
        opened = [visit for visit in known if not visit.opens or visit.opens(self.scene.oracle, user)]
        return self._any(opened if self.chance.random() < MOSTLY else known)

    def _any(self, values: Collection[Drawn]) -> Drawn:
        return self.chance.choice(list(values))

    def _some(self, values: Sequence[UUID]) -> list[UUID]:
        return self.chance.sample(list(values), k=self.chance.randint(0, min(3, len(values))))

    def _hand(self, may: Callable[[UUID], bool]) -> UUID:
        """Mostly somebody who may, else anybody."""
        who_may = self.scene.who(may)
        return self._any(who_may) if who_may and self.chance.random() < MOSTLY else self.anybody()

    # --- grants and accounts

    def give_grant(self) -> Concerned:
        world = self.scene.world
        user, role = self._any(world.staff), self._any([*FILE_ROLES * 2, *OTHER_ROLES])
        offices = [Place(office=office) for office in world.offices]
        teams = [Place(team=team) for team in world.teams] if role in FILE_ROLES else [Place()]
        countries = [Place(country=country) for country in sorted(set(world.offices.values()))]
        place = self._any([*offices, *teams, *countries])
        return grants.give(self.scene, user, role, place, self._any(["now", *TERMS]))

    def end_grant(self) -> Concerned:
        return grants.end(self.scene, self._any(self.scene.world.grants))

    def let_grant_expire(self) -> Concerned:
        return grants.let_expire(self.scene, self._any(self.scene.world.grants))

    def cover(self) -> Concerned:
        absent = self._hand(lambda user: bool(self.scene.oracle.held(user, FILE_ROLES)))
        user = self._any(self.scene.world.staff)
        return grants.cover(self.scene, absent, user, self._any(["now", *TERMS]))

    def switch_account(self) -> Concerned:
        user = self._any(self.scene.world.staff)
        switch = grants.disable if self.scene.world.staff[user].active else grants.enable
        return switch(self.scene, user)

    # --- restricted files

    def restrict_case(self) -> Concerned:
        case = self._any(self.scene.world.cases.values())
        by = self._hand(lambda user: self.scene.oracle.restricts_case(user, case))
        others = self._some(restriction.candidates(self.scene, case))
        return restriction.restrict_case(self.scene, case.id, by, others)

    def restrict_person(self) -> Concerned:
        person = self._any(self.scene.world.people.values())
        by = self._hand(lambda user: self.scene.oracle.decides_on_file(user, person))
        others = self._some(restriction.candidates(self.scene, person))
        return restriction.restrict_person(self.scene, person.id, by, others)

    def _restricted(self) -> list[PersonFacts | CaseFacts]:
        records: list[PersonFacts | CaseFacts] = [*self.scene.world.people.values(), *self.scene.world.cases.values()]
        return [record for record in records if record.restricted]

    def widen(self) -> Concerned:
        if not self._restricted():
            return []
        record = self._any(self._restricted())
        by = self._hand(lambda user: self.scene.oracle.names_others(user, record))
        others = self._some(restriction.candidates(self.scene, record))
        return restriction.widen(self.scene, record.id, by, others)

    def take_off(self) -> Concerned:
        if not self._restricted():
            return []
        record = self._any(self._restricted())
        by = self._hand(lambda user: self.scene.oracle.names_others(user, record))
        user = self._hand(lambda user: (record.id, user) in self.scene.world.knows)
        return restriction.take_off(self.scene, record.id, by, user)

    def open_again(self) -> Concerned:
        if not self._restricted():
            return []
        record = self._any(self._restricted())
        by = self._hand(lambda user: self.scene.oracle.opens_again(user, record))
        return restriction.open_again(self.scene, record.id, by)

    # --- cases

    def move_to_team(self) -> Concerned:
        case = self._any(self.scene.world.cases.values())
        by = self._hand(lambda user: self.scene.oracle.moves_case(user, case))
        team = self._any([None, *self.scene.world.teams])
        return cases.move_to_team(self.scene, case.id, by, team)

    def assign(self) -> Concerned:
        case = self._any(self.scene.world.cases.values())
        by = self._hand(lambda user: self.scene.oracle.takes_step(user, "assign", case))
        to = self._hand(lambda user: self.scene.oracle.carries_on(user, case))
        return cases.assign(self.scene, case.id, by, to)

    def move_to_office(self) -> Concerned:
        person, office = self._any(self.scene.world.people), self._any(self.scene.world.offices)
        return cases.move_to_office(self.scene, person, office)

    # --- emergencies

    def break_glass(self) -> Concerned:
        if len(self.scene.world.emergencies) == MOST_NOTICES:
            return []
        person = self._any(self.scene.world.people.values())
        by = self._hand(lambda user: self.scene.oracle.finds_beyond(user, person))
        codes = [person.code, *(case.code for case in self.scene.world.cases_of(person.id))]
        return emergencies.break_glass(self.scene, person.id, by, self._any(codes))

    def close_emergency(self) -> Concerned:
        if not self.scene.world.emergencies:
            return []
        use = self._any(self.scene.world.emergencies.values())
        by = self._hand(lambda user: user == use.user)
        return emergencies.close(self.scene, use.id, by)

    def review_emergency(self) -> Concerned:
        if not self.scene.world.emergencies:
            return []
        use = self._any(self.scene.world.emergencies.values())
        by = self._hand(lambda user: self.scene.oracle.reviews_emergency(user, use))
        return emergencies.review(self.scene, use.id, by)

    def let_emergency_expire(self) -> Concerned:
        if not self.scene.world.emergencies:
            return []
        return emergencies.let_expire(self.scene, self._any(self.scene.world.emergencies))

    # --- partners

    def any_link(self) -> UUID:
        """Mostly one whose holder's sight may just have changed."""
        touched = self.scene.touched
        return self._any(touched if touched and self.chance.random() < MOSTLY else self.scene.world.links)

    def _sender(self, referral: ReferralFacts) -> UUID:
        return self._hand(lambda user: self.scene.oracle.finds_referral(user, referral))

    def _referral(self, states: Collection[str]) -> ReferralFacts:
        """Mostly one in these states."""
        known = self.scene.world.referrals.values()
        fitting = [referral for referral in known if referral.status in states]
        return self._any(fitting if fitting and self.chance.random() < MOSTLY else known)

    def refer(self) -> Concerned:
        if len(self.scene.world.referrals) >= MOST_REFERRALS:
            return []
        case = self._any(self.scene.world.cases.values())
        by = self._hand(lambda user: self.scene.oracle.finds_case(user, case))
        fields = self.chance.sample(tables.SHAREABLE, k=self.chance.randint(1, len(tables.SHAREABLE)))
        return partners.refer(self.scene, case.id, by, fields)

    def send_referral(self) -> Concerned:
        referral = self._referral({tables.DRAFT})
        return partners.send(self.scene, referral.id, self._sender(referral))

    def revoke_referral(self) -> Concerned:
        referral = self._referral({tables.DRAFT, *tables.WITH_PARTNER})
        return partners.revoke(self.scene, referral.id, self._sender(referral))

    def complete_referral(self) -> Concerned:
        referral = self._referral(tables.WITH_PARTNER)
        return partners.complete(self.scene, referral.id, self._sender(referral))

    def resend_mail(self) -> Concerned:
        referral = self._referral(tables.WITH_PARTNER)
        return partners.resend(self.scene, referral.id, self._sender(referral))

    def answer(self) -> Concerned:
        return partners.answer(self.scene, self.any_link(), self._any(tables.ANSWERS_OF_PARTNERS))

    def let_link_expire(self) -> Concerned:
        return partners.let_link_expire(self.scene, self._any(self.scene.world.links))

    def let_window_pass(self) -> Concerned:
        return partners.let_window_pass(self.scene, self._referral({tables.SENT}).id)

    def change_consent(self) -> Concerned:
        person = self._any(self.scene.world.people.values())
        by = self._hand(lambda user: self.scene.oracle.finds_person(user, person))
        decide = partners.withdraw_consent if person.shares else partners.give_consent
        return decide(self.scene, person.id, by)

    def switch_case(self) -> Concerned:
        """Closed, or opened again; a case with a referral under way is not closed."""
        case = self._any(self.scene.world.cases.values())
        if case.status == tables.CLOSED:
            return partners.reopen_case(self.scene, case.id)
        waits = {tables.DRAFT, *tables.WITH_PARTNER}
        under_way = any(one.case == case.id and one.status in waits for one in self.scene.world.referrals.values())
        return [] if under_way else partners.close_case(self.scene, case.id)


LIKELY: Mapping[Callable[[Chance], Concerned], int] = {
    Chance.give_grant: 4,
    Chance.end_grant: 1,
    Chance.let_grant_expire: 1,
    Chance.cover: 2,
    Chance.switch_account: 1,
    Chance.restrict_case: 3,
    Chance.restrict_person: 2,
    Chance.widen: 3,
    Chance.take_off: 3,
    Chance.open_again: 2,
    Chance.move_to_team: 3,
    Chance.assign: 2,
    Chance.move_to_office: 1,
    Chance.break_glass: 3,
    Chance.close_emergency: 1,
    Chance.review_emergency: 1,
    Chance.let_emergency_expire: 1,
    Chance.refer: 2,
    Chance.send_referral: 1,
    Chance.revoke_referral: 1,
    Chance.complete_referral: 1,
    Chance.resend_mail: 1,
    Chance.answer: 3,
    Chance.let_link_expire: 1,
    Chance.let_window_pass: 1,
    Chance.change_consent: 1,
    Chance.switch_case: 2,
}
"""Each kind of change, and how likely it is beside the others."""
