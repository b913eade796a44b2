"""Pages of reports: the list, asking for one, watching it being made, reading it, taking it along."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.freshness import gives_a_file
from app.accounts.permissions import Permission
from app.catalogue.queries import response_country_choices
from app.foundation.clock import today_in
from app.foundation.errors import RefusedInput
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.reporting import policies, presenters, queries, services
from app.reporting.enums import ReportFormat, ReportStatus
from app.reporting.forms import RequestReportForm
from app.reporting.presenters.words import reader_language
from app.reporting.quarter import Quarter
from app.web.forms import refused_into
from app.web.languages import LANGUAGES

if TYPE_CHECKING:
    from app.reporting.models import DonorReport

bp = Blueprint("reporting", __name__, template_folder="templates", url_prefix="/reports")


@bp.get("")
@requires(Permission.VIEW_REPORT)
def list_reports() -> ResponseReturnValue:
    actor = current_actor()
    reports = queries.list_reports(actor, request.args.get("page", type=int))
    page = presenters.reports_page(reports, _country_names())
    return render_template("reporting/list.html", page=page, reports=reports, can_request=actor.may(Permission.REQUEST_REPORT))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.REQUEST_REPORT)
def request_report() -> ResponseReturnValue:
    form = _request_form()
    if form.validate_on_submit():
        try:
            return redirect(_save_request(form), 303)
        except RefusedInput as refusal:
            refused_into(form, refusal)
    return render_template("reporting/request.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/<uuid:report_id>")
@requires(Permission.VIEW_REPORT)
def show_report(report_id: UUID) -> ResponseReturnValue:
    with transaction():
        report = services.open_report(current_actor(), report_id)
        if report.status == ReportStatus.READY:
            return _ready_report(report)
        return _report_in_the_making(report)


@bp.post("/<uuid:report_id>/retry")
@requires(Permission.REQUEST_REPORT)
def retry_report(report_id: UUID) -> ResponseReturnValue:
    with transaction():
        services.retry_report(current_actor(), report_id)
    flash(_("The report is being made again."), "success")
    return redirect(url_for("reporting.show_report", report_id=report_id), 303)


@bp.get("/<uuid:report_id>/<language>.<file_format>")
@requires(Permission.VIEW_REPORT, fresh=True)
@gives_a_file
def download(report_id: UUID, language: str, file_format: str) -> ResponseReturnValue:
    if language not in LANGUAGES or file_format not in set(ReportFormat):
        abort(404)
    with transaction():
        file = services.download_file(current_actor(), report_id, ReportFormat(file_format), language)
    response = make_response(file.content)
    response.mimetype = file.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _request_form() -> RequestReportForm:
    """The form with what this actor may choose; their own country and the quarter that ended last stand chosen."""
    actor = current_actor()
    current = Quarter.of(today_in(actor.time_zone))
    first = queries.first_quarter(actor) or current
    form = RequestReportForm(scope=actor.country, quarter=max(first, current.previous).code)
    reach = queries.reach_of_reports(actor, Permission.REQUEST_REPORT)
    form.offer(scopes=presenters.scope_choices(reach, _country_names()), quarters=presenters.period_choices(first, current))
    return form


def _save_request(form: RequestReportForm) -> str:
    def save() -> str:
        report = services.request_report(current_actor(), country=form.chosen_country, quarter=form.chosen_quarter)
        return url_for("reporting.show_report", report_id=report.id)

    return save_once(form.submission_id.data, actor=current_actor(), content=form.content(), save=save)


def _ready_report(report: DonorReport) -> ResponseReturnValue:
    if "HX-Request" in request.headers:
        # The page that waits is replaced by the report itself.
        return Response(status=204, headers={"HX-Refresh": "true"})
    return render_template("reporting/show.html", page=presenters.report_page(report))


def _report_in_the_making(report: DonorReport) -> ResponseReturnValue:
    actor = current_actor()
    can_retry = policies.can_retry(actor, report, is_being_made=queries.is_being_made(actor, report))
    page = presenters.making_page(report, _country_names(), can_retry=can_retry)
    is_fragment = "HX-Request" in request.headers
    return render_template("reporting/_progress.html" if is_fragment else "reporting/making.html", page=page)


def _country_names() -> dict[str, str]:
    return dict(response_country_choices(current_actor(), reader_language()))
