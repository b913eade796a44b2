"""Consents to ask for again: the list of them, and a row of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.cases.forms import Whose
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.policies import can_record_consent, ends_soon
from app.people.presenters import line_in_words, person_name, state_tag, until_in_words
from app.web.addresses import address_of_pages
from app.web.filters import ago, day
from app.web.page_parts import Action, Column, Link, Section, Table, TaskRow

if TYPE_CHECKING:
    from datetime import date

    from app.cases.queries import Renewal
    from app.foundation.pagination import Page
    from app.people.models import Consent


@dataclass(frozen=True)
class RenewalsPage:
    """One page of the list; ``url`` has a place for the page's number."""

    sections: Sequence[Section]
    table: Table | None
    page: Page[Renewal]
    url: str


def renewals_page(actor: Actor, found: Page[Renewal], whose: Whose) -> RenewalsPage:
    return RenewalsPage(
        sections=[_section(Whose.MINE, _("Mine"), whose), _section(Whose.OFFICE, _("My offices"), whose)],
        table=_table(actor, found.rows, whose) if found.rows else None,
        page=found,
        url=address_of_pages("cases.list_renewals", whose=whose.value),
    )


def renewal_row(actor: Actor, renewal: Renewal) -> TaskRow:
    """One of them as something to do today."""
    today, ends_on = today_in(actor.time_zone), renewal.consent.valid_until
    name = person_name(renewal.person)
    assert ends_on is not None  # noqa: S101 - only what ends is asked for again
    words = _("Consent that has ended: %(line)s") if ends_on < today else _("Consent that ends soon: %(line)s")
    return TaskRow(
        words % {"line": line_in_words(renewal.consent)},
        asking(renewal),
        who=f"{name} · {renewal.case_code}",
        who_href=url_for("cases.show_case", case_id=renewal.case_id),
        since=f"{ago(ends_on, today)} ({day(ends_on)})",
    )


def asking(renewal: Renewal) -> Action:
    """The way to the page where it is asked."""
    href = url_for("people.record_consent", person_id=renewal.person.id)
    return Action(_("Ask about consent"), href, hidden_text=person_name(renewal.person))


def _section(whose: Whose, words: str, shown: Whose) -> Section:
    return Section(words, url_for("cases.list_renewals", whose=whose.value), current=whose is shown)


def _table(actor: Actor, renewals: Sequence[Renewal], whose: Whose) -> Table:
    today = today_in(actor.time_zone)
    columns = [Column(_("Person")), Column(_("Consent")), Column(_("Until when")), Column(_("Case"))]
    columns += [Column(_("Carried by"))] if whose is Whose.OFFICE else []
    rows: list[list[Any]] = []
    for one in renewals:
        row = [
            Link(person_name(one.person), url_for("people.show_consents", person_id=one.person.id), hidden_text=one.person.code),
            line_in_words(one.consent),
            _until(one.consent, today),
            Link(one.case_code, url_for("cases.show_case", case_id=one.case_id)),
            *([one.caseworker] if whose is Whose.OFFICE else []),
            asking(one) if can_record_consent(actor, one.person) else None,
        ]
        rows.append(row)
    return Table(
        _("Consents to ask for again"),
        [*columns, Column(_("Ask about consent"), kind="action", hidden=True)],
        rows,
        caption_hidden=True,
    )


def _until(consent: Consent, today: date) -> Any:
    """Until when it counts, or on which day it ended."""
    if ends_soon(consent, today) or consent.valid_until is None:
        return until_in_words(consent, today)
    return [state_tag(consent, today), day(consent.valid_until)]
