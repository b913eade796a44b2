"""Who can see what: the review of access, and ending it with one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.forms import AccessFilterForm, ConfirmForm
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.foundation.clock import now
from app.foundation.transactions import transaction
from app.web.answers import saved
from app.web.filters import day

NARROWED_BY = ("office", "show")


@bp.get("/access")
@requires(Permission.REVIEW_ACCESS)
def review_access() -> ResponseReturnValue:
    actor = current_actor()
    form = AccessFilterForm(request.args)
    form.offer(presenters.office_choices(queries.list_offices_to_review(actor)))
    page = request.args.get("page", type=int)
    with transaction():
        review = services.review_access(actor, office_id=form.chosen_office(), shown=form.chosen(), page=page)
        table = presenters.access_table(actor, review, queries.reach_of(actor, Permission.END_ACCESS), asked=_asked(request.args))
        notes = presenters.ending_words(queries.list_ending(actor), actor) if actor.may(Permission.END_ACCESS) else []
    return render_template(
        "accounts/access_review.html",
        form=form,
        table=table,
        grants=review.grants,
        notes=notes,
        page_url=presenters.narrowed_pages("accounts.review_access", request.args, names=NARROWED_BY),
        print_url=_address("accounts.print_access", request.args),
        covers_url=url_for("accounts.list_covers") if actor.may(Permission.ARRANGE_COVER) else None,
    )


@bp.get("/access/print")
@requires(Permission.REVIEW_ACCESS)
def print_access() -> ResponseReturnValue:
    actor = current_actor()
    form = AccessFilterForm(request.args)
    with transaction():
        review = services.review_all_access(actor, office_id=form.chosen_office(), shown=form.chosen())
        table = presenters.printed_access_table(actor, review)
    return render_template("accounts/access_print.html", table=table, today=day(now()))


@bp.post("/access/<uuid:grant_id>/end")
@requires(Permission.END_ACCESS)
def end_access(grant_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        actor = current_actor()
        grant = queries.get_reviewed_grant(actor, grant_id)
        ended = services.end_grant(actor, grant.user_id, grant_id)
        words = {"name": grant.user.name, "role": presenters.grant_words(ended)}
        flash(_("The access of %(name)s has ended: %(role)s.", **words), "success")
        if actor.may(Permission.MANAGE_ACCOUNTS):
            flash(_("Was it a mistake? Give the role again on the page of the account."), "info")
        return _back()

    return _changed(save)


@bp.post("/access/<uuid:grant_id>/renew")
@requires(Permission.MANAGE_ACCOUNTS)
def renew_access(grant_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        actor = current_actor()
        grant = queries.get_reviewed_grant(actor, grant_id)
        renewed = services.renew_grant(actor, grant.user_id, grant_id)
        words = {"name": grant.user.name, "role": presenters.grant_words(renewed), "day": day(renewed.valid_until)}
        flash(_("The access of %(name)s holds until %(day)s: %(role)s.", **words), "success")
        return _back()

    return _changed(save)


@bp.post("/access/<uuid:grant_id>/ask")
@requires(Permission.REVIEW_ACCESS)
def ask_to_end_access(grant_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        grant = services.ask_to_end_grant(current_actor(), grant_id)
        flash(_("The administrator sees that you ask to end the access of %(name)s.", name=grant.user.name), "success")
        return _back()

    return _changed(save)


def _changed(save: Callable[[], str]) -> ResponseReturnValue:
    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


def _back() -> str:
    return _address("accounts.review_access", request.form)


def _address(endpoint: str, values: Mapping[str, str]) -> str:
    asked: dict[str, Any] = _asked(values)
    return url_for(endpoint, **asked)


def _asked(values: Mapping[str, str]) -> dict[str, str]:
    """What narrows the list, from an address or from a button of the list."""
    return {name: values[name] for name in NARROWED_BY if values.get(name)}
