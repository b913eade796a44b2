"""Making one file of two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql

from app.accounts.queries import who_knows
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import date_in, now, today_in
from app.foundation.database import db
from app.foundation.encryption import look_at_keys_again
from app.foundation.errors import RefusedInput, StaleVersion, WrongState
from app.people import policies, queries, questions
from app.people.corrections import text_of
from app.people.enums import ConsentDecision, ConsentPurpose, MergeGround, PopulationType
from app.people.models import Person, PersonChange, PersonMerge, PersonSituation
from app.people.services import facts
from app.people.services.household_history import take_turn
from app.people.services.match_keys import write_match_keys
from app.people.services.merging.choices import Side, chosen_facts
from app.people.services.merging.places import cares_for_the_other, end_what_holds_once
from app.people.services.merging.rows import columns_that_move
from app.people.services.merging.snapshots import snapshot_of

STALE = _l("Somebody changed one of the two files while you were comparing. Nothing was merged: compare them again.")


@dataclass(frozen=True, kw_only=True)
class MergeChoice:
    """What somebody decided with both files before them.

    Attributes:
        sides: whose value stays, by question (``choices.GROUPS``); the kept file's where none is named.
        household: whose present household goes on, where both belong to one.
        versions: of the kept and of the other file, as the page showed them.
    """

    ground: MergeGround
    sides: Mapping[str, Side]
    versions: tuple[int, int]
    household: Side = Side.KEPT


def find_other(actor: Actor, person: Person, code: str) -> Person:
    """The file that may be of the same person, by its code.

    Raises:
        RefusedInput: nobody in scope has this code, or it is this very file's.
        NotAllowed, WrongState: they cannot become one, with why.
    """
    other = queries.find_person_by_code(actor, code)
    if other is None:
        raise RefusedInput(_l("Nobody in your offices has this code. Look the person up and copy the code"), field="code")
    _check(actor, person, other)
    return other


def read_pair(actor: Actor, kept_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Both files, for laying them side by side; that they were opened is written down.

    Raises:
        NotFound: one of them lies outside the actor's scope.
        NotAllowed, WrongState: they cannot become one, with why.
    """
    kept, other = queries.get_person(actor, kept_id), queries.get_person(actor, other_id)
    _check(actor, kept, other)
    for person in (kept, other):
        _record(actor, "person:opened", person)
    return kept, other


def merge_people(actor: Actor, kept_id: UUID, other_id: UUID, choice: MergeChoice) -> PersonMerge:
    """Make the other file part of the kept one: everything that belongs to that person moves, and nothing is deleted.

    Raises:
        NotFound: one of them lies outside the actor's scope, or was merged meanwhile.
        NotAllowed, WrongState: they cannot become one, with why.
        StaleVersion: one of them was changed since the page was shown.
        RefusedInput: the other household would stay behind without a head.
    """
    take_turn([queries.get_person(actor, kept_id).office_id])
    kept, other = queries.lock_pair(actor, kept_id, other_id)
    _check(actor, kept, other)
    if (kept.version, other.version) != choice.versions:
        raise StaleVersion(STALE)
    before: dict[str, Any] = {"kept": snapshot_of(kept), "merged": snapshot_of(other)}
    allowed, one_died = _given(kept.id) | _given(other.id), kept.has_died or other.has_died
    before["places"] = end_what_holds_once(actor, kept, other, choice.household)
    at = now()
    _write_choice(actor, kept, other, choice.sides, at=at)
    merge = _add_merge(actor, kept, other, choice.ground, before)
    merge.merged_at = at  # by which the rows of the history that the merge wrote are known
    _record(actor, "person:merged", kept)
    _record(actor, "person:merged", other)
    db.session.flush()
    db.session.execute(sa.update(Person).where(Person.id == other_id).values(match_keys=None))  # nobody is compared with it
    moved = sa.cast(columns_that_move(), postgresql.ARRAY(sa.Text))
    db.session.execute(sa.select(sa.func.quipu_join_files(merge.id, moved)))
    db.session.expire_all()
    look_at_keys_again()
    write_match_keys([kept_id])
    for purpose in sorted(allowed):  # the latest answers of both count: a no of one ends what stood on the other's yes
        questions.consent_changed.ask_all(actor, kept_id, purpose)
    if one_died:
        questions.death_changed.ask_all(actor, queries.get_person(actor, kept_id))
    return merge


def _check(actor: Actor, kept: Person, other: Person) -> None:
    policies.check_can_merge_files(actor, kept, other)
    policies.check_same_readers(who_knows(actor, kept.id), who_knows(actor, other.id))
    policies.check_are_not_two_people(cares_for_the_other=cares_for_the_other(kept, other))
    check_nothing_hinders(actor, kept.id, other.id)


def check_nothing_hinders(actor: Actor, *person_ids: UUID) -> None:
    """Before files become one, and before they are two again: whether something else has to be decided first."""
    for sentences in questions.hinders_merging.ask_all(actor, person_ids):
        for sentence in sentences:
            raise WrongState(sentence)


def _write_choice(actor: Actor, kept: Person, other: Person, sides: Mapping[str, Side], *, at: datetime) -> None:
    mine, theirs = facts.facts_of(kept), facts.facts_of(other)
    chosen = replace(chosen_facts(mine, theirs, sides), population_type=_latest_situation(kept, other))
    chosen = facts.as_kept(chosen, country=actor.country)
    policies.check_birth_before_death(chosen.birth, chosen.died)
    policies.check_has_a_name(chosen.given_names, chosen.surname_1, chosen.surname_2)
    said_on = other.age_stated_on if sides.get("birth") is Side.OTHER else kept.age_stated_on
    facts.write(kept, chosen, today_in(actor.time_zone))
    kept.age_stated_on = said_on if kept.stated_age is not None else None
    keep_corrections(actor, kept, facts.differences(mine, chosen), at=at)
    kept.version += 1


def keep_corrections(actor: Actor, person: Person, differences: Mapping[str, tuple[Any, Any]], *, at: datetime) -> None:
    """A row in the file's history for each field that says something else now.

    Args:
        at: of a merge its own moment, by which its rows are known when it is undone.
    """
    for field, (before, after) in differences.items():
        words = {"before": text_of(field, before), "after": text_of(field, after)}
        db.session.add(PersonChange(person_id=person.id, field=field, changed_by=actor.id, changed_at=at, **words))


def _latest_situation(kept: Person, other: Person) -> PopulationType:
    """The one that was said last; one that is known before one that is not."""
    if PopulationType.UNKNOWN in (kept.population_type, other.population_type):
        return other.population_type if kept.population_type is PopulationType.UNKNOWN else kept.population_type
    return other.population_type if _said_on(other) > _said_on(kept) else kept.population_type


def _said_on(person: Person) -> Any:
    latest = sa.select(sa.func.max(PersonSituation.since_on)).where(PersonSituation.person_id == person.id)
    return db.session.scalar(latest) or date_in(person.registered_at, person.office.time_zone)


def _add_merge(actor: Actor, kept: Person, other: Person, ground: MergeGround, before: dict[str, Any]) -> PersonMerge:
    merge = PersonMerge(
        person_id=kept.id,
        merged_id=other.id,
        merged_code=other.code,
        ground=ground,
        before=before,
        was_restricted=kept.is_restricted,
        merged_by=actor.id,
    )
    db.session.add(merge)
    return merge


def _given(person_id: UUID) -> set[ConsentPurpose]:
    lines = queries.consent_lines(person_id)
    return {consent.purpose for consent in lines if consent.decision is ConsentDecision.GIVEN}


def _record(actor: Actor, action: str, person: Person) -> None:
    audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
