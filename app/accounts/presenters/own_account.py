"""What people see of their own account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.accounts.presenters.accounts import grant_words
from app.web.filters import day
from app.web.page_parts import SummaryRow

if TYPE_CHECKING:
    from app.accounts.models import Grant, User


def own_account_rows(user: User, grants: Sequence[Grant]) -> list[SummaryRow]:
    return [
        SummaryRow(_("Name"), user.name),
        SummaryRow(_("E-mail"), user.email),
        SummaryRow(_("Office"), f"{user.office.name} ({user.office.code})" if user.office else _("no office")),
        SummaryRow(_("Roles"), [_grant_words(grant) for grant in grants] or _("none today")),
    ]


def _grant_words(grant: Grant) -> str:
    return str(_("%(role)s, until %(day)s", role=grant_words(grant), day=day(grant.valid_until)))
