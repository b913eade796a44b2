"""Files that are made of an import."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.freshness import gives_a_file
from app.accounts.permissions import Permission
from app.foundation.transactions import transaction
from app.imports import services
from app.imports.enums import TableFormat
from app.imports.routes.answering import given_out
from app.imports.routes.blueprint import bp


@bp.get("/<uuid:import_id>/errors.<table_format>")
@requires(Permission.IMPORT_PEOPLE, fresh=True)
@gives_a_file
def download_errors(import_id: UUID, table_format: str) -> ResponseReturnValue:
    with transaction():
        file = services.download_errors(current_actor(), import_id, _format(table_format))
    return given_out(file.name, file.media_type, file.content)


@bp.get("/<uuid:import_id>/result.<table_format>")
@requires(Permission.IMPORT_PEOPLE, fresh=True)
@gives_a_file
def download_result(import_id: UUID, table_format: str) -> ResponseReturnValue:
    with transaction():
        file = services.download_result(current_actor(), import_id, _format(table_format))
    return given_out(file.name, file.media_type, file.content)


def _format(table_format: str) -> TableFormat:
    if table_format not in set(TableFormat):
        abort(404)
    return TableFormat(table_format)
