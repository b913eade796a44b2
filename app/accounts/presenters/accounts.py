"""The list of accounts, and one account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.enums import AccountState
from app.accounts.labels import ROLE_LABELS, STATE_LABELS
from app.accounts.presenters.choices import country_name
from app.accounts.presenters.one_time_links import link_facts
from app.foundation.ids import new_id
from app.web.filters import ago, day, instant, sentence
from app.web.page_parts import Action, Column, Link, SummaryRow, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import Grant, Invitation, User
    from app.accounts.queries import CarriedCases


@dataclass(frozen=True)
class AccountsPage:
    """The administrator's list."""

    table: Table


@dataclass(frozen=True)
class AccountPage:
    """One account. ``actions`` are empty where the administrator may not change it; ``note`` then says why."""

    name: str
    state: Tag
    facts: Sequence[SummaryRow]
    roles: Table | None
    actions: Sequence[Action]
    add_role: Action | None
    note: str | None


def accounts_page(users: Sequence[User], grants: Sequence[Grant]) -> AccountsPage:
    """A line for each account, with its roles in force."""
    of_user: dict[UUID, list[Grant]] = {}
    for grant in grants:
        of_user.setdefault(grant.user_id, []).append(grant)
    table = Table(
        caption=_("Accounts"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            Column(_("E-mail")),
            Column(_("Office")),
            Column(_("Roles")),
            Column(_("Last sign-in")),
            Column(_("State")),
        ],
        rows=[_account_row(user, of_user.get(user.id, [])) for user in users],
    )
    return AccountsPage(table)


def _account_row(user: User, grants: Sequence[Grant]) -> list[object]:
    return [
        Link(user.name, url_for("accounts.show_user", user_id=user.id)),
        user.email,
        user.office.name if user.office else None,
        [grant_words(grant) for grant in grants] or None,
        ago(user.last_signed_in_at) if user.last_signed_in_at else _("not yet"),
        state_tag(user),
    ]


def state_of(user: User) -> AccountState:
    if not user.active:
        return AccountState.DISABLED
    return AccountState.ACTIVE if user.password else AccountState.INVITED


def state_tag(user: User) -> Tag:
    words, tone = STATE_LABELS[state_of(user)]
    return Tag(str(words), tone)


def scope_words(grant: Grant) -> str:
    """Where a grant holds, in words."""
    if grant.team is not None:
        return f"{grant.team.office.name} · {grant.team.name}"
    if grant.office is not None:
        return grant.office.name
    return country_name(grant.country) if grant.country else str(_("the whole operation"))


def grant_words(grant: Grant) -> str:
    """A role with where it holds; a cover with whom it covers."""
    return f"{role_words(grant)}: {scope_words(grant)}"


def role_words(grant: Grant) -> str:
    """The role by its name; of a cover, whom it covers."""
    if grant.covered is not None:
        return str(_("Covers %(name)s", name=grant.covered.name))
    return str(ROLE_LABELS[grant.role])


def account_page(
    user: User,
    grants: Sequence[Grant],
    invitation: Invitation | None,
    *,
    inviter: str | None,
    granters: Mapping[UUID, str],
    refusal: str | None,
) -> AccountPage:
    """Everything about one account.

    Args:
        granters: names of those who gave the roles, by id.
        refusal: why the administrator may not change it; None when they may.
    """
    may_change = refusal is None
    return AccountPage(
        name=user.name,
        state=state_tag(user),
        facts=[*_facts(user), *link_facts(user, invitation, inviter)],
        roles=_roles_table(user, grants, granters, may_change=may_change) if grants else None,
        actions=_actions(user) if may_change else [],
        add_role=_link_action(_("Give a role"), "accounts.give_grant", user) if may_change else None,
        note=refusal,
    )


def _facts(user: User) -> list[SummaryRow]:
    return [
        SummaryRow(_("E-mail"), user.email),
        SummaryRow(_("Office"), f"{user.office.name} ({user.office.code})" if user.office else _("no office")),
        SummaryRow(_("Account made"), day(user.created_at)),
        SummaryRow(_("Last sign-in"), instant(user.last_signed_in_at) if user.last_signed_in_at else _("not yet")),
    ]


def _roles_table(user: User, grants: Sequence[Grant], granters: Mapping[UUID, str], *, may_change: bool) -> Table:
    columns = [Column(_("Role")), Column(_("Where")), Column(_("Since")), Column(_("Last day")), Column(_("Given by"))]
    if may_change:
        columns.append(Column(_("Change"), kind="action", hidden=True))
    rows = [_grant_row(user, grant, granters, may_change=may_change) for grant in grants]
    return Table(caption=_("Roles"), columns=columns, rows=rows)


def _grant_row(user: User, grant: Grant, granters: Mapping[UUID, str], *, may_change: bool) -> list[object]:
    role = role_words(grant)
    row: list[object] = [
        role,
        scope_words(grant),
        day(grant.valid_from),
        day(grant.valid_until),
        granters.get(grant.granted_by, "") if grant.granted_by else _("set up"),
    ]
    if may_change:
        url = url_for("accounts.end_grant", user_id=user.id, grant_id=grant.id)
        row.append(Action(_("End role"), url, hidden_text=f"{role}, {scope_words(grant)}"))
    return row


def _actions(user: User) -> list[Action]:
    correct = _link_action(_("Correct account"), "accounts.edit_user", user)
    disable = _link_action(_("Disable account"), "accounts.disable_user", user)
    match state_of(user):
        case AccountState.DISABLED:
            return [_post_action(_("Enable account"), "accounts.enable_user", user), correct]
        case AccountState.INVITED:
            return [_post_action(_("Invite again"), "accounts.renew_invitation", user), correct, disable]
        case AccountState.ACTIVE:
            return [
                _post_action(_("Send link for a new password"), "accounts.send_password_link", user),
                _link_action(_("Reset second step"), "accounts.reset_second_factor", user),
                _post_action(_("Close all sessions"), "accounts.sign_out_everywhere", user),
                correct,
                disable,
            ]


def carried_cases(found: Sequence[CarriedCases]) -> list[str]:
    """For each office how many cases somebody leaves behind, and who can share them out."""
    return [_carried_words(carried) for carried in found]


def _carried_words(carried: CarriedCases) -> str:
    count = ngettext(
        "%(office)s: %(num)s case at work.", "%(office)s: %(num)s cases at work.", carried.cases, office=carried.office.name
    )
    names = [user.name for user in carried.supervisors]
    who = _("%(names)s can reassign them on the page of the caseload.", names=sentence(names))
    nobody = _("Nobody supervises this office: give somebody the role, so that the cases can be reassigned.")
    return f"{count} {who if names else nobody}"


def fields_of_user(user: User) -> dict[str, Any]:
    """The present values, as the form that corrects the account takes them."""
    office_id = str(user.office_id) if user.office_id else ""
    return {"name": user.name, "email": user.email, "office_id": office_id, "version": user.version}


def _link_action(text: str, endpoint: str, user: User) -> Action:
    return Action(text, url_for(endpoint, user_id=user.id))


def _post_action(text: str, endpoint: str, user: User) -> Action:
    return Action(text, url_for(endpoint, user_id=user.id), method="post", fields={"submission_id": str(new_id())})
