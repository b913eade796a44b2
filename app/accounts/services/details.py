"""Correcting who a member of staff is: name, e-mail and the office where they work. Roles are given apart (``grants.py``)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import queries
from app.accounts.models import Office, User
from app.accounts.permissions import Permission
from app.accounts.services.managed_accounts import account_to_change
from app.accounts.services.one_time_links import revoke_links
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput, StaleVersion


@dataclass(frozen=True)
class UserContent:
    """What may be changed of an account.

    Attributes:
        office_id: where the person works; None for those who work at no office.
    """

    name: str
    email: str
    office_id: UUID | None


def edit_user(actor: Actor, user_id: UUID, content: UserContent, *, based_on: int) -> User:
    """Change an account. With another e-mail every unused link closes: it went to the old address.

    Raises:
        NotFound: the account, or the office, lies outside the actor's reach.
        NotAllowed: it is the actor's own, or works beyond their reach.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: another account has the e-mail, or there is no office and the actor does not administer everywhere.
    """
    user = account_to_change(actor, user_id)
    office = _home(actor, content.office_id)
    if user.version != based_on:
        raise StaleVersion(
            _l("Somebody else saved this account since you opened the page. Open it again and write your change there."),
            _differences(user, content, office),
        )
    holder = queries.find_user_by_email(content.email)
    if holder is not None and holder.id != user.id:
        raise RefusedInput(_l("Another account has this e-mail. Look for it in the list of accounts."), field="email")
    changed = _write(user, content, office)
    if "email" in changed:
        revoke_links(user.id)
    if changed:
        user.version += 1
        record(actor, "user:edited", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=changed)
    return user


def _home(actor: Actor, office_id: UUID | None) -> Office | None:
    if office_id is not None:
        return queries.get_office(actor, office_id)
    if not queries.reach_of(actor, Permission.MANAGE_ACCOUNTS).is_whole:
        raise RefusedInput(_l("Choose the office where the person works."), field="office_id")
    return None


def _write(user: User, content: UserContent, office: Office | None) -> list[str]:
    """Set what differs, and say which fields did."""
    values = asdict(content) | {"email": content.email.strip().lower()}
    changed = [name for name, value in values.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, values[name])
    user.office = office
    return changed


def _differences(user: User, content: UserContent, office: Office | None) -> dict[str, tuple[object, object]]:
    pairs = {
        str(_l("Name")): (user.name, content.name),
        str(_l("E-mail")): (user.email, content.email.strip().lower()),
        str(_l("Office")): (user.office.name if user.office else "", office.name if office else ""),
    }
    return {label: values for label, values in pairs.items() if values[0] != values[1]}
