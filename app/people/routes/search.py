"""The search box. What was typed is kept in the session: it never stands in an address."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, questions, services
from app.people.codes import codes_ending_in, whole_code
from app.people.looked_for import may_be_code
from app.people.routes.blueprint import bp

SEARCHED = "searched"


@bp.get("/people")
@requires(Permission.VIEW_PERSON)
def begin() -> ResponseReturnValue:
    """People are found before they are registered: one page for both."""
    return redirect(url_for("people.search"), 303)


@bp.post("/search")
@requires(Permission.VIEW_PERSON)
def start_search() -> ResponseReturnValue:
    form = forms.SearchForm()
    if not form.validate():
        return _page(form), 422
    address = _page_with_code(form.text) if may_be_code(form.text) else None
    if address is None:
        session[SEARCHED] = form.text
        address = url_for("people.search")
    return redirect(address, 303)


@bp.get("/search")
@requires(Permission.VIEW_PERSON)
def search() -> ResponseReturnValue:
    actor, text = current_actor(), session.get(SEARCHED)
    form = forms.SearchForm(data={"q": text})
    if not text:
        return _page(form)
    with transaction():
        page = queries.search_people(actor, text, request.args.get("page", type=int))
        services.record_search(actor, len(page.rows))
        found = presenters.search_page(actor, page)
    return _page(form, text=text, page=page, found=found)


def _page(form: forms.SearchForm, **found: object) -> str:
    actor = current_actor()
    may_register, beyond = policies.can_register_person(actor), questions.first_way_beyond(actor)
    return render_template("people/search.html", form=form, may_register=may_register, beyond=beyond, **found)


def _page_with_code(text: str) -> str | None:
    """The page of the one record that this code means; the last figures alone are first a document number or a phone."""
    actor = current_actor()
    if (address := _page_of(whole_code(text))) or queries.find_by_identifier(actor, text):
        return address
    office = queries.own_office_code(actor)
    codes = codes_ending_in(text, office=office, year=today_in(actor.time_zone).year) if office else []
    addresses = {address for code in codes if (address := _page_of(code))}
    return addresses.pop() if len(addresses) == 1 else None


def _page_of(code: str) -> str | None:
    """The page of the person or other record that has this very code."""
    actor = current_actor()
    person = queries.find_person_by_code(actor, code)
    if person is not None:
        return url_for("people.show_person", person_id=person.id)
    return next((address for address in questions.find_by_code.ask_all(actor, code) if address), None)
