"""Rows that somebody has to look at: with their errors, or beside whom they may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.imports.columns import COLUMNS
from app.imports.enums import RowOutcome
from app.imports.forms import DECISION_LABELS, ROW
from app.imports.presenters.state import SHOW_CERTAIN, SHOW_POSSIBLE, SHOW_REPEATED
from app.imports.words import reasons_in_words
from app.people.labels import SEX_LABELS
from app.people.matching import Level
from app.people.presenters.words import birth_in_words, death_in_words, nationalities_in_words, person_name
from app.web.page_parts import Column, Link, Section, SummaryRow, Table, Tag

if TYPE_CHECKING:
    from app.imports.models import ImportRow, PeopleImport
    from app.imports.queries import Counts, Matched
    from app.people.models import Person

OUTCOMES = {
    SHOW_POSSIBLE: RowOutcome.POSSIBLE,
    SHOW_CERTAIN: RowOutcome.CERTAIN,
    SHOW_REPEATED: RowOutcome.REPEATED,
}


@dataclass(frozen=True)
class CandidateView:
    """Whom a row may be: a file that the reader may open, an earlier row, or only an office."""

    words: str
    tag: Tag
    href: str | None = None
    facts: Sequence[str] = ()


@dataclass(frozen=True)
class Choice:
    """One answer about a row."""

    name: str
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class RowView:
    """One row of the file beside whom it may be."""

    title: str
    written: Sequence[SummaryRow]
    candidates: Sequence[CandidateView]
    choices: Sequence[Choice]


@dataclass(frozen=True)
class RowsPage:
    """One page of rows of one outcome.

    Attributes:
        undecided: how many rows of the whole import wait for an answer.
    """

    title: str
    caption: str
    intro: str
    back: Link
    sections: Sequence[Section]
    rows: Sequence[RowView]
    can_decide: bool
    undecided: int


def rows_page(brought: PeopleImport, counts: Counts, show: str, rows: Sequence[ImportRow], matched: Matched) -> RowsPage:
    can_decide = show != SHOW_REPEATED
    return RowsPage(
        title=_("People known already?"),
        caption=brought.code,
        intro=_intro(show),
        back=Link(_("Back to the import"), url_for("imports.show_import", import_id=brought.id)),
        sections=_sections(brought, counts, show),
        rows=[_row(row, matched, can_decide=can_decide) for row in rows],
        can_decide=can_decide,
        undecided=counts.undecided if show == SHOW_POSSIBLE else 0,
    )


def errors_page(rows: Sequence[ImportRow]) -> Table:
    columns = [Column(_("Row")), Column(_("What to correct")), Column(_("What is written there"))]
    lines = [[_title(row), reasons_in_words(row.faults), _written_in_words(row)] for row in rows]
    return Table(_("Rows with an error"), columns, lines, caption_hidden=True)


def _intro(show: str) -> str:
    words = {
        SHOW_POSSIBLE: _(
            "Something agrees, but not everything. Compare, and ask where you do not know: twins and namesakes are frequent."
        ),
        SHOW_CERTAIN: _(
            "These are left out, because everything that matters agrees. Say so where one of them is another person all the same."
        ),
        SHOW_REPEATED: _("The very same rows were imported at this office before. They are left out."),
    }
    return str(words[show])


def _sections(brought: PeopleImport, counts: Counts, show: str) -> list[Section]:
    of = {
        SHOW_POSSIBLE: (_("Perhaps the same person"), counts.possible),
        SHOW_CERTAIN: (_("The same person"), counts.certain),
        SHOW_REPEATED: (_("Imported before"), counts.repeated),
    }
    return [
        Section(str(words), url_for("imports.review_rows", import_id=brought.id, show=name), count=count, current=name == show)
        for name, (words, count) in of.items()
        if count or name == show
    ]


def _row(row: ImportRow, matched: Matched, *, can_decide: bool) -> RowView:
    candidates = [_candidate(match, matched) for match in row.matches]
    return RowView(
        title=_title(row),
        written=_written(row),
        candidates=[candidate for candidate in candidates if candidate is not None],
        choices=[
            Choice(f"{ROW}{row.number}", decision.value, str(words), row.decision is decision)
            for decision, words in DECISION_LABELS.items()
        ]
        if can_decide
        else [],
    )


def _written(row: ImportRow) -> list[SummaryRow]:
    written: Mapping[str, str] = row.written or {}
    return [SummaryRow(str(column.label), written[column.code]) for column in COLUMNS if written.get(column.code)]


def _written_in_words(row: ImportRow) -> str:
    """The cells in their order; which is wrong, and why, the reasons say."""
    return " · ".join(str(line.value) for line in _written(row))


def _title(row: ImportRow) -> str:
    return str(_("Row %(number)s", number=row.number))


def _candidate(match: Mapping[str, Any], matched: Matched) -> CandidateView | None:
    if "import_id" in match:
        href = url_for("imports.show_import", import_id=match["import_id"])
        return CandidateView(_("The import with which this row came"), Tag(_("imported before"), "neutral"), href)
    tag = (
        Tag(str(_("the same person")), "due")
        if match["level"] == Level.CERTAIN.value
        else Tag(str(_("perhaps the same person")), "info")
    )
    if "row" in match:
        return CandidateView(_("Row %(number)s of this file", number=match["row"]), tag)
    person_id = UUID(match["person_id"])
    if person := matched.people.get(person_id):
        return CandidateView(person_name(person), tag, url_for("people.show_person", person_id=person.id), _facts(person))
    if office := matched.offices.get(person_id):
        return CandidateView(_("Possibly registered at %(office)s: ask there", office=office.name), tag)
    return None


def _facts(person: Person) -> list[str]:
    death = death_in_words(person) if person.has_died else None
    own = (birth_in_words(person), nationalities_in_words(person), person.office.name)
    facts = [death, person.code, str(SEX_LABELS[person.sex]), *own]
    return [fact for fact in facts if fact]
