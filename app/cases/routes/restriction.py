"""Restricting a case or the whole file of a person, seeing who knows it, and ending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.doors import actor_now, current_actor, requires
from app.accounts.permissions import Permission
from app.cases import policies, presenters, queries, services
from app.cases.forms import EndRestrictionForm, NamingForm, ProtectedNeedForm, RestrictForm
from app.cases.presenters.words import reader_locale
from app.cases.routes.blueprint import bp, shown_in_file
from app.foundation.transactions import transaction
from app.people import queries as people
from app.people.services import open_file as open_person
from app.people.services import record_need
from app.web.answers import saved, shown
from app.web.forms import Form

if TYPE_CHECKING:
    from app.cases.models import Case
    from app.cases.presenters.restriction import RestrictedFile
    from app.people.models import Person


@bp.route("/cases/<uuid:case_id>/restrict", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def restrict_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    form = RestrictForm(data={"colleagues": [str(case.caseworker_id)]})
    form.offer(presenters.choices_of(actor, services.candidates_for_case(actor, case)))
    if not form.is_submitted():
        policies.check_can_restrict_case(actor, case)
    page = presenters.file_of_case(case)

    def save() -> str:
        services.restrict_case(actor, case_id, form.circle())
        return url_for("cases.who_knows_of_case", case_id=case_id)

    answer = saved(form, save, actor=actor, told=_("From now on this case exists only for the people named here."))
    return answer or shown_in_file(form, "cases/restrict.html", case_id, "name", file=page)


@bp.route("/people/<uuid:person_id>/restrict", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def restrict_person(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = people.get_person(actor, person_id)
    cases = queries.list_cases_of_person(actor, person_id)
    form = RestrictForm(data={"colleagues": [str(case.caseworker_id) for case in cases]})
    form.offer(presenters.choices_of(actor, accounts.list_colleagues_at(person.office_id)))
    if not form.is_submitted():
        policies.check_can_restrict_person(actor, person)
    page = presenters.file_of_person(person)

    def save() -> str:
        services.restrict_person(actor, person_id, form.circle())
        return url_for("cases.who_knows_of_person", person_id=person_id)

    answer = saved(form, save, actor=actor, told=_("From now on this file exists only for the people named here."))
    return answer or _shown_of_person(form, "cases/restrict.html", person_id, page)


@bp.route("/people/<uuid:person_id>/needs/new/restricted", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def restrict_for_need(person_id: UUID) -> ResponseReturnValue:
    """Write down a need that only a restricted file holds, and restrict the file: one of them never without the other."""
    actor = current_actor()
    person = people.get_person(actor, person_id)
    carriers = {case.caseworker_id for case in queries.list_cases_of_person(actor, person_id) if case.caseworker_id}
    form = ProtectedNeedForm.for_actor(actor, reader_locale())
    form.offer(presenters.choices_of(actor, accounts.list_colleagues_at(person.office_id)))
    page = presenters.file_of_person(person)
    if not form.confirmed.data or not form.is_submitted():
        policies.check_can_restrict_person(actor, person)
        form.show_first(carriers)
        return _shown_of_person(form, "cases/restrict_for_need.html", person_id, page)

    def save() -> str:
        services.restrict_person(actor, person_id, form.circle())
        record_need(actor_now(), person_id, form.stated)
        return url_for("people.show_needs", person_id=person_id)

    answer = saved(
        form, save, actor=actor, told=_("The need is recorded. From now on this file exists only for the people named.")
    )
    return answer or _shown_of_person(form, "cases/restrict_for_need.html", person_id, page)


@bp.route("/cases/<uuid:case_id>/who-knows", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def who_knows_of_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    policies.check_can_name(actor, case)
    known = accounts.who_knows(actor, case_id)
    candidates = [one for one in services.candidates_for_case(actor, case) if one.id not in known]
    form = NamingForm()
    form.offer(presenters.choices_of(actor, candidates))

    def save() -> str:
        services.widen_case(actor, case_id, form.chosen())
        return url_for("cases.who_knows_of_case", case_id=case_id)

    def read() -> Case:
        return services.open_file(actor, case_id, section="need_to_know")

    return saved(form, save, actor=actor, told=_("They see it from now on.")) or _who_knows(form, read)


@bp.route("/people/<uuid:person_id>/who-knows", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def who_knows_of_person(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = people.get_person(actor, person_id)
    policies.check_can_name(actor, person)
    known = accounts.who_knows(actor, person_id)
    form = NamingForm()
    form.offer(
        presenters.choices_of(actor, [one for one in accounts.list_colleagues_at(person.office_id) if one.id not in known])
    )

    def save() -> str:
        services.widen_person(actor, person_id, form.chosen())
        return url_for("cases.who_knows_of_person", person_id=person_id)

    def read() -> Person:
        return open_person(actor, person_id)

    return saved(form, save, actor=actor, told=_("They see it from now on.")) or _who_knows(form, read)


def _who_knows(form: NamingForm, read: Callable[[], Case | Person]) -> ResponseReturnValue:
    """Read last: a refused saving has let go of everything that was read before it."""
    actor = current_actor()
    with transaction():
        record = read()
        page = presenters.who_knows_page(
            actor,
            record,
            presenters.file_of(record),
            needs=accounts.list_needs(actor, record.id),
            restriction=accounts.find_restriction(actor, record.id),
        )
        return render_template("cases/who_knows.html", form=form, page=page), 422 if form.is_submitted() else 200


@bp.post("/cases/<uuid:case_id>/who-knows/<uuid:user_id>/take-off")
@requires(Permission.WORK_ON_CASE)
def take_off_case(case_id: UUID, user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        services.take_off_case(actor, case_id, user_id)
    flash(_("They do not see it any more."), "success")
    address = "/" if user_id == actor.id else url_for("cases.who_knows_of_case", case_id=case_id)
    return redirect(address, 303)


@bp.post("/people/<uuid:person_id>/who-knows/<uuid:user_id>/take-off")
@requires(Permission.WORK_ON_CASE)
def take_off_person(person_id: UUID, user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        services.take_off_person(actor, person_id, user_id)
    flash(_("They do not see it any more."), "success")
    address = "/" if user_id == actor.id else url_for("cases.who_knows_of_person", person_id=person_id)
    return redirect(address, 303)


@bp.route("/cases/<uuid:case_id>/end-restriction", methods=["GET", "POST"])
@requires(Permission.REVIEW_CASELOAD)
def end_restriction_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    form = EndRestrictionForm()
    if not form.is_submitted():
        policies.check_can_end_restriction(actor, case)
        policies.check_case_stands_alone(case.person)
    page = presenters.file_of_case(case)

    def save() -> str:
        services.end_case_restriction(actor, case_id, str(form.reason.data))
        return url_for("cases.show_case", case_id=case_id)

    answer = saved(form, save, actor=actor, told=_("The office sees this case again."))
    return answer or shown_in_file(form, "cases/end_restriction.html", case_id, "name", file=page)


@bp.route("/people/<uuid:person_id>/end-restriction", methods=["GET", "POST"])
@requires(Permission.REVIEW_CASELOAD)
def end_restriction_person(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = people.get_person(actor, person_id)
    form = EndRestrictionForm()
    if not form.is_submitted():
        policies.check_can_end_restriction(actor, person)
    page = presenters.file_of_person(person)
    caution = presenters.hidden_needs_words(people.count_needs_of_restricted_files(actor, person))

    def save() -> str:
        services.end_person_restriction(actor, person_id, str(form.reason.data))
        return url_for("people.show_person", person_id=person_id)

    answer = saved(form, save, actor=actor, told=_("The office sees this file again."))
    return answer or _shown_of_person(form, "cases/end_restriction.html", person_id, page, caution=caution)


def _shown_of_person(
    form: Form, template: str, person_id: UUID, page: RestrictedFile, *, caution: str | None = None
) -> ResponseReturnValue:
    """``shown`` for a form that names the person, with its row in the audit."""
    with transaction():
        open_person(current_actor(), person_id)
    return shown(form, template, file=page, caution=caution)
