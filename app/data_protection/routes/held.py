"""What is held about a person: the page, and the files to take along."""

from __future__ import annotations

import json
from uuid import UUID

from flask import abort, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts.doors import current_actor, requires
from app.accounts.freshness import gives_a_file
from app.accounts.permissions import Permission
from app.data_protection import presenters, services
from app.data_protection.enums import HeldFormat
from app.data_protection.routes.blueprint import bp
from app.foundation.transactions import transaction
from app.web.languages import LANGUAGES

PDF = "application/pdf"
MEDIA_TYPES = {HeldFormat.SHORT: PDF, HeldFormat.PDF: PDF, HeldFormat.JSON: "application/json"}
ENDINGS = {HeldFormat.SHORT: "pdf", HeldFormat.PDF: "pdf", HeldFormat.JSON: "json"}


@bp.get("/people/<uuid:person_id>/held")
@requires(Permission.VIEW_PERSON)
def show_held(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        page = presenters.held_page(actor, services.read_held(actor, person_id))
    return render_template("data_protection/held.html", page=page)


@bp.get("/people/<uuid:person_id>/held/<language>.<file_format>")
@requires(Permission.VIEW_PERSON, fresh=True)
@gives_a_file
def download_held(person_id: UUID, language: str, file_format: str) -> ResponseReturnValue:
    """A file of the whole, or the short one for home, in the language of the person; its name holds the code and nothing else."""
    if language not in LANGUAGES or file_format not in set(HeldFormat):
        abort(404)
    actor, wanted = current_actor(), HeldFormat(file_format)
    with transaction(), force_locale(language):
        held = services.export_held(actor, person_id, wanted, language)
        make = presenters.short_document if wanted is HeldFormat.SHORT else presenters.held_document
        document = make(actor, held, language)
        content = _as_json(document) if wanted is HeldFormat.JSON else presenters.write_pdf(document)
    response = make_response(content)
    response.mimetype = MEDIA_TYPES[wanted]
    response.headers["Content-Disposition"] = f'attachment; filename="{held.person.code}-{language}.{ENDINGS[wanted]}"'
    return response


def _as_json(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
