"""Which two files may become one, and which merge may be undone."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput, WrongState
from app.people.enums import DeathSource, Relation
from app.people.models import HouseholdMember, Person, PersonMerge
from app.people.policies.access import can_change_person, check_can_change_person

OTHER_READERS = _l(
    "These two files are not seen by the same people, so they cannot become one: one of them would be shown to somebody who "
    "must not see it, or be lost for somebody who works with it. Let the same people see both first."
)


class TwoOffices(WrongState):
    """Both files may be the same person's, and each belongs to an office: nothing moves a file from one to the other yet."""

    def __init__(self, other_id: UUID) -> None:
        super().__init__(
            _l("These files belong to two offices. A file belongs to one office, and the other would lose sight of the person.")
        )
        self.other_id = other_id


def can_merge_files(actor: Actor, kept: Person, other: Person) -> bool:
    """Whether the actor may change both files; what else stands in the way is said when they try."""
    return kept.id != other.id and can_change_person(actor, kept) and can_change_person(actor, other)


def check_can_merge_files(actor: Actor, kept: Person, other: Person) -> None:
    if kept.id == other.id:
        raise RefusedInput(_l("This is the same file. Write the code of the other one."), field="code")
    check_can_change_person(actor, kept)
    check_can_change_person(actor, other)
    if kept.is_restricted != other.is_restricted:
        raise WrongState(OTHER_READERS)
    if kept.office_id != other.office_id:
        raise TwoOffices(other.id)


def check_same_readers(of_kept: Collection[UUID], of_other: Collection[UUID]) -> None:
    """Refuse where two restricted files are not known to the very same people. Only who sees both gets so far."""
    if set(of_kept) != set(of_other):
        raise WrongState(OTHER_READERS)


def check_are_not_two_people(*, cares_for_the_other: bool) -> None:
    if cares_for_the_other:
        raise WrongState(_l("In these files one of the two cares for the other: they are two people. Nothing was merged."))


def check_may_end_place(ended: HouseholdMember, others: int) -> None:
    if ended.relation is Relation.HEAD and others:
        raise RefusedInput(
            _l("The person is the head of the other household. Record first on that file who is its head from now on."),
            field="household",
        )


def check_died_before_merge(kept: Person, known: Collection[DeathSource | None]) -> None:
    """Whose death it is that was recorded while two files were one, only somebody who knows them can say.

    Args:
        known: how a death was known in each of both files before.
    """
    if kept.has_died and not any(known):
        raise WrongState(
            _l(
                "Since the merge it was recorded that the person died. Take that back first; once there are two files again, "
                "record it in the file of whoever died."
            )
        )


def check_can_part_files(actor: Actor, kept: Person, merge: PersonMerge, latest: PersonMerge | None) -> None:
    """Only the latest merge of a file is undone: what came later stands on what came before."""
    check_can_change_person(actor, kept)
    if merge.undone_at is not None:
        raise WrongState(_l("This merge was undone before. Open the person's file again."))
    if latest is not None and latest.id != merge.id:
        raise WrongState(_l("File %(code)s was merged into this one later. Undo that merge first.", code=latest.merged_code))
    if merge.was_restricted != kept.is_restricted:
        raise WrongState(_l("Since the merge, who may see this file has changed. Undo it once the same people see it again."))
