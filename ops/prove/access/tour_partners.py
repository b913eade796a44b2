"""The part of the walk that concerns partners: every way in which a link begins, changes and ends, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from ops.prove.access.changes import partners, restriction
from ops.prove.access.oracle import ReferralFacts, tables
from ops.prove.access.scene import Scene


@dataclass
class PartnerTour:
    """The walk. After each change it looks through the links that it concerns."""

    scene: Scene

    def walk(self) -> Iterator[str]:
        """Look at the town as it is at first, with links in every state; then make one change after the other, and look.

        The last change leaves a file that only partners may look at.
        """
        self.scene.look_through(self.scene.world.links)
        yield "nothing"
        for station in (
            self._send, self._window_passes, self._accept, self._case_restricted, self._link_expires, self._sent_again,
            self._complete, self._case_closed, self._case_reopened, self._decline, self._taken_back, self._referred_anew,
            self._withdrawn, self._agreed_again, self._erased,
        ):  # fmt: skip
            self.scene.touched.clear()
            station()
            self.scene.look_through(self.scene.touched)
            yield station.__name__.strip("_").replace("_", " ")

    def _send(self) -> None:
        self.referral = self._one(lambda one: one.status == tables.DRAFT).id
        partners.send(self.scene, self.referral, self._sender())

    def _window_passes(self) -> None:
        partners.let_window_pass(self.scene, self.referral)

    def _accept(self) -> None:
        partners.answer(self.scene, self._link(), "accept")

    def _case_restricted(self) -> None:
        """Changes nothing for the partner."""
        case = self.scene.world.cases[self.scene.world.referrals[self.referral].case]
        by = self._user(lambda user: self.scene.oracle.restricts_case(user, case))
        restriction.restrict_case(self.scene, case.id, by, [])
        self.scene.touched.append(self._link())

    def _link_expires(self) -> None:
        partners.let_link_expire(self.scene, self._link())

    def _sent_again(self) -> None:
        """By a new link; the former one stays closed."""
        partners.resend(self.scene, self.referral, self._sender())

    def _complete(self) -> None:
        partners.answer(self.scene, self._link(), "complete")

    def _case_closed(self) -> None:
        partners.close_case(self.scene, self.scene.world.referrals[self.referral].case)

    def _case_reopened(self) -> None:
        partners.reopen_case(self.scene, self.scene.world.referrals[self.referral].case)

    def _decline(self) -> None:
        self.referral = self._one(lambda one: one.status == tables.SENT).id
        partners.answer(self.scene, self._link(), "decline")
        partners.answer(self.scene, self._link(), "accept")

    def _taken_back(self) -> None:
        self.referral = self._one(lambda one: one.status == tables.ACCEPTED).id
        partners.revoke(self.scene, self.referral, self._sender())
        partners.answer(self.scene, self.scene.touched[-1], "complete")

    def _referred_anew(self) -> None:
        self.referral = self._one(lambda one: one.status == tables.COMPLETED and self._opens(one)).id
        case = self.scene.world.cases[self.scene.world.referrals[self.referral].case]
        by = self._user(lambda user: self.scene.oracle.finds_case(user, case))
        partners.refer(self.scene, case.id, by, [tables.CONTACT])

    def _withdrawn(self) -> None:
        """What waits is taken back; what was done stays so, and its link closes too."""
        self._decide(partners.withdraw_consent)

    def _agreed_again(self) -> None:
        self._decide(partners.give_consent)

    def _decide(self, decide: Callable[[Scene, UUID, UUID], object]) -> None:
        person = self._person(self.referral)
        decide(self.scene, person, self._user(lambda user: self.scene.oracle.finds_person(user, self.scene.world.people[person])))

    def _erased(self) -> None:
        """Somebody whose partner declined, once all their work is done."""
        person = self._person(self._one(lambda one: one.status == tables.DECLINED).id)
        partners.erase_person(self.scene, person)

    # --- who and what

    def _one(self, fits: Callable[[ReferralFacts], bool]) -> ReferralFacts:
        """One that somebody can send and answer for."""
        return next(one for one in self.scene.world.referrals.values() if fits(one) and self._senders(one))

    def _opens(self, referral: ReferralFacts) -> bool:
        return any(self.scene.oracle.links.opens(link.id) for link in self.scene.world.links_of(referral.id))

    def _senders(self, referral: ReferralFacts) -> list[UUID]:
        return list(self.scene.who(lambda user: self.scene.oracle.finds_referral(user, referral)))

    def _sender(self) -> UUID:
        return self._senders(self.scene.world.referrals[self.referral])[0]

    def _user(self, may: Callable[[UUID], bool]) -> UUID:
        return next(iter(self.scene.who(may)))

    def _link(self) -> UUID:
        """The newest to the referral at hand."""
        return self.scene.world.links_of(self.referral)[-1].id

    def _person(self, referral: UUID) -> UUID:
        return self.scene.world.cases[self.scene.world.referrals[referral].case].person
