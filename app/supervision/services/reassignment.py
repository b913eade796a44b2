"""Sharing out cases: chosen, looked over with both loads before and after, then handed over together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import Office, User
from app.accounts.queries import FilePlace, who_knows
from app.cases.queries import get_case, list_who_may_carry
from app.cases.services import assign_case, let_carrier_know
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound, RefusedInput
from app.supervision import policies, queries
from app.supervision.queries import BoardCase, LoadRow
from app.supervision.queries.scope import as_supervisor


@dataclass(frozen=True)
class ChosenCase:
    """A ticked case, with the version that the page showed; None where it comes from a plain link."""

    id: UUID
    version: int | None = None


@dataclass(frozen=True)
class Preview:
    """What is about to change hands.

    Attributes:
        colleagues: who may take them.
        people: everybody whose load the page may show, the present carriers included.
        loads: the caseload as it stands, of all offices that the actor supervises.
        learning: codes of restricted cases that the colleague does not know yet, and will from then on.
    """

    cases: Sequence[BoardCase]
    colleagues: Sequence[User]
    people: Sequence[User]
    offices: Sequence[Office]
    loads: Sequence[LoadRow]
    learning: Sequence[str] = ()

    def weight_before(self, user_id: UUID) -> int:
        return policies.weight_of((row.risk, row.cases) for row in self.loads if row.caseworker_id == user_id)

    def weight_after(self, user_id: UUID, taker_id: UUID | None) -> int:
        """The user's weight once ``taker_id`` carries the chosen cases."""
        leaving = policies.weight_of((case.risk, 1) for case in self.cases if case.caseworker_id == user_id)
        coming = policies.weight_of((case.risk, 1) for case in self.cases) if user_id == taker_id else 0
        return self.weight_before(user_id) - leaving + coming


def read_chosen(actor: Actor, chosen: Sequence[ChosenCase]) -> Preview:
    """Read the chosen cases and who may take them.

    Raises:
        NotAllowed: the actor does not share out cases.
        NotFound: one of the cases is not in the offices that they supervise.
        RefusedInput: none were chosen, or too many.
    """
    policies.check_can_reassign(actor)
    wanted = {case.id for case in chosen}
    policies.check_number_of_cases(len(wanted))
    narrowed = as_supervisor(actor)
    cases = queries.list_chosen(narrowed, wanted)
    if len(cases) != len(wanted):
        raise NotFound(_l("One of these cases is not in the offices that you supervise. Choose again on the board."))
    colleagues = _who_see_one_of(narrowed, cases)
    carriers = queries.list_people({case.caseworker_id for case in cases if case.caseworker_id})
    return Preview(
        cases=cases,
        colleagues=colleagues,
        people=[*carriers, *(one for one in colleagues if one.id not in {carrier.id for carrier in carriers})],
        offices=queries.list_offices_of(narrowed),
        loads=queries.list_loads(narrowed, today_in(actor.time_zone)),
    )


def preview_reassignment(actor: Actor, chosen: Sequence[ChosenCase], *, caseworker_id: UUID) -> Preview:
    """The same, once it is certain that the colleague may take every one of the cases.

    Raises:
        NotAllowed, NotFound, RefusedInput: as for ``read_chosen``.
        RefusedInput: the colleague carries all of them already, or does not see one of them; at the
            field ``caseworker_id``.
    """
    preview = read_chosen(actor, chosen)
    if all(case.caseworker_id == caseworker_id for case in preview.cases):
        raise RefusedInput(_l("This colleague carries these cases already. Choose another."), field="caseworker_id")
    narrowed = as_supervisor(actor)
    for place, name in _places_of(preview.cases).items():
        if caseworker_id not in {user.id for user in list_who_may_carry(narrowed, place)}:
            raise RefusedInput(
                _l(
                    "This colleague does not see cases of %(place)s, so they stay out of reach. Choose another.",
                    place=name,
                ),
                field="caseworker_id",
            )
    return replace(preview, learning=_new_to(narrowed, preview.cases, caseworker_id))


def _new_to(actor: Actor, cases: Iterable[BoardCase], user_id: UUID) -> list[str]:
    """The codes of restricted cases that the user does not need to know yet."""
    return [case.code for case in cases if case.is_restricted and user_id not in who_knows(actor, case.id)]


def reassign_cases(actor: Actor, chosen: Sequence[ChosenCase], *, caseworker_id: UUID, reason: str) -> int:
    """Give all chosen cases to one colleague, and say how many changed hands.

    Raises:
        NotAllowed, NotFound, RefusedInput: as for ``preview_reassignment``.
        StaleVersion: one of them was changed since the page showed it.
        WrongState: one of them has been closed.
    """
    preview = preview_reassignment(actor, chosen, caseworker_id=caseworker_id)
    # A form that names no version was not made by our page: no case has version 0, so it counts as outdated.
    versions = {case.id: case.version or 0 for case in chosen}
    narrowed = as_supervisor(actor)
    moving = [case for case in preview.cases if case.caseworker_id != caseworker_id]
    # In the order of their ids: two supervisors who share out the same cases wait for each other and never lock up.
    for case in sorted(moving, key=lambda one: one.id):
        chosen_case = get_case(narrowed, case.id)
        let_carrier_know(narrowed, chosen_case, caseworker_id)
        assign_case(
            narrowed,
            chosen_case,
            caseworker_id=caseworker_id,
            reason=reason,
            based_on=versions[case.id],
        )
    return len(moving)


def _who_see_one_of(actor: Actor, cases: Iterable[BoardCase]) -> Sequence[User]:
    found = {user.id: user for place in _places_of(cases) for user in list_who_may_carry(actor, place)}
    return sorted(found.values(), key=lambda user: (user.name, user.id))


def _places_of(cases: Iterable[BoardCase]) -> Mapping[FilePlace, str]:
    """Restricted cases too can be given to whoever works there: the page says that they will know them."""
    return {replace(case.place, restricted_id=None): case.place_name for case in cases}
