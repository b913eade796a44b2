"""The page of what a person finds hard to do and what they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.columns import Privacy
from app.people import policies
from app.people.labels import ANSWERED_BY_LABELS, DIFFICULTY_LABELS, DOMAIN_LABELS
from app.people.presenters.banner import person_banner
from app.people.presenters.words import reader_locale
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import Action, Banner, Column, Link, Section, SummaryRow, Table, Tag

if TYPE_CHECKING:
    from app.people.models import Functioning, Person, PersonNeed
    from app.people.services import NeedsOfPerson


@dataclass(frozen=True)
class NeedsPage:
    """What the page shows: present needs, those that passed, the last answers and the days of the earlier ones.

    Attributes:
        not_asked: why the questions about daily life are not asked; None where they are.
    """

    banner: Banner
    sections: Sequence[Section]
    present: Table | None
    passed: Table | None
    answers: Sequence[SummaryRow]
    answered: str | None
    earlier: Table | None
    record_need: Action | None
    ask: Action | None
    not_asked: str | None = None


def needs_section(person: Person) -> Section:
    """The way to the page from a person's file. It carries no count: the number would already tell something."""
    return Section(_("Needs"), url_for("people.show_needs", person_id=person.id))


def needs_page(actor: Actor, found: NeedsOfPerson) -> NeedsPage:
    person, today = found.person, today_in(actor.time_zone)
    may_record = policies.can_record_narrative(actor, person)
    is_too_young = policies.is_too_young_for_questions(person, today)
    present = [need for need in found.needs if need.ended_on is None]
    passed = [need for need in found.needs if need.ended_on is not None]
    last = found.functioning[0] if found.functioning else None
    record = Action(_("Record a need"), url_for("people.record_need", person_id=person.id))
    ask = Action(_("Ask about daily life"), url_for("people.record_functioning", person_id=person.id))
    return NeedsPage(
        banner=person_banner(person, today, {}),
        sections=[
            Section(_("The person's file"), url_for("people.show_person", person_id=person.id)),
            Section(_("Needs"), url_for("people.show_needs", person_id=person.id), current=True),
        ],
        present=_needs_table(_("Needs today"), present, may_end=may_record),
        passed=_needs_table(_("Needs that have passed"), passed, may_end=False),
        answers=_answers(last) if last else [],
        answered=_answered(last) if last else None,
        earlier=_earlier(found.functioning[1:]),
        record_need=record if may_record else None,
        ask=ask if may_record and not is_too_young else None,
        not_asked=str(policies.TOO_YOUNG) if is_too_young else None,
    )


def _needs_table(caption: str, needs: Sequence[PersonNeed], *, may_end: bool) -> Table | None:
    if not needs:
        return None
    columns = [Column(_("Specific need")), Column(_("Since")), Column(_("Note"))]
    rows: list[list[Any]] = [[_name(need), _time(need), shown(need, "note")] for need in needs]
    if may_end:
        columns.append(Column(_("Action"), kind="action", hidden=True))
        for row, need in zip(rows, needs, strict=True):
            row.append(_end_link(need))
    return Table(caption, columns, rows)


def _name(need: PersonNeed) -> Any:
    name = need.need.name(reader_locale())
    is_secret = policies.need_class(need.need) is Privacy.RESTRICTED
    return [name, Tag(_("Need-to-know"), "danger")] if is_secret else name


def _time(need: PersonNeed) -> str:
    since = day(need.since_on) if need.since_on else str(_("Not known"))
    return _("%(since)s until %(end)s", since=since, end=day(need.ended_on)) if need.ended_on else since


def _end_link(need: PersonNeed) -> Link:
    href = url_for("people.end_need", person_id=need.person_id, need_id=need.id)
    return Link(_("Has passed"), href, hidden_text=need.need.name(reader_locale()))


def _answers(answers: Functioning) -> list[SummaryRow]:
    return [SummaryRow(str(words), str(DIFFICULTY_LABELS[getattr(answers, domain)])) for domain, words in DOMAIN_LABELS.items()]


def _answered(answers: Functioning) -> str:
    who = str(ANSWERED_BY_LABELS[answers.answered_by])
    return str(_("Answered on %(day)s by: %(who)s", day=day(answers.answered_on), who=who.lower()))


def _earlier(rounds: Sequence[Functioning]) -> Table | None:
    if not rounds:
        return None
    columns = [Column(_("Day")), *(Column(str(words)) for words in DOMAIN_LABELS.values())]
    rows = [[day(answers.answered_on), *_row(answers)] for answers in rounds]
    return Table(_("Earlier answers"), columns, rows, caption_hidden=True)


def _row(answers: Functioning) -> list[str]:
    return [str(DIFFICULTY_LABELS[getattr(answers, domain)]) for domain in DOMAIN_LABELS]
