"""The list of imports, bringing a file, and the template for it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.freshness import gives_a_file
from app.accounts.permissions import Permission
from app.foundation.transactions import transaction
from app.imports import presenters, queries, services
from app.imports.enums import TableFormat
from app.imports.forms import BringFileForm
from app.imports.routes.answering import given_out
from app.imports.routes.blueprint import bp
from app.imports.tables import MEDIA_TYPES
from app.people.presenters import reader_locale
from app.web.addresses import address_of_pages
from app.web.answers import shown
from app.web.bodies import takes_large_file


@bp.get("")
@requires(Permission.IMPORT_PEOPLE)
def list_imports() -> ResponseReturnValue:
    actor = current_actor()
    imports = queries.list_imports(actor, request.args.get("page", type=int))
    table = presenters.imports_table(imports.rows, actor.time_zone)
    return render_template("imports/list.html", imports=imports, table=table, page_url=address_of_pages("imports.list_imports"))


@bp.route("/new", methods=["GET", "POST"])
@takes_large_file
@requires(Permission.IMPORT_PEOPLE)
def bring_file() -> ResponseReturnValue:
    form = BringFileForm.for_actor(current_actor(), reader_locale())
    if not form.validate_on_submit():
        return shown(form, "imports/bring.html")
    new = services.NewFile(UUID(form.office.data), form.stream, form.defaults, reader_locale())
    with transaction():
        brought = services.bring_file(current_actor(), new)
        words, import_id = presenters.words_of_same_file(brought), brought.row.id
    if words:
        flash(words, "warning")
    return redirect(url_for("imports.show_import", import_id=import_id), 303)


@bp.get("/template.<table_format>")
@requires(Permission.IMPORT_PEOPLE)
@gives_a_file
def template(table_format: str) -> ResponseReturnValue:
    if table_format not in set(TableFormat):
        abort(404)
    content = presenters.template_file(current_actor(), TableFormat(table_format), reader_locale())
    return given_out(f"{_('people-template')}.{table_format}", MEDIA_TYPES[TableFormat(table_format)], content)
