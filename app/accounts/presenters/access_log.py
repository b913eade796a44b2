"""Who opened and changed one file, for the page that each room shows of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _

from app.accounts.presenters.audit_trail import action_words, field_words, who_did
from app.foundation.pagination import Page
from app.web.filters import instant
from app.web.page_parts import Column, Link, Table
from app.web.time_zones import when_words

if TYPE_CHECKING:
    from app.accounts.services import AccessLog
    from app.audit.models import AuditEvent


@dataclass(frozen=True, kw_only=True)
class AccessLogPage:
    """The page. ``caption`` is the record's code: whoever reads who opened a file has not opened it, and sees no name in it."""

    caption: str
    back: Link
    table: Table
    events: Page[AuditEvent]
    url: str


def access_log_page(log: AccessLog, *, caption: str, back: Link, url: str, time_zone: str) -> AccessLogPage:
    """A line for each time the file was opened or changed.

    Args:
        url: of its pages, with a place for the number.
        time_zone: of the reader's office.
    """
    return AccessLogPage(caption=caption, back=back, table=_table(log, time_zone), events=log.events, url=url)


def _table(log: AccessLog, time_zone: str) -> Table:
    return Table(
        caption=_("Who opened this file"),
        caption_hidden=True,
        columns=[
            Column(when_words(time_zone)),
            Column(_("Who")),
            Column(_("What")),
            Column(_("Parts of the file")),
        ],
        rows=[_row(event, log.names, time_zone) for event in log.events.rows],
    )


def _row(event: AuditEvent, names: Mapping[UUID, str], time_zone: str) -> list[object]:
    return [instant(event.occurred_at, time_zone), who_did(event, names), action_words(event.action), field_words(event) or None]
