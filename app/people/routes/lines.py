"""A crowd in a list, one line a person: saved together, after each line was looked for among those registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import keeps_drafts
from app.accounts.permissions import Permission
from app.accounts.presenters import drafts_of_page
from app.accounts.printing import prints
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.drafts import list_drafts
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.people import forms, presenters, queries, services
from app.people.forms.crowd import MOST_IN_A_LIST
from app.people.presenters import FileChoice
from app.people.routes.blueprint import bp
from app.web.forms import refused_into

Found = Mapping[str, Sequence[FileChoice]]
"""Name of a line -> the files of people like the one in it."""


class SimilarLines(Exception):
    """People close to some of the list were found, and it was not said yet whether it is them: nothing is saved."""

    def __init__(self, found: Found) -> None:
        super().__init__("similar lines")
        self.found = found


@bp.route("/people/list/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("List of people"))
@keeps_drafts(_l("List of people"), called=("lines-0-given_names", "lines-0-surname_1"))
def register_list() -> ResponseReturnValue:
    actor, locale = current_actor(), presenters.reader_locale()
    form = forms.LineListForm.for_actor(actor, locale, more=forms.ADD_ROW in request.form)
    if not form.is_submitted() or forms.ADD_ROW in request.form:
        return _page(form, {})
    if not form.validate():
        return _page(form, {}), 422
    try:
        location = save_once(
            form.submission_id.data, actor=actor, content=form.content(), save=lambda: _save(actor, form, locale)
        )
        return redirect(location, 303)
    except SimilarLines as similar:
        with transaction():
            services.record_search(actor, sum(len(files) for files in similar.found.values()))
        return _page(form, similar.found)
    except services.RefusedLine as refusal:
        refused_into(form, refusal.at(form.people[refusal.index].where(refusal.field)))
        return _page(form, {}), 422


def _save(actor: Actor, form: forms.LineListForm, locale: str) -> str:
    if found := _look(actor, form):
        raise SimilarLines(found)
    lines = [
        services.CrowdLine(
            facts=form.facts_of(line),
            consents=form.answers_of(line, locale),
            person_id=line.person_id,
            is_with_previous=bool(line.with_previous.data),
        )
        for line in form.people
    ]
    registered = services.register_crowd(actor, lines)
    flash(presenters.crowd_words(registered, len(lines) - len(registered)), "success")
    everybody = [*(person.id for person in registered), *(line.person_id for line in lines if line.person_id)]
    return url_for("people.show_registered", person=everybody)


@bp.get("/people/list/registered")
@requires(Permission.REGISTER_PERSON)
def show_registered() -> ResponseReturnValue:
    """Who came in by a list. The address names files by their ids: whoever may not open one does not see it here."""
    actor = current_actor()
    with transaction():
        people = queries.list_people(actor, _named_files())
        children = queries.children_among(people, today_in(actor.time_zone))
        care, needs = queries.care_of_members(actor, children), queries.find_care_needs(actor, children)
        services.record_search(actor, len(people))
        page = presenters.registered_page(actor, people, care, needs)
        return render_template("people/registered.html", page=page)


def _named_files() -> list[UUID]:
    """The ids in the address; what is none names nobody."""
    found = []
    for text in request.args.getlist("person")[:MOST_IN_A_LIST]:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _look(actor: Actor, form: forms.LineListForm) -> Found:
    """The lines of which it is not said yet whether they are one of these people."""
    found: dict[str, Sequence[FileChoice]] = {}
    for line in form.people:
        close = [] if line.is_decided else queries.find_candidates(actor, line.statement).matches
        if close:
            found[line.given_names.name] = presenters.file_choices(actor, close, line.phone.data)
    return found


def _page(form: forms.LineListForm, found: Found) -> str:
    drafts = drafts_of_page(
        current_actor(), list_drafts(current_actor()), str(request.endpoint), but=str(form.submission_id.data)
    )
    return render_template("people/list.html", form=form, found=found, drafts=drafts, words=presenters.words_to_read())
