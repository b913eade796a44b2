"""The administrator's pages: accounts and their roles."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import links, policies, presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.enums import Breadth, LinkPurpose
from app.accounts.forms import AccountFilterForm, ConfirmForm, EditUserForm, GrantForm, InviteForm, as_id
from app.accounts.permissions import Permission, Role
from app.accounts.routes.blueprint import bp
from app.accounts.scopes import Scope
from app.accounts.services import NewUser
from app.foundation.clock import now
from app.foundation.transactions import transaction
from app.web.answers import saved, shown

LINK_TO_SHOW = "invitation_to_show"
"""Session key: the invitation whose link is shown once."""


@bp.get("/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def list_users() -> ResponseReturnValue:
    actor = current_actor()
    form = AccountFilterForm(request.args)
    form.offer(presenters.office_choices(queries.list_all_offices(actor)))
    form.validate()
    with transaction():
        users = services.list_accounts_for(
            actor, office_id=as_id(form.office.data), is_active=form.is_active(), page=request.args.get("page", type=int)
        )
        page = presenters.accounts_page(users.rows, queries.list_grants([user.id for user in users.rows]))
        notes = presenters.ending_words(queries.list_ending(actor), actor)
    page_url = presenters.narrowed_pages("accounts.list_users", request.args, names=("office", "state"))
    return render_template("accounts/users.html", page=page, users=users, form=form, page_url=page_url, notes=notes)


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def invite_user() -> ResponseReturnValue:
    actor = current_actor()
    offices = [office for office in queries.list_all_offices(actor) if office.closed_on is None]
    teams = queries.list_teams([office.id for office in offices])
    countries = {office.id: office.country for office in offices}
    form = InviteForm()
    form.offer(presenters.office_choices(offices))
    form.offer_teams(presenters.team_choices(teams))

    def save() -> str:
        invitation = services.invite_user(actor, _new_user(form, countries))
        session[LINK_TO_SHOW] = str(invitation.id)
        return url_for("accounts.show_invitation_link", user_id=invitation.user_id)

    return saved(form, save, actor=actor) or shown(form, "accounts/invite.html", role_options=presenters.role_options())


def _new_user(form: InviteForm, countries: dict[UUID, str]) -> NewUser:
    office_id = form.chosen_office()
    team_id = form.chosen_team()
    scopes = {
        Breadth.OFFICE: Scope(team_id=team_id) if team_id else Scope(office_id=office_id),
        Breadth.COUNTRY: Scope(country=countries.get(office_id) if office_id else None),
        Breadth.OPERATION: Scope(),
    }
    return NewUser(
        name=str(form.name.data),
        email=str(form.email.data),
        role=Role(form.role.data),
        office_id=office_id,
        scope=scopes[Breadth(form.breadth.data)],
        locale=str(form.locale.data),
    )


@bp.get("/accounts/<uuid:user_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def show_user(user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        user = services.open_account(actor, user_id)
        grants = queries.list_grants([user.id])
        invitation = queries.latest_invitation(user.id)
        invited_by = invitation.invited_by if invitation else None
        names = queries.names_of_users(filter(None, [invited_by, *(grant.granted_by for grant in grants)]))
        reach = queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)
        page = presenters.account_page(
            user,
            grants,
            invitation,
            inviter=names.get(invited_by) if invited_by else None,
            granters=names,
            refusal=policies.why_not_manage(actor, user.id, grants=grants, reach=reach),
        )
        return render_template("accounts/user.html", page=page)


@bp.get("/accounts/<uuid:user_id>/link")
@requires(Permission.MANAGE_ACCOUNTS)
def show_invitation_link(user_id: UUID) -> ResponseReturnValue:
    """Show the link of an invitation just made, once; afterwards only the mail has it."""
    user = queries.get_account(current_actor(), user_id)
    invitation_id = as_id(session.pop(LINK_TO_SHOW, None))
    invitation = queries.find_invitation(invitation_id) if invitation_id else None
    if invitation is None or invitation.user_id != user.id or invitation.purpose is not LinkPurpose.NEW_ACCOUNT:
        return redirect(url_for("accounts.show_user", user_id=user.id), 303)
    return render_template("accounts/invitation_link.html", user=user, url=links.invitation_url(invitation.id))


@bp.post("/accounts/<uuid:user_id>/invitations")
@requires(Permission.MANAGE_ACCOUNTS)
def renew_invitation(user_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        invitation = services.renew_invitation(current_actor(), user_id)
        if invitation.purpose is not LinkPurpose.NEW_ACCOUNT:
            return _told_of_mail(user_id, invitation.user.email)
        session[LINK_TO_SHOW] = str(invitation.id)
        return url_for("accounts.show_invitation_link", user_id=user_id)

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


@bp.post("/accounts/<uuid:user_id>/password-links")
@requires(Permission.MANAGE_ACCOUNTS)
def send_password_link(user_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        return _told_of_mail(user_id, services.send_password_link(current_actor(), user_id).user.email)

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


def _told_of_mail(user_id: UUID, email: str) -> str:
    """Say that the link goes by mail alone, on the page of the account."""
    flash(_("The link for a new password is on its way to %(email)s. It works once, for 24 hours.", email=email), "success")
    return url_for("accounts.show_user", user_id=user_id)


@bp.route("/accounts/<uuid:user_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def edit_user(user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_account(actor, user_id)
    name = user.name
    form = EditUserForm(data=presenters.fields_of_user(user))
    offices = [office for office in queries.list_all_offices(actor) if office.closed_on is None or office.id == user.office_id]
    form.offer(presenters.office_choices(offices))

    def save() -> str:
        services.edit_user(actor, user_id, form.user(), based_on=form.based_on)
        return url_for("accounts.show_user", user_id=user_id)

    answer = saved(form, save, actor=actor, told=_("The account was saved."))
    return answer or shown(form, "accounts/edit_user.html", name=name, user_id=user_id)


@bp.route("/accounts/<uuid:user_id>/disable", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def disable_user(user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_account(actor, user_id)
    name = user.name
    form = ConfirmForm()

    def save() -> str:
        services.disable_user(actor, user_id)
        return url_for("accounts.show_user", user_id=user_id)

    told = _("%(name)s can no longer sign in.", name=name)
    answer = saved(form, save, actor=actor, told=told)
    if answer is not None:
        return answer
    carried = presenters.carried_cases(queries.read_carried_cases(user_id))
    return shown(form, "accounts/disable.html", name=name, user_id=user_id, carried=carried)


@bp.route("/accounts/<uuid:user_id>/second-step/reset", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS, fresh=True)
def reset_second_factor(user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    name = queries.get_account(actor, user_id).name
    form = ConfirmForm()

    def save() -> str:
        services.second_factor.reset_second_factor(actor, user_id)
        return url_for("accounts.show_user", user_id=user_id)

    told = _("The second step was reset. A link for setting it up goes to the person by mail.")
    answer = saved(form, save, actor=actor, told=told)
    return answer or shown(form, "accounts/reset_second_factor.html", name=name, user_id=user_id)


@bp.post("/accounts/<uuid:user_id>/enable")
@requires(Permission.MANAGE_ACCOUNTS)
def enable_user(user_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        user = services.enable_user(current_actor(), user_id)
        flash(_("%(name)s can sign in again.", name=user.name), "success")
        return url_for("accounts.show_user", user_id=user_id)

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


@bp.route("/accounts/<uuid:user_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def give_grant(user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_account(actor, user_id)
    name = user.name
    offices = [office for office in queries.list_all_offices(actor) if office.closed_on is None]
    teams = queries.list_teams([office.id for office in offices])
    home = str(Scope(office_id=user.office_id)) if user.office_id else None
    form = GrantForm(data={"valid_until": policies.last_day_of_term(now().date()), "scope": home})
    form.offer(presenters.scope_choices(offices, teams, queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)))

    def save() -> str:
        services.give_grant(actor, user_id, role=form.chosen_role(), scope=form.chosen_scope(), valid_until=form.valid_until.data)
        return url_for("accounts.show_user", user_id=user_id)

    answer = saved(form, save, actor=actor, told=_("The role was given."))
    return answer or shown(form, "accounts/give_grant.html", name=name, user_id=user_id, role_options=presenters.role_options())


@bp.route("/accounts/<uuid:user_id>/roles/<uuid:grant_id>/end", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def end_grant(user_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_account(actor, user_id)
    name = user.name
    words = presenters.grant_words(queries.get_grant(user.id, grant_id))
    form = ConfirmForm()

    def save() -> str:
        services.end_grant(actor, user_id, grant_id)
        return url_for("accounts.show_user", user_id=user_id)

    answer = saved(form, save, actor=actor, told=_("The role has ended."))
    return answer or shown(form, "accounts/end_grant.html", name=name, role=words, user_id=user_id)
