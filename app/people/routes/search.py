"""The search box. What was typed is kept in the session: it never stands in an address."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, questions, services
from app.people.looked_for import may_be_code
from app.people.routes.blueprint import bp

SEARCHED = "searched"


@bp.post("/search")
@requires(Permission.VIEW_PERSON)
def start_search() -> ResponseReturnValue:
    form = forms.SearchForm()
    if not form.validate():
        return render_template("people/search.html", form=form, beyond=questions.first_way_beyond(current_actor())), 422
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
        return render_template("people/search.html", form=form, beyond=questions.first_way_beyond(current_actor()))
    with transaction():
        page = queries.search_people(actor, text, request.args.get("page", type=int))
        services.record_search(actor, len(page.rows))
        found = presenters.search_page(actor, page)
    may_register = policies.can_register_person(actor)
    return render_template(
        "people/search.html",
        form=form,
        text=text,
        page=page,
        found=found,
        may_register=may_register,
        beyond=questions.first_way_beyond(actor),
    )


def _page_with_code(text: str) -> str | None:
    """The page of the person or other record that has this very code."""
    actor = current_actor()
    person = queries.find_person_by_code(actor, text)
    if person is not None:
        return url_for("people.show_person", person_id=person.id)
    return next((address for address in questions.find_by_code.ask_all(actor, text) if address), None)
