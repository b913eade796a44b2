"""The pages of emergency access, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.enums import RestrictedKind
from app.accounts.permissions import Permission
from app.emergency import policies
from app.emergency.labels import VERDICT_LABELS
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.pagination import Page
from app.web.addresses import address_of_pages
from app.web.erased import erased_words
from app.web.filters import clock, day, instant
from app.web.page_parts import Action, Column, Link, SummaryRow, Table, Tag
from app.web.time_zones import when_words

if TYPE_CHECKING:
    from app.accounts.models import BreakGlass


@dataclass(frozen=True)
class UsesPage:
    """The list of accesses; ``may_review`` says whose list it is."""

    table: Table | None
    page: Page[BreakGlass]
    url: str
    may_review: bool


@dataclass(frozen=True)
class UsePage:
    """One access.

    Attributes:
        back: where the reader comes from.
        file: the way to the person's file, for those whose file it is.
        seen: takes the notice off the reader's home page.
        close: ends the access while it is open.
        may_review: whether the form of the review is shown.
    """

    title: str
    facts: Sequence[SummaryRow]
    opened: Table | None
    back: Link
    file: Link | None
    seen: Action | None
    close: Action | None
    may_review: bool


def uses_page(actor: Actor, uses: Page[BreakGlass], codes: Mapping[UUID, str]) -> UsesPage:
    columns = [Column(when_words(actor.time_zone)), Column(_("Who")), Column(_("File")), Column(_("Review"))]
    rows = [_row(actor, use, codes) for use in uses.rows]
    return UsesPage(
        table=Table(_("Emergency access"), columns, rows, caption_hidden=True) if rows else None,
        page=uses,
        url=address_of_pages("emergency.list_uses"),
        may_review=bool(actor.scopes_for(Permission.REVIEW_BREAK_GLASS)),
    )


def _row(actor: Actor, use: BreakGlass, codes: Mapping[UUID, str]) -> list[Any]:
    when = instant(use.opened_at, actor.time_zone)
    return [
        Link(when, url_for("emergency.show_use", use_id=use.id), hidden_text=use.user.name),
        _who(use),
        codes.get(use.person_id) or _("Restricted file"),
        state_tags(use, today=today_in(use.office.time_zone)),
    ]


def _who(use: BreakGlass) -> str:
    """``Ana Pérez, Quito``."""
    return f"{use.user.name}, {use.user.office.name}" if use.user.office else use.user.name


def state_tags(use: BreakGlass, *, today: date) -> list[Tag]:
    """Whether it is open, and where its review stands."""
    tags = [Tag(_("Open now"), "due")] if use.is_in_force(now()) else []
    if use.verdict is not None:
        words, tone = VERDICT_LABELS[use.verdict]
        return [*tags, Tag(str(words), tone)]
    if use.review_due_on < today:
        return [*tags, Tag(_("Review overdue"), "late")]
    return [*tags, Tag(_("To be reviewed"), "waiting")]


def use_page(actor: Actor, use: BreakGlass, codes: Mapping[UUID, str], *, is_told: bool) -> UsePage:
    code = codes.get(use.person_id) or _("Restricted file")
    is_ours = actor.may_at(Permission.VIEW_PERSON, use.scope_id)
    seen = Action(_("I have seen this"), url_for("emergency.mark_seen", use_id=use.id), method="post")
    return UsePage(
        title=_("Emergency access to %(code)s", code=code),
        facts=_facts(actor, use),
        opened=_opened(actor, use, codes),
        back=_way_back(actor),
        file=Link(_("The person's file"), url_for("people.show_person", person_id=use.person_id)) if is_ours else None,
        seen=seen if is_told else None,
        close=_close(actor, use),
        may_review=policies.can_review(actor, use),
    )


def _way_back(actor: Actor) -> Link:
    """To the list of accesses for those who review them, else to one's day, where the notice stood."""
    if actor.may(Permission.REVIEW_BREAK_GLASS):
        return Link(_("Emergency access"), url_for("emergency.list_uses"))
    return Link(_("My day"), url_for("supervision.home"))


def _close(actor: Actor, use: BreakGlass) -> Action | None:
    if not use.is_in_force(now()) or not policies.can_close(actor, use):
        return None
    return Action(_("Close access"), url_for("emergency.close_use", use_id=use.id), method="post")


def _facts(actor: Actor, use: BreakGlass) -> list[SummaryRow]:
    zone = actor.time_zone
    facts = [
        SummaryRow(_("Who"), _who(use)),
        SummaryRow(when_words(zone), instant(use.opened_at, zone)),
        SummaryRow(_("Until"), clock(use.closed_at or use.expires_at, zone)),
        SummaryRow(_("Office of the file"), use.office.name),
        SummaryRow(_("Why"), use.reason or erased_words()),
        SummaryRow(_("Review"), state_tags(use, today=today_in(use.office.time_zone))),
    ]
    if use.verdict is None:
        return [*facts, SummaryRow(_("Review until"), day(use.review_due_on))]
    reviewer = use.reviewer.name if use.reviewer else None
    return [
        *facts,
        SummaryRow(_("Reviewed by"), reviewer),
        SummaryRow(_("Their words"), use.verdict_words or erased_words()),
    ]


def _opened(actor: Actor, use: BreakGlass, codes: Mapping[UUID, str]) -> Table | None:
    if not use.openings:
        return None
    kinds = {RestrictedKind.PERSON: _("Person"), RestrictedKind.CASE: _("Case")}
    rows = [
        [instant(opening.opened_at, actor.time_zone), kinds[opening.subject_kind], codes.get(opening.subject_id)]
        for opening in use.openings
    ]
    count = ngettext("%(num)s page was opened", "%(num)s pages were opened", len(rows))
    return Table(count, [Column(_("When")), Column(_("What")), Column(_("Code"))], rows)
