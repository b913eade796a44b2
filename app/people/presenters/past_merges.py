"""The merges that made a file, and what undoing one would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.people import policies
from app.people.labels import DECISION_LABELS, FIELD_LABELS, GROUND_LABELS, PURPOSE_LABELS
from app.people.presenters.corrections import kept_in_words
from app.people.presenters.words import person_name
from app.web.filters import instant
from app.web.page_parts import Column, Link, SummaryRow, Table

if TYPE_CHECKING:
    from app.people.models import Consent, Person, PersonChange, PersonMerge
    from app.people.services.merging import Parting


def merges_of(actor: Actor, person: Person, merges: Sequence[PersonMerge]) -> list[SummaryRow]:
    """The merges that made a file, and those undone; the latest one in force can be undone by who may change the file."""
    in_force = [merge for merge in merges if merge.undone_at is None and merge.person_id == person.id]
    latest = in_force[0].id if in_force and policies.can_change_person(actor, person) else None
    return [_merge_row(actor, person, merge, may_undo=merge.id == latest) for merge in merges]


@dataclass(frozen=True, kw_only=True)
class UndoPage:
    """What undoing a merge would do."""

    code: str
    caption: str
    back: Link
    goes_back: list[str]
    stays: list[str]
    corrected: Table | None
    refused: list[str]


def undo_page(actor: Actor, parting: Parting) -> UndoPage:
    person = parting.person
    href = url_for("people.show_person", person_id=person.id)
    return UndoPage(
        code=parting.merge.merged_code,
        caption=f"{person_name(person)} · {person.code}",
        back=Link(_("The person's file"), href),
        goes_back=[rows.words for rows in parting.goes_back],
        stays=[rows.words for rows in parting.stays],
        corrected=_corrected(actor, parting.corrected_since),
        refused=[_refused(consent, actor.time_zone) for consent in parting.refused_since],
    )


def _merge_row(actor: Actor, person: Person, merge: PersonMerge, *, may_undo: bool) -> SummaryRow:
    when = instant(merge.merged_at, actor.time_zone)
    told = [_("merged on %(when)s by %(name)s", when=when, name=merge.merger.name), str(GROUND_LABELS[merge.ground])]
    if merge.undone_at is not None and merge.undoer is not None:
        undone = instant(merge.undone_at, actor.time_zone)
        told.append(_("undone on %(when)s by %(name)s", when=undone, name=merge.undoer.name))
    undo = Link(
        _("Undo the merge"),
        url_for("people.undo_merge", person_id=person.id, merge_id=merge.id),
        _("of file %(code)s", code=merge.merged_code),
    )
    key = merge.merged_code if merge.merged_id != person.id else _("Was part of another file")
    return SummaryRow(key, told, undo if may_undo else None)


def _refused(consent: Consent, time_zone: str) -> str:
    return str(
        _(
            "%(purpose)s: “%(answer)s” of %(day)s counts for both files.",
            purpose=PURPOSE_LABELS[consent.purpose],
            answer=DECISION_LABELS[consent.decision],
            day=instant(consent.decided_at, time_zone),
        )
    )


def _corrected(actor: Actor, since: Sequence[PersonChange]) -> Table | None:
    if not since:
        return None
    columns = [Column(_("Field")), Column(_("Before")), Column(_("Since then")), Column(_("When"))]
    rows = [
        [
            str(FIELD_LABELS[change.field]),
            kept_in_words(actor, change, "before"),
            kept_in_words(actor, change, "after"),
            instant(change.changed_at, actor.time_zone),
        ]
        for change in since
    ]
    return Table(_("Corrected since the merge"), columns, rows, caption_hidden=True)
