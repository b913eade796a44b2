"""Making two files of one again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.accounts.queries import who_knows
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.encryption import look_at_keys_again
from app.people import policies, queries, questions
from app.people.corrections import text_of
from app.people.enums import ConsentPurpose, DeathSource
from app.people.models import Consent, Person, PersonChange, PersonMerge, PersonSituation
from app.people.services import facts
from app.people.services.facts import NewPerson
from app.people.services.household_history import take_turn
from app.people.services.match_keys import write_match_keys
from app.people.services.merging.joining import check_nothing_hinders, keep_corrections
from app.people.services.merging.places import restore_places
from app.people.services.merging.refusals import let_them_count_for_both, refused_since
from app.people.services.merging.rows import Rows, reseal_what_goes_back, rows_apart
from app.people.services.merging.snapshots import Snapshot, facts_in, restore
from app.people.services.situations import record_situation


@dataclass(frozen=True)
class Parting:
    """A merge that may be undone.

    Attributes:
        goes_back, stays: what came with it, and what was added since.
        corrected_since: corrections that leave the file; they stay in its history.
        refused_since: answers about consent that count for both files.
    """

    person: Person
    merge: PersonMerge
    goes_back: Sequence[Rows]
    stays: Sequence[Rows]
    corrected_since: Sequence[PersonChange]
    refused_since: Sequence[Consent]


def read_parting(actor: Actor, person_id: UUID, merge_id: UUID) -> Parting:
    """What undoing a merge would do; that the file was opened is written down.

    Raises:
        NotFound: no such merge within the actor's scope.
        WrongState: it was undone, another has to be undone first, or other people see the file by now.
    """
    person = queries.get_person(actor, person_id)
    merge = queries.get_merge(actor, person, merge_id)
    _check(actor, person, merge)
    audit.record(actor, "person:opened", subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
    corrected = _corrected_since(person, merge)
    return Parting(person, merge, *rows_apart(actor, person, merge), corrected, refused_since(person, merge))


def part_people(actor: Actor, person_id: UUID, merge_id: UUID) -> Person:
    """Undo a merge: both files say what they said, and each row is where it was. What was added since stays with the kept file.

    Raises:
        NotFound, NotAllowed, WrongState: as ``read_parting``.
    """
    take_turn([queries.get_person(actor, person_id).office_id])
    kept = queries.get_person(actor, person_id, for_update=True)
    merge = queries.get_merge(actor, kept, merge_id, for_update=True)
    _check(actor, kept, merge)
    before, merged_id, office_id = merge.before or {}, merge.merged_id, kept.audit_office_id
    refusals, one_died = refused_since(kept, merge), kept.has_died or any(_deaths_before(merge))
    reseal_what_goes_back(actor, kept, merge, merged_id=merged_id)
    _let_it_say_its_own(actor, kept, merge, before["kept"])
    _move_back(merge_id, person_id, merged_id)
    merge.undone_by, merge.undone_at = actor.id, now()
    restore_places(before["places"])
    _say_situation_again(actor, kept)
    let_them_count_for_both(actor, refusals, merged_id)
    _end_what_no_longer_rests(actor, person_id, merged_id)
    if one_died:
        _ask_again_who_died(actor, person_id, merged_id)
    for subject_id in (person_id, merged_id):
        audit.record(actor, "person:parted", subject_type="person", subject_id=subject_id, office_id=office_id)
    db.session.flush()
    return queries.get_person(actor, person_id)


def _let_it_say_its_own(actor: Actor, kept: Person, merge: PersonMerge, own: Snapshot) -> None:
    """The kept file says what it said before; neither it nor its history keeps what came from the other."""
    stated, corrections = facts.facts_of(kept), _corrected_since(kept, merge)
    not_own = _first_said_by_the_other(corrections, facts_in(own))
    told_anew = _told_from_own_side(not_own)
    restore(kept, own)
    kept.version += 1
    db.session.flush()
    corrected = {change.field for change in corrections}
    _tell_of_what_was_corrected(actor, kept, facts.differences(stated, facts.facts_of(kept)), corrected)
    merge.before = None  # each file says its own again, and nothing of the other's
    db.session.flush()
    not_own_ids = sa.cast([change.id for change, _own in not_own], postgresql.ARRAY(sa.Uuid))
    db.session.execute(sa.select(sa.func.quipu_forget_merge(merge.id, not_own_ids)))
    db.session.add_all(told_anew)
    db.session.flush()


def _move_back(merge_id: UUID, kept_id: UUID, merged_id: UUID) -> None:
    """Let each row belong to the file where it was; all that was read before is read anew."""
    db.session.execute(sa.select(sa.func.quipu_part_files(merge_id)))
    db.session.expire_all()
    look_at_keys_again()
    write_match_keys([kept_id, merged_id])


def _corrected_since(person: Person, merge: PersonMerge) -> Sequence[PersonChange]:
    since = sa.select(PersonChange).where(PersonChange.person_id == person.id, PersonChange.changed_at > merge.merged_at)
    return db.session.scalars(since.order_by(PersonChange.changed_at, PersonChange.id)).all()


def _first_said_by_the_other(corrected: Sequence[PersonChange], own: NewPerson) -> list[tuple[PersonChange, str | None]]:
    """First corrections since the merge of what came from the other file, each with what this file itself had said before."""
    first: dict[str, PersonChange] = {}
    for change in corrected:
        first.setdefault(change.field, change)
    stated = {field.name for field in fields(NewPerson)}
    said = [(change, text_of(field, getattr(own, field))) for field, change in first.items() if field in stated]
    return [(change, words) for change, words in said if words != change.before]


def _told_from_own_side(not_own: Iterable[tuple[PersonChange, str | None]]) -> list[PersonChange]:
    """The same corrections, by the same hand at the same moment, as corrections of what the file itself had said."""
    return [
        PersonChange(
            person_id=change.person_id,
            field=change.field,
            before=words,
            after=change.after,
            changed_by=change.changed_by,
            changed_at=change.changed_at,
        )
        for change, words in not_own
        if words != change.after
    ]


def _tell_of_what_was_corrected(
    actor: Actor, kept: Person, differences: Mapping[str, tuple[Any, Any]], corrected: Collection[str]
) -> None:
    """The history goes on for what somebody corrected meanwhile; what the merge itself wrote leaves it."""
    keep_corrections(actor, kept, {field: pair for field, pair in differences.items() if field in corrected}, at=now())


def _check(actor: Actor, kept: Person, merge: PersonMerge) -> None:
    policies.check_can_part_files(actor, kept, merge, queries.latest_merge(kept))
    policies.check_same_readers(who_knows(actor, kept.id), who_knows(actor, merge.merged_id))
    policies.check_died_before_merge(kept, _deaths_before(merge))
    check_nothing_hinders(actor, kept.id)


def _deaths_before(merge: PersonMerge) -> list[DeathSource | None]:
    """By what each of both files said before the merge that the person died; nothing once it is undone."""
    return [facts_in(merge.before[side]).death_known_by for side in ("kept", "merged")] if merge.before else []


def _end_what_no_longer_rests(actor: Actor, *person_ids: UUID) -> None:
    """What was shared on a yes that lies in the other file now ends as after a withdrawal."""
    for person_id in person_ids:
        for purpose in ConsentPurpose:
            questions.consent_changed.ask_all(actor, person_id, purpose)


def _ask_again_who_died(actor: Actor, *person_ids: UUID) -> None:
    """What rests on a death, as cases that ask for attention, follows each file."""
    for person_id in person_ids:
        questions.death_changed.ask_all(actor, queries.get_person(actor, person_id))


def _say_situation_again(actor: Actor, kept: Person) -> None:
    """Where the situation was changed between merging and undoing, the history goes on with what holds again."""
    latest = sa.select(PersonSituation.population_type).where(PersonSituation.person_id == kept.id)
    said = db.session.scalar(latest.order_by(PersonSituation.since_on.desc(), PersonSituation.id.desc()).limit(1))
    if said is not None and said is not kept.population_type:
        record_situation(actor, kept, since_on=today_in(actor.time_zone))
