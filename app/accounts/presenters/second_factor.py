"""What the pages of the second factor show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.policies.sign_in_steps import Standing, can_remove_passkey
from app.accounts.second_factor import authenticator_app
from app.web.filters import ago, day
from app.web.page_parts import Action, Column, SummaryRow, Table

if TYPE_CHECKING:
    from app.accounts.models import ConductAcceptance, Passkey, TotpKey

FEW_CODES = 3


@dataclass(frozen=True)
class PasskeyPart:
    """A form that the script of the page fills in from a passkey.

    Attributes:
        options: WebAuthn's JSON, or the address that gives it when the button is pressed.
    """

    ceremony: Literal["create", "get"]
    action: str
    options: str


@dataclass(frozen=True)
class AppOffer:
    """A key on its way to an app: a picture to scan, a link for this very phone, letters to type."""

    picture: str
    uri: str
    typed_key: str


@dataclass(frozen=True)
class SecondFactorPage:
    """One's own second factor."""

    rows: Sequence[SummaryRow]
    passkeys: Table | None
    has_app: bool


def app_offer(key: bytes, email: str) -> AppOffer:
    uri = authenticator_app.setup_uri(key, email)
    return AppOffer(authenticator_app.setup_picture(uri), uri, authenticator_app.typed_key(key))


def codes_in_groups(codes: Sequence[str]) -> list[str]:
    """Each code in groups of four figures, as people read and type them."""
    return [" ".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def second_factor_page(
    standing: Standing, app_key: TotpKey | None, passkeys: Sequence[Passkey], open_codes: int
) -> SecondFactorPage:
    return SecondFactorPage(
        rows=[SummaryRow(_("Authenticator app"), _app_words(app_key)), SummaryRow(_("Printed codes"), _codes_words(open_codes))],
        passkeys=_passkeys_table(passkeys, may_remove=can_remove_passkey(standing)) if passkeys else None,
        has_app=standing.has_app,
    )


def _app_words(app_key: TotpKey | None) -> list[str] | str:
    if app_key is None:
        return str(_("none connected"))
    used = _("last used %(when)s", when=ago(app_key.last_used_at)) if app_key.last_used_at else _("not used since")
    return [str(_("connected on %(day)s", day=day(app_key.created_at))), str(used)]


def _codes_words(open_codes: int) -> str:
    left = str(ngettext("%(num)s code left", "%(num)s codes left", open_codes))
    return str(_("%(left)s: make new ones soon", left=left)) if open_codes < FEW_CODES else left


def _passkeys_table(passkeys: Sequence[Passkey], *, may_remove: bool) -> Table:
    columns = [Column(_("Device")), Column(_("Added")), Column(_("Last used"))]
    if may_remove:
        columns.append(Column(_("Change"), kind="action", hidden=True))
    rows = [_passkey_row(passkey, may_remove=may_remove) for passkey in passkeys]
    return Table(caption=_("Passkeys"), caption_hidden=True, columns=columns, rows=rows)


def _passkey_row(passkey: Passkey, *, may_remove: bool) -> list[object]:
    used = ago(passkey.last_used_at) if passkey.last_used_at else _("not yet")
    row: list[object] = [passkey.name, day(passkey.created_at), used]
    if may_remove:
        url = url_for("accounts.remove_passkey", passkey_id=passkey.id)
        row.append(Action(_("Remove passkey"), url, hidden_text=passkey.name))
    return row


def accepted_words(acceptance: ConductAcceptance | None) -> str | None:
    """When the reader accepted the code of conduct; None before they did."""
    return str(_("You accepted it on %(day)s.", day=day(acceptance.accepted_at))) if acceptance else None
