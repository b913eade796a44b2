"""Inviting people, and what happens when somebody comes in by a one-time link."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l

from app.accounts import links, policies, queries
from app.accounts.enums import LinkPurpose
from app.accounts.models import Invitation, User
from app.accounts.permissions import Permission, Role
from app.accounts.scopes import Scope
from app.accounts.services.grants import new_grant
from app.accounts.services.managed_accounts import account_to_change
from app.accounts.services.one_time_links import mail_link, write_link
from app.accounts.services.passwords import set_password
from app.audit.services import record
from app.foundation.actor import Actor, ActorKind, system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound, RefusedInput, WrongState
from app.foundation.ids import new_id

WORD_OF_USE = {
    LinkPurpose.NEW_ACCOUNT: "user:accepted_invitation",
    LinkPurpose.NEW_PASSWORD: "user:password_set",
    LinkPurpose.NEW_SECOND_FACTOR: "user:password_set",
}
"""What the trail says of a link that was used."""


@dataclass(frozen=True)
class NewUser:
    """Somebody who is being invited.

    Attributes:
        office_id: where they work; None for those who work at no office.
        scope: where their first role holds.
        locale: ``es``, ``en`` or ``pt``: the language of the mail and of their pages.
    """

    name: str
    email: str
    role: Role
    scope: Scope
    office_id: UUID | None = None
    locale: str = "es"


def invite_user(actor: Actor, new: NewUser) -> Invitation:
    """Make an account without a password, its first role, and an invitation that is mailed.

    Raises:
        NotAllowed: the role would reach further than the actor administers.
        RefusedInput: the e-mail has an account already, or the role cannot have this scope.
    """
    reach = queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)
    policies.check_can_give_grant(actor, None, role=new.role, scope=new.scope, reach=reach)
    if new.scope.team_id and queries.get_team(actor, new.scope.team_id).office_id != new.office_id:
        raise RefusedInput(_l("This team belongs to another office. Choose a team of the office above."), field="team_id")
    if new.office_id is not None:
        queries.get_office(actor, new.office_id)
    elif not reach.is_whole:
        raise RefusedInput(_l("Choose the office where the person works."), field="office_id")
    if queries.find_user_by_email(new.email) is not None:
        raise RefusedInput(_l("This e-mail has an account already. Look for it in the list of accounts."), field="email")
    user = _add_user(new)
    new_grant(user.id, new.role, new.scope, granted_by=actor.id)
    record(actor, "user:invited", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["role", "scope"])
    return mail_link(actor, user, LinkPurpose.NEW_ACCOUNT)


def renew_invitation(actor: Actor, user_id: UUID) -> Invitation:
    """Invite again somebody who has not come in yet; the older link stops opening.

    After a reset of the second factor the new link is for that again: the account opens files already, so only the mail has it.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, or works beyond their reach.
        WrongState: the person has a password already, or the account is disabled.
    """
    user = account_to_change(actor, user_id)
    if user.password is not None:
        raise WrongState(_l("This person has a password already. Send a link for a new password instead."))
    if not user.active:
        raise WrongState(_l("The account is disabled. Enable it first, then invite the person."))
    record(actor, "user:invited_again", subject_type="user", subject_id=user.id, office_id=user.office_id)
    earlier = queries.latest_invitation(user.id)
    return mail_link(actor, user, earlier.purpose if earlier else LinkPurpose.NEW_ACCOUNT)


def invite_first_administrator(*, email: str, name: str, public_url: str) -> str:
    """Make the first account of an empty instance: the administrator of the whole operation.

    Asked again before the link was used, it gives a new link and closes the old one.

    Returns:
        The one-time link, to be shown on the terminal; no mail is sent.

    Raises:
        WrongState: somebody administers this instance already.
    """
    if queries.has_administrator():
        raise WrongState(_l("This instance has an administrator already, who can invite others on the page of accounts."))
    actor = system_actor("accounts.init")
    user = queries.find_user_by_email(email)
    if user is None:
        user = _add_user(NewUser(name=name, email=email, role=Role.ADMINISTRATOR, scope=Scope()))
    # Also the way back in for the only administrator, whose role nobody renewed in time.
    held = queries.list_grants([user.id])
    if not any(grant.role is Role.ADMINISTRATOR and Scope.of(grant).is_whole for grant in held):
        policies.check_goes_with(Role.ADMINISTRATOR, held, first=now().date(), last=policies.last_day_of_term(now().date()))
        new_grant(user.id, Role.ADMINISTRATOR, Scope(), granted_by=None)
    record(actor, "user:invited", subject_type="user", subject_id=user.id, fields=["role", "scope"])
    invitation = write_link(actor, user, LinkPurpose.NEW_ACCOUNT)
    return links.invitation_url(invitation.id, public_url=public_url)


def open_invitation(token: str, *, for_update: bool = False) -> Invitation:
    """What a link opens now, whatever its purpose.

    Raises:
        NotFound: the link was not made by this instance.
        WrongState: it was used, replaced by a newer one, or its days have passed.
    """
    invitation_id = links.read_invitation_token(token)
    invitation = queries.find_invitation(invitation_id, for_update=for_update) if invitation_id else None
    if invitation is None:
        raise NotFound(_l("This link is damaged or was never ours. Copy it whole from the mail, or ask for a new one."))
    if invitation.used_at is not None:
        raise WrongState(_l("This link has done its work: the password is set. Sign in with it."))
    if not invitation.is_open(now()) or not invitation.user.active:
        raise WrongState(_l("This link has expired, or a newer one was sent. Ask your administrator for a new link."))
    return invitation


def accept_invitation(token: str, password: str) -> User:
    """Set the password of the person, end all their sessions, and close the link.

    Raises:
        NotFound, WrongState: the link does not open, see ``open_invitation``.
        RefusedInput: the password is not safe enough, at the field ``password``.
    """
    invitation = open_invitation(token, for_update=True)
    user = invitation.user
    set_password(user, password)
    invitation.used_at = now()
    actor = Actor(kind=ActorKind.STAFF, id=user.id, name=user.name)
    word = WORD_OF_USE[invitation.purpose]
    record(actor, word, subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["password"])
    return user


def _add_user(new: NewUser) -> User:
    user = User(
        id=new_id(),
        name=new.name,
        email=new.email.strip().lower(),
        office_id=new.office_id,
        locale=new.locale,
        fs_uniquifier=uuid4().hex,
    )
    db.session.add(user)
    db.session.flush()
    return user
