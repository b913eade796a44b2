"""Opening a case: its kind first, then the questions of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import keeps_drafts
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.cases import presenters, queries, services
from app.cases.enums import CaseKind
from app.cases.forms import OpenCaseForm, intake_form
from app.cases.routes.blueprint import bp
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.people.queries import consents_in_force, get_person
from app.people.services import open_file
from app.web.answers import saved, shown

if TYPE_CHECKING:
    from app.people.models import Person


@bp.route("/people/<uuid:person_id>/cases/new", methods=["GET", "POST"])
@requires(Permission.OPEN_CASE)
@prints(_l("Opening of a case"))
@keeps_drafts(_l("Opening of a case"), called=("goal",))
def open_case(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = get_person(actor, person_id)
    kind = _chosen_kind()
    if kind is None:
        _record_reading(person_id)
        page = presenters.kinds_page(person, queries.list_cases_of_person(actor, person_id), consents_in_force(person_id))
        return render_template("cases/choose_kind.html", page=page)
    form = _form(kind, person)

    def save() -> str:
        case = services.open_case(actor, person_id, form.new_case())
        return url_for("cases.show_case", case_id=case.id)

    answer = saved(form, save, actor=actor, told=_("The case is open, and its first follow-up is planned."))
    return answer or _show(form, person_id, kind)


def _show(form: OpenCaseForm, person_id: UUID, kind: CaseKind) -> ResponseReturnValue:
    """Reads the person again: a refused saving has let go of everything that was read before it."""
    actor = current_actor()
    _record_reading(person_id)
    cases = queries.list_cases_of_person(actor, person_id)
    person = get_person(actor, person_id)
    page = presenters.opening_page(person, kind, cases, in_force=consents_in_force(person_id))
    groups = presenters.question_groups(form, person.population_type)
    return shown(form, "cases/open.html", page=page, groups=groups)


def _record_reading(person_id: UUID) -> None:
    """Both pages show whose case it will be, and the cases there are."""
    with transaction():
        open_file(current_actor(), person_id)


def _chosen_kind() -> CaseKind | None:
    """The kind in the address; an unknown one leads back to the choice."""
    wanted = request.args.get("kind")
    return CaseKind(wanted) if wanted in set(CaseKind) else None


def _form(kind: CaseKind, person: Person) -> OpenCaseForm:
    actor = current_actor()
    colleagues = queries.list_who_may_carry(actor, services.place_to_open_in(actor, person))
    form = intake_form(kind)(
        data={
            "caseworker_id": str(actor.id),
            "opened_on": today_in(person.office.time_zone),
        }
    )
    form.offer(
        caseworkers=presenters.colleague_choices(actor, colleagues),
        listed=queries.option_choices(actor, presenters.reader_locale()),
    )
    return form
