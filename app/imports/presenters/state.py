"""The page of one import: how far it is, what was found, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.clock import today_in
from app.imports import policies
from app.imports.columns import COLUMNS, likely_column
from app.imports.enums import Fault, ImportStatus, TableFormat
from app.imports.labels import FAULT_SENTENCES, FORMAT_LABELS
from app.imports.presenters.brought import defaults_in_words
from app.imports.presenters.lists import status_tag
from app.imports.presenters.registered import RegisteredPart, children_to_confirm, children_words, registered_part
from app.web.filters import day, instant, number, sentence
from app.web.page_parts import Action, Figure, Link, Progress, SummaryRow, Table, Tag, Tone
from app.web.page_parts import Column as TableColumn

if TYPE_CHECKING:
    from app.imports.models import PeopleImport
    from app.imports.queries import Children, Counts
    from app.imports.queries import Progress as Done
    from app.imports.services import ImportView

AT_WORK = frozenset({ImportStatus.UPLOADED, ImportStatus.READING, ImportStatus.CHECKING, ImportStatus.IMPORTING})
UNKNOWN_HEADINGS = frozenset({Fault.COLUMNS_UNKNOWN, Fault.NO_COLUMNS})
SHOW_POSSIBLE, SHOW_CERTAIN, SHOW_REPEATED = "possible", "certain", "repeated"


@dataclass(frozen=True)
class ImportPage:
    """One import.

    Attributes:
        fault: why the file was not read; ``fault_words`` are of the file itself.
        next: what to do now, and its button.
        downloads: files with the errors, or with what became of each row.
        corrections: the imports by which rows with an error came in again, and how far each is.
        balance: each row counted once, when all is done.
        children: title and words about those under 18, before anybody is registered.
        registered: who came of it, some at a time.
    """

    title: str
    caption: str
    status: Tag
    facts: Sequence[SummaryRow]
    progress: Progress | None = None
    fault: str | None = None
    fault_words: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    next: str | None = None
    next_action: Action | None = None
    downloads: Sequence[Action] = ()
    downloads_words: str | None = None
    corrections_words: str | None = None
    corrections: Sequence[tuple[Link, Tag]] = ()
    balance: Table | None = None
    children: tuple[str, str] | None = None
    registered: RegisteredPart | None = None
    discard: Action | None = None
    is_at_work: bool = False


@dataclass(frozen=True)
class QuestionPage:
    """Asked once more before something happens to many."""

    title: str
    caption: str
    words: Sequence[str]
    button: str
    back: Link


def import_page(view: ImportView, time_zone: str) -> ImportPage:
    brought, counts = view.brought, view.counts
    is_reviewed, is_finished = brought.status == ImportStatus.TO_REVIEW, brought.status == ImportStatus.FINISHED
    is_corrected = _is_corrected(view)
    discard = Action(_("Discard this import"), url_for("imports.discard", import_id=brought.id))
    return ImportPage(
        title=brought.code,
        caption=_("People from a file, %(office)s", office=brought.office.name),
        status=status_tag(brought),
        facts=_facts(view, time_zone),
        progress=_progress(brought, view.progress) if brought.status in AT_WORK else None,
        fault=str(FAULT_SENTENCES[brought.fault]) if brought.fault else None,
        fault_words=_fault_words(brought),
        figures=_figures(brought, counts) if is_reviewed else (),
        next=_next_words(counts) if is_reviewed else None,
        next_action=_next_action(brought, counts) if is_reviewed else None,
        downloads=_downloads(brought, counts, is_corrected=is_corrected),
        downloads_words=_downloads_words(brought, counts, is_corrected=is_corrected),
        corrections_words=_corrections_words(view, is_corrected=is_corrected),
        corrections=[(_link(one), status_tag(one)) for one in view.corrections],
        balance=_balance(brought, counts) if is_finished else None,
        children=children_words(view.children),
        registered=_registered(view, time_zone),
        discard=discard if policies.can_discard(brought) else None,
        is_at_work=brought.status in AT_WORK,
    )


def _registered(view: ImportView, time_zone: str) -> RegisteredPart | None:
    if view.registered is None or not view.brought.registered_count:
        return None
    return registered_part(view.brought, view.registered, today_in(time_zone), only_to_ask=view.only_to_ask)


def _is_corrected(view: ImportView) -> bool:
    """Whether as many rows as had an error came in again, or are on their way."""
    rows = sum(one.row_count for one in view.corrections)
    is_on_its_way = any(one.row_count == 0 for one in view.corrections)
    return bool(view.corrections) and (is_on_its_way or rows >= view.brought.error_count)


def _corrections_words(view: ImportView, *, is_corrected: bool) -> str | None:
    if not view.corrections:
        return None
    if is_corrected:
        return str(_("The rows with an error were brought again in a corrected file. Nothing is left to do here."))
    return str(_("Some of the rows with an error were brought again in a corrected file."))


def confirm_page(brought: PeopleImport, counts: Counts, children: Children) -> QuestionPage:
    left_out = ngettext("%(num)s row is left out.", "%(num)s rows are left out.", counts.left_out)
    errors = ngettext(
        "%(num)s row has an error and is not entered.", "%(num)s rows have an error and are not entered.", counts.errors
    )
    words = [
        ngettext("%(num)s person will be registered.", "%(num)s people will be registered.", counts.to_register),
        *children_to_confirm(children),
        *([left_out] if counts.left_out else []),
        *([errors] if counts.errors else []),
        _("They can be found and seen by colleagues at once. To take somebody out again, ask for the erasure of the file."),
    ]
    title = ngettext("Register %(num)s person of this file?", "Register %(num)s people of this file?", counts.to_register)
    return QuestionPage(title, brought.code, words, _("Register these people"), _back(brought))


def rest_page(brought: PeopleImport, counts: Counts) -> QuestionPage:
    waiting = ngettext("%(num)s row waits for an answer.", "%(num)s rows wait for an answer.", counts.undecided)
    return QuestionPage(_("Decide for all that remain"), brought.code, [waiting], _("Decide for the rest"), _back(brought))


def discard_page(brought: PeopleImport) -> QuestionPage:
    words = [
        _("Nobody of this file is registered, and everything taken from it is destroyed."),
        _("The same file can be brought again later."),
    ]
    title = _("Discard %(code)s?", code=brought.code)
    return QuestionPage(title, brought.office.name, words, _("Discard this import"), _back(brought))


def _back(brought: PeopleImport) -> Link:
    return Link(_("Back to the import"), url_for("imports.show_import", import_id=brought.id))


def _facts(view: ImportView, time_zone: str) -> list[SummaryRow]:
    brought = view.brought
    rows = [
        SummaryRow(_("Brought"), f"{instant(brought.uploaded_at, time_zone)}, {brought.uploader.name}"),
        SummaryRow(_("Format"), str(FORMAT_LABELS[brought.format])),
        *([SummaryRow(_("Corrects the errors of"), _link(brought.corrects))] if brought.corrects else []),
    ]
    if brought.defaults:
        rows.append(SummaryRow(_("Where a cell is empty"), defaults_in_words(brought.defaults)))
    if brought.columns:
        named = {column.code: str(column.label) for column in COLUMNS}
        rows.append(SummaryRow(_("Columns read"), sentence([named[code] for code in brought.columns if code in named])))
    if brought.row_count:
        rows.append(SummaryRow(_("Rows"), _rows_in_words(brought)))
    if brought.shredded_at is None and brought.status != ImportStatus.IMPORTING:
        rows.append(SummaryRow(_("What it holds is destroyed on"), day(brought.due_at, time_zone)))
    return rows


def _link(brought: PeopleImport) -> Link:
    return Link(brought.code, url_for("imports.show_import", import_id=brought.id))


def _rows_in_words(brought: PeopleImport) -> str:
    if not brought.blank_count:
        return number(brought.row_count)
    return str(_("%(rows)s, and %(blank)s empty lines", rows=number(brought.row_count), blank=number(brought.blank_count)))


def _progress(brought: PeopleImport, done: Done) -> Progress:
    """Reading cannot tell how much there is; checking is two rounds over the rows."""
    total = brought.row_count
    words = {
        ImportStatus.UPLOADED: (_("Waiting for a free place to read the file"), 0, 0),
        ImportStatus.READING: (_("Reading the file: %(rows)s rows so far", rows=number(done.read)), 0, 0),
        ImportStatus.CHECKING: (
            _("Checking the rows and looking for people known already"),
            done.checked + done.compared,
            2 * total,
        ),
        ImportStatus.IMPORTING: (_("Registering the people"), done.entered, done.to_enter),
    }
    said, so_far, of = words[brought.status]
    return Progress(str(said), url_for("imports.show_import", import_id=brought.id), done=so_far, total=of)


def _fault_words(brought: PeopleImport) -> list[str]:
    detail = brought.fault_detail or {}
    said = [str(word) for word in detail.get("columns", [])]
    words = [_unknown_heading(word) for word in said] if brought.fault in UNKNOWN_HEADINGS else said
    if "row" in detail:
        words.append(_("Row %(number)s", number=detail["row"]))
    return words


def _unknown_heading(written: str) -> str:
    """A heading as it stands in the file, and which column it may mean."""
    likely = likely_column(written)
    return _("%(heading)s: perhaps “%(column)s”", heading=written, column=likely.label) if likely else written


def _figures(brought: PeopleImport, counts: Counts) -> list[Figure]:
    def rows(show: str) -> str:
        return url_for("imports.review_rows", import_id=brought.id, show=show)

    figures = [Figure(number(counts.ready), _("ready"), tone="good" if counts.ready else "neutral")]
    if counts.possible:
        detail = _("%(count)s to be decided", count=number(counts.undecided)) if counts.undecided else _("all decided")
        tone: Tone = "due" if counts.undecided else "good"
        figures.append(Figure(number(counts.possible), _("perhaps registered already"), rows(SHOW_POSSIBLE), detail, tone))
    if counts.certain:
        figures.append(
            Figure(
                number(counts.certain),
                _("the same person as one known"),
                rows(SHOW_CERTAIN),
                _("left out unless you say otherwise"),
            )
        )
    if counts.repeated:
        figures.append(Figure(number(counts.repeated), _("imported before"), rows(SHOW_REPEATED), _("left out")))
    if counts.errors:
        figures.append(
            Figure(
                number(counts.errors),
                _("with an error"),
                url_for("imports.list_errors", import_id=brought.id),
                _("not entered"),
                "late",
            )
        )
    return figures


def _next_words(counts: Counts) -> str:
    if counts.undecided:
        return str(_("Some people of the file may be registered already. Look at each, or decide for all at once."))
    if counts.to_register:
        return str(_("Nothing is registered yet. Look once more, then register the people."))
    if counts.errors:
        return str(_("There is nobody to register. Correct the errors and bring that file, or discard this import."))
    return str(_("Everybody of this file is registered already. Discard the import: nobody is lost by it."))


def _next_action(brought: PeopleImport, counts: Counts) -> Action | None:
    if counts.undecided:
        words = ngettext("Decide about %(num)s row", "Decide about %(num)s rows", counts.undecided)
        return Action(words, url_for("imports.review_rows", import_id=brought.id, show=SHOW_POSSIBLE))
    if not counts.to_register:
        return None
    words = ngettext("Register %(num)s person", "Register %(num)s people", counts.to_register)
    return Action(words, url_for("imports.confirm", import_id=brought.id))


def _downloads(brought: PeopleImport, counts: Counts, *, is_corrected: bool) -> list[Action]:
    if brought.status == ImportStatus.FINISHED:
        result = [_download(_("What became of each row"), "imports.download_result", brought, one) for one in TableFormat]
    else:
        result = []
    is_kept = brought.shredded_at is None and brought.status in {ImportStatus.TO_REVIEW, ImportStatus.FINISHED}
    if counts.errors and is_kept and not is_corrected:
        result += [_download(_("Errors to correct"), "imports.download_errors", brought, one) for one in TableFormat]
    return result


def _download(words: str, endpoint: str, brought: PeopleImport, table_format: TableFormat) -> Action:
    return Action(
        f"{words} ({table_format.value.upper()})", url_for(endpoint, import_id=brought.id, table_format=table_format.value)
    )


def _downloads_words(brought: PeopleImport, counts: Counts, *, is_corrected: bool) -> str | None:
    if not counts.errors or brought.shredded_at is not None or is_corrected:
        return None
    return str(_("Correct the rows in the file of errors and bring it as a new import: what is entered already is known again."))


def _balance(brought: PeopleImport, counts: Counts) -> Table:
    lines = [
        (_("Registered"), brought.registered_count),
        (_("Left out: the same person as one known, or left out by you"), brought.left_out_count - counts.repeated_left_out),
        (_("Left out: imported before"), counts.repeated_left_out),
        (_("With an error"), brought.error_count),
    ]
    columns = [TableColumn(_("What became of the rows")), TableColumn(_("Rows"), "number")]
    return Table(_("Balance"), columns, [list(line) for line in lines], total=[_("Rows of the file"), brought.row_count])
