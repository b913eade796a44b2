"""Who can see what, and who can see one file: lines with the reason, the days, and the button that ends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import policies
from app.accounts.permissions import Permission
from app.accounts.presenters.accounts import role_words, scope_words
from app.accounts.scopes import Reach, Scope
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.web.filters import ago, day
from app.web.page_parts import Action, Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import Grant, NeedToKnow
    from app.accounts.services import AccessReview, WhoSees


@dataclass(frozen=True)
class WhoSeesPage:
    """Who can see one file and why. ``caption`` is the record's code."""

    caption: str
    back: Link
    table: Table
    is_restricted: bool


def access_table(actor: Actor, review: AccessReview, reach: Reach, *, asked: Mapping[str, str]) -> Table:
    """A line for each access, with its buttons.

    Args:
        reach: where the actor ends access; elsewhere they can ask for it.
        asked: what narrows the list, to come back to.
    """
    lines = _Lines(actor, review, reach, asked)
    columns = [*_columns(), Column(_("Change"), kind="action", hidden=True)]
    rows = [[*lines.facts(grant), lines.actions(grant)] for grant in review.grants.rows]
    return Table(caption=_("Who can see what"), caption_hidden=True, columns=columns, rows=rows)


def printed_access_table(actor: Actor, review: AccessReview) -> Table:
    """The same for paper: no buttons, no links."""
    lines = _Lines(actor, review, Reach(), {})
    rows = [lines.facts(grant) for grant in review.grants.rows]
    return Table(caption=_("Who can see what"), caption_hidden=True, columns=_columns(), rows=rows)


def _columns() -> list[Column]:
    return [
        Column(_("Person")),
        Column(_("Access")),
        Column(_("Where")),
        Column(_("Access given")),
        Column(_("Last day")),
        Column(_("Last sign-in")),
        Column(_("Restricted files"), kind="number"),
    ]


def ending_words(grants: Sequence[Grant], actor: Actor) -> list[str]:
    """What the administrator has to know of roles that end soon; nothing when none does."""
    own = [grant for grant in grants if grant.user_id == actor.id]
    others = len(grants) - len(own)
    words = []
    if others:
        told = ngettext("%(num)s role ends within 14 days.", "%(num)s roles end within 14 days.", others)
        advice = _("Look at who still needs it, and renew it or let it end.")
        words.append(f"{told} {advice}")
    words += [
        _("Your own role ends on %(day)s. Ask another administrator to renew it.", day=day(grant.valid_until)) for grant in own
    ]
    return [str(line) for line in words]


def who_sees_table(seen: WhoSees) -> Table:
    """A line for each reason for which somebody can see a file."""
    columns = [Column(_("Person")), Column(_("Why")), Column(_("Where")), Column(_("Last day"))]
    return Table(
        caption=_("Who can see this file"),
        caption_hidden=True,
        columns=columns,
        rows=[_reason(grant, need, seen.names) for grant, need in seen.found],
    )


def _reason(grant: Grant, need: NeedToKnow | None, names: Mapping[UUID, str]) -> list[object]:
    why: list[object] = [role_words(grant)]
    if need is not None:
        by = names.get(need.given_by) if need.given_by else None
        on = day(need.given_at)
        why.append(_("Needs to know it: named by %(name)s on %(day)s", name=by, day=on) if by else _("Needs to know it"))
    return [grant.user.name, why, scope_words(grant), day(grant.valid_until)]


@dataclass(frozen=True)
class _Lines:
    """Tells the cells of the review's lines."""

    actor: Actor
    review: AccessReview
    reach: Reach
    asked: Mapping[str, str]

    def facts(self, grant: Grant) -> list[object]:
        return [
            self._person(grant),
            role_words(grant),
            scope_words(grant),
            self._given(grant),
            self._last_day(grant),
            self._sign_in(grant),
            self.review.needs.get(grant.user_id),
        ]

    def actions(self, grant: Grant) -> list[object]:
        if grant.user_id == self.actor.id:
            return [_("Your own")]
        if not self.reach.covers(Scope.of(grant)):
            return [] if grant.end_asked_at else [self._button(_("Ask to end it"), "accounts.ask_to_end_access", grant)]
        actions = [self._button(_("End this access"), "accounts.end_access", grant)]
        if self.actor.may(Permission.MANAGE_ACCOUNTS) and _is_renewable(grant):
            actions.append(self._button(_("Renew for a year"), "accounts.renew_access", grant))
        return [*actions]

    def _button(self, text: str, endpoint: str, grant: Grant) -> Action:
        return Action(
            text,
            url_for(endpoint, grant_id=grant.id),
            method="post",
            hidden_text=f"{grant.user.name}, {role_words(grant)}, {scope_words(grant)}",
            fields={"submission_id": str(new_id()), **self.asked},
        )

    def _person(self, grant: Grant) -> list[object]:
        name: object = grant.user.name
        if self.actor.may(Permission.MANAGE_ACCOUNTS) and self.reach.covers_home(grant.user.office):
            name = Link(grant.user.name, url_for("accounts.show_user", user_id=grant.user_id))
        return [name] if grant.user.active else [name, Tag(_("Disabled"), "neutral")]

    def _given(self, grant: Grant) -> object:
        by = self.review.names.get(grant.granted_by) if grant.granted_by else None
        since = day(grant.valid_from)
        return [since, _("by %(name)s", name=by)] if by else [since, _("set up")]

    def _last_day(self, grant: Grant) -> list[object]:
        cell: list[object] = [day(grant.valid_until)]
        if grant.covers_user_id is None and grant.valid_until <= now().date() + policies.NOTICE_BEFORE:
            cell.append(Tag(_("Ends soon"), "due"))
        if grant.end_asked_at and grant.end_asked_by:
            name = self.review.names.get(grant.end_asked_by, "")
            cell.append(Tag(_("%(name)s asks to end it", name=name), "late"))
        return cell

    def _sign_in(self, grant: Grant) -> list[object]:
        seen = grant.user.last_signed_in_at
        cell: list[object] = [ago(seen) if seen else _("not yet")]
        since = seen.date() if seen else grant.valid_from
        if now().date() - since > timedelta(policies.UNUSED_AFTER.days):
            cell.append(Tag(_("Unused"), "due"))
        return cell


def _is_renewable(grant: Grant) -> bool:
    return grant.covers_user_id is None and grant.valid_until <= now().date() + policies.RENEWABLE_BEFORE
