"""What the holder of a partner's link may see: its one referral, of the person the fields that were ticked; nothing else.

The words of the design are ``docs/adr/0011-partners-answer-without-an-account.md``, ``docs/adr/0021-erasure-and-retention.md``
and ``docs/adr/0020-break-glass-and-need-to-know.md``: a restricted file changes nothing for the partner.
"""

from __future__ import annotations

from uuid import UUID

from ops.prove.access.oracle import tables
from ops.prove.access.oracle.world import LinkFacts, PersonFacts, ReferralFacts, World


class Links:
    """Answers from the facts of one world; whoever holds a link is known by its id alone."""

    def __init__(self, world: World) -> None:
        self.world = world

    def opens(self, link_id: UUID) -> bool:
        """Until its last moment, unless it was taken back, its work is over, or nobody is left whom it is about."""
        link = self._link(link_id)
        ended = link.closed or self.person(link_id).erased or self._is_over(self.referral(link_id))
        return link.until > self.world.now() and not ended

    def shows_person(self, link_id: UUID) -> bool:
        """Whether the partner still needs to know whom it is about."""
        return self.opens(link_id) and self.referral(link_id).status in tables.NEEDS_THE_PERSON

    def shown(self, link_id: UUID) -> set[tuple[UUID, str]]:
        """(record, field) of all that may be read on the link's page."""
        referral, person = self.referral(link_id), self.person(link_id)
        if not self.opens(link_id):
            return set()
        if not self.shows_person(link_id):
            return {(referral.id, tables.CODE)}
        return {
            (referral.id, tables.CODE),
            (referral.id, tables.REQUEST),
            *((person.id, field) for field in referral.fields if field in person.reads),
        }

    def answers(self, link_id: UUID, answer: str) -> bool:
        states, _next = tables.ANSWERS_OF_PARTNERS[answer]
        return self.opens(link_id) and self.referral(link_id).status in states

    def referral(self, link_id: UUID) -> ReferralFacts:
        return self.world.referrals[self._link(link_id).referral]

    def person(self, link_id: UUID) -> PersonFacts:
        return self.world.people[self.world.cases[self.referral(link_id).case].person]

    def _link(self, link_id: UUID) -> LinkFacts:
        return self.world.links[link_id]

    def _is_over(self, referral: ReferralFacts) -> bool:
        """Taken back; or done, and the case closed. A case that is opened again opens the link of what was done, too."""
        is_done = referral.status == tables.COMPLETED and self.world.cases[referral.case].status == tables.CLOSED
        return is_done or referral.status == tables.REVOKED
