"""Who may keep a case, or the whole file of a person, from colleagues; whom to name; and who may end it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.accounts.queries import Colleague
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, RefusedInput, WrongState
from app.people.models import Person

FEWEST = 2
"""So many see a restricted file at least, one of them a supervisor: nobody's absence locks the person out."""
ALREADY = _l("This file is restricted already. Open it again to see who knows it.")
NOT_RESTRICTED = _l("This file is not restricted any more. Open it again to see its present state.")


def can_restrict_case(actor: Actor, case: Case) -> bool:
    return not case.is_restricted and _answers_for(actor, case)


def check_can_restrict_case(actor: Actor, case: Case) -> None:
    """Whoever carries a case restricts it, or who supervises it.

    Raises:
        NotAllowed, WrongState: as their sentences say.
    """
    if not _answers_for(actor, case):
        raise NotAllowed(_l("Whoever carries the case, or their supervisor, decides who sees it. Ask them."))
    if case.is_restricted:
        raise WrongState(ALREADY)


def can_restrict_person(actor: Actor, person: Person) -> bool:
    return not person.is_restricted and _works_with_whole_file(actor, person)


def check_can_restrict_person(actor: Actor, person: Person) -> None:
    """Whoever works with the person restricts the whole file, also before there is a case: they may be the one who was told.

    Only with a role in the whole office: a team does not see all the cases that go along.

    Raises:
        NotAllowed, WrongState: as their sentences say.
    """
    if not _works_with_whole_file(actor, person):
        raise NotAllowed(_l("Whoever works with people in the whole office restricts a file. Ask one of them."))
    if person.is_restricted:
        raise WrongState(ALREADY)


def can_name(actor: Actor, record: Person | Case) -> bool:
    """Whether they may name others for a restricted record, or take a name off: whoever knows it and works on it."""
    return record.is_restricted and actor.may_at(Permission.WORK_ON_CASE, record.scope_id)


def check_can_name(actor: Actor, record: Person | Case) -> None:
    if not record.is_restricted:
        raise WrongState(NOT_RESTRICTED)
    if not can_name(actor, record):
        raise NotAllowed(_l("Whoever works on this file decides who knows it. Ask them."))


def can_end_restriction(actor: Actor, record: Person | Case) -> bool:
    knows_it = record.is_restricted and actor.may_at(Permission.REVIEW_CASELOAD, record.scope_id)
    return knows_it and actor.may_at(Permission.REVIEW_CASELOAD, _returns_to(record))


def check_can_end_restriction(actor: Actor, record: Person | Case) -> None:
    """Only a supervisor who knows the record, and who supervises where it will belong, opens it again.

    Raises:
        NotAllowed, WrongState: as their sentences say.
    """
    if not record.is_restricted:
        raise WrongState(NOT_RESTRICTED)
    if not can_end_restriction(actor, record):
        raise NotAllowed(
            _l(
                "A supervisor of the office or team to which this file returns ends the restriction, if they know it. "
                "Name one first, then ask them."
            )
        )


def check_case_stands_alone(person: Person) -> None:
    """A case of a restricted person stays restricted as long as the person's file is.

    Raises:
        WrongState: the whole file is restricted.
    """
    if person.is_restricted:
        raise WrongState(_l("The person's whole file is restricted. End that, and this case opens with it."))


def are_enough(named: Collection[Colleague]) -> bool:
    return len(named) >= FEWEST and any(colleague.supervises for colleague in named)


def check_are_enough(named: Collection[Colleague], why_few: str | None) -> None:
    """At least two people, one of them a supervisor; fewer only with words that say why.

    Raises:
        RefusedInput: at ``why_few``.
    """
    if not are_enough(named) and not why_few:
        raise RefusedInput(
            _l("Choose at least one more person, so that two see the file and one of them supervises; or write here why not."),
            field="why_few",
        )


def check_carriers_know(carriers: Collection[Colleague], named: Collection[Colleague]) -> None:
    """Whoever carries a case goes on seeing it.

    Raises:
        RefusedInput: at ``colleagues``, with a name.
    """
    left_out = [colleague for colleague in carriers if colleague not in named]
    if left_out:
        raise RefusedInput(
            _l("%(name)s carries a case of this file. Choose them too, or reassign the case first.", name=left_out[0].name),
            field="colleagues",
        )


def _returns_to(record: Person | Case) -> UUID:
    """The scope to which a restricted record belongs again once it is open."""
    return (record.team_id if isinstance(record, Case) else None) or record.office_id


def _answers_for(actor: Actor, case: Case) -> bool:
    is_carrier = case.caseworker_id == actor.id and actor.may_at(Permission.WORK_ON_CASE, case.scope_id)
    return is_carrier or actor.may_at(Permission.REVIEW_CASELOAD, case.scope_id)


def _works_with_whole_file(actor: Actor, person: Person) -> bool:
    return actor.may_at(Permission.WORK_ON_CASE, person.scope_id)
