"""The consents of a person: reading the ledger, recording what was answered, withdrawing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import keeps_drafts
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.directory import queries as directory
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, questions, services
from app.people.routes.blueprint import bp
from app.people.routes.reading import record_reading, shown_in_file
from app.web.answers import saved
from app.web.languages import LANGUAGES

if TYPE_CHECKING:
    from app.people.models import Person

WORDS_IN = "words_in"
"""Name of what asks for the words in another language, or about other facts: what is answered stays; what was heard is gone."""


@bp.get("/people/<uuid:person_id>/consents")
@requires(Permission.VIEW_PERSON)
def show_consents(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    queries.get_person(actor, person_id)
    with transaction():
        person = services.open_file(actor, person_id)
        consents = queries.list_consents(actor, person)
        attached = questions.evidence_by_sitting(actor, person)
        place = questions.places_for_evidence(actor, person, [consent.sitting_id for consent in consents])
        page = presenters.ledger_page(actor, person, consents, attached, place)
    return render_template("people/consents.html", page=page)


@bp.route("/people/<uuid:person_id>/consents/new", methods=["GET", "POST"])
@requires(Permission.RECORD_CONSENT)
@prints(_l("Consent"), hints=presenters.words_to_read)
@keeps_drafts(_l("Consent"))
def record_consent(person_id: UUID) -> ResponseReturnValue:
    """``language`` in the address is that of the words, which may be another one than that of the page."""
    actor, today = current_actor(), today_in(current_actor().time_zone)
    person = queries.get_person(actor, person_id)
    policies.check_can_record_consent(actor, person)
    if person.has_died:
        flash(
            _("This person died: nobody can agree for them any more. If the family withdraws what was agreed, do it here."),
            "warning",
        )
        return redirect(url_for("people.show_consents", person_id=person_id), 303)
    language = _language()
    form = forms.ConsentForm.after(
        queries.consent_lines(person_id),
        organisations=directory.names_of_open(actor, country=person.office.country),
        answered_by=_answered_by(actor, person, today),
        locale=presenters.reader_locale(),
        words_in=language,
        today=today,
    )
    page = presenters.asking_page(person, form.ledger, language)
    if WORDS_IN in request.form:
        form.ledger.forget_what_was_heard()
        record_reading(person_id)
        return render_template("people/record_consent.html", form=form, page=page)

    def save() -> str:
        answers = form.ledger.sitting(language, today)
        recorded = services.record_answers(actor, person_id, answers)
        told = _("What %(name)s answered is recorded.", name=page.frame.name) if answers else _("Nothing was changed.")
        flash(told, "success")
        return _next_page(actor, person_id, recorded[0].id if recorded else None, form.ledger.has_evidence_outside)

    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/record_consent.html", person_id, page=page)


@bp.route("/people/<uuid:person_id>/consents/<uuid:consent_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.RECORD_CONSENT)
def withdraw_consent(person_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_record_consent(actor, person)
    consent = queries.get_consent(actor, person, consent_id)
    ends = [sentence for answer in questions.rests_on_consent.ask_all(actor, consent) for sentence in answer]
    page = presenters.withdrawal_page(person, consent, ends)
    form = forms.WithdrawForm()

    def save() -> str:
        services.withdraw_consent(actor, person_id, consent_id, form.how(presenters.reader_locale()))
        return url_for("people.show_consents", person_id=person_id)

    answer = saved(form, save, actor=actor, told=_("The consent is withdrawn. What rested on it has ended."))
    return answer or shown_in_file(form, "people/withdraw_consent.html", person_id, page=page)


def _answered_by(actor: Actor, person: Person, today: date) -> dict[str, str]:
    """Who probably answers: for a child the one who decides for it, as far as that is written down."""
    holder = queries.find_consent_holder(actor, person)
    name = holder.name if holder and holder.name else ""
    return {
        "given_by": policies.usual_giver(person, today).value,
        "guardian_name": name,
        "interpreted_into": person.preferred_language or "",
    }


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else presenters.reader_locale()


def _next_page(actor: Actor, person_id: UUID, sitting_id: UUID | None, is_evidence_outside: bool) -> str:
    """Where paper or recording are attached, when there are any; else the ledger."""
    if sitting_id and is_evidence_outside:
        person = queries.get_person(actor, person_id)
        place = questions.places_for_evidence(actor, person, [sitting_id])
        if place:
            return place[sitting_id]
    return url_for("people.show_consents", person_id=person_id)
