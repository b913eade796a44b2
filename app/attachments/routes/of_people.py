"""Attachments in the file of a person."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.attachments import policies, presenters, queries
from app.attachments.enums import OwnerKind
from app.attachments.forms import RecordingForm, SignedPaperForm
from app.attachments.owners import owner_of_person
from app.attachments.routes.answering import add_page, added, given_out, removed
from app.attachments.routes.blueprint import bp
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.people import queries as people
from app.people import services as person_services
from app.people.enums import ConsentEvidence
from app.web.bodies import takes_file


@bp.get("/people/<uuid:person_id>/attachments")
@requires(Permission.VIEW_PERSON)
def list_of_person(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        person = person_services.open_file(actor, person_id)
        attachments = queries.list_of(actor, owner_of_person(actor, person))
        page = presenters.page_of_person(actor, person, attachments, today_in(person.office.time_zone))
        return render_template("attachments/list.html", page=page)


@bp.route("/people/<uuid:person_id>/attachments/new", methods=["GET", "POST"])
@takes_file
@requires(Permission.REGISTER_PERSON)
def add_to_person(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = people.get_person(actor, person_id)
    policies.check_can_change(actor, owner_of_person(actor, person))
    frame = presenters.frame_of_person(person)
    form, answer = added(OwnerKind.PERSON, person_id)
    return answer or add_page(form, frame, lambda: person_services.open_file(actor, person_id))


@bp.route("/people/<uuid:person_id>/consents/<uuid:consent_id>/evidence", methods=["GET", "POST"])
@takes_file
@requires(Permission.REGISTER_PERSON)
def add_evidence(person_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """The photo of the paper that was signed, or the recording, of one sitting about consent."""
    actor = current_actor()
    person = people.get_person(actor, person_id)
    policies.check_can_change(actor, owner_of_person(actor, person))
    consent = people.get_consent(actor, person, consent_id)
    frame = presenters.frame_of_person(person)
    is_heard = consent.evidence is ConsentEvidence.AUDIO
    form = (RecordingForm if is_heard else SignedPaperForm).of(presenters.title_of_evidence(consent))
    form, answer = added(OwnerKind.PERSON, person_id, form, consent_id)
    words = presenters.words_of_evidence(is_heard=is_heard)
    return answer or add_page(form, frame, lambda: person_services.open_file(actor, person_id), words)


@bp.get("/people/<uuid:person_id>/attachments/<uuid:person_attachment_id>")
@requires(Permission.VIEW_PERSON)
def open_of_person(person_id: UUID, person_attachment_id: UUID) -> ResponseReturnValue:
    return given_out(OwnerKind.PERSON, person_id, person_attachment_id)


@bp.route("/people/<uuid:person_id>/attachments/<uuid:person_attachment_id>/remove", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def remove_from_person(person_id: UUID, person_attachment_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = people.get_person(actor, person_id)
    attachment = queries.get_attachment(actor, owner_of_person(actor, person), person_attachment_id)
    policies.check_is_there(attachment)
    page = presenters.removal_page(presenters.frame_of_person(person), attachment)

    def record_reading() -> None:
        person_services.open_file(actor, person_id)

    return removed(OwnerKind.PERSON, person_id, person_attachment_id, page, record_reading)
