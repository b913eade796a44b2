"""The list of covers, and the colleagues that a cover is chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.accounts.presenters.accounts import scope_words
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.web.filters import day
from app.web.page_parts import Action, Column, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.accounts.queries import Cover


def covers_table(covers: Sequence[Cover], granters: Mapping[UUID, str]) -> Table:
    """A line for each cover, with the button that ends it.

    Args:
        granters: names of those who arranged them, by id.
    """
    return Table(
        caption=_("Covers"),
        caption_hidden=True,
        columns=[
            Column(_("Absent")),
            Column(_("Covered by")),
            Column(_("Where")),
            Column(_("Days")),
            Column(_("Arranged by")),
            Column(_("Change"), kind="action", hidden=True),
        ],
        rows=[_row(cover, granters) for cover in covers],
    )


def _row(cover: Cover, granters: Mapping[UUID, str]) -> list[object]:
    days: list[object] = [_("%(first)s to %(last)s", first=day(cover.first_day), last=day(cover.last_day))]
    if cover.first_day > now().date():
        days.append(Tag(_("To begin"), "waiting"))
    granted_by = cover.grants[0].granted_by
    end = Action(
        _("End cover"),
        url_for("accounts.end_cover", grant_id=cover.id),
        method="post",
        hidden_text=f"{cover.covered.name}, {cover.user.name}",
        fields={"submission_id": str(new_id())},
    )
    places = [scope_words(grant) for grant in cover.grants]
    return [cover.covered.name, cover.user.name, places, days, granters.get(granted_by) if granted_by else None, end]


def colleagues_to_choose(users: Iterable[User]) -> list[tuple[str, str]]:
    """Colleagues as (id, name with their office)."""
    return [(str(user.id), f"{user.name} ({user.office.name})" if user.office else user.name) for user in users]
