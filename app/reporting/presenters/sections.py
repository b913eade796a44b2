"""The sections of a report that hold figures."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cases.enums import Unit
from app.cases.labels import UNIT_LABELS
from app.catalogue.enums import CaseKind
from app.catalogue.labels import CASE_KIND_LABELS
from app.people.enums import Sex
from app.reporting.enums import AgeGroup, Counted
from app.reporting.labels import COUNTED_LABELS
from app.reporting.presenters import tables
from app.reporting.presenters.document import Section, SheetTable, SummaryFigure
from app.reporting.presenters.tables import number_columns
from app.reporting.presenters.words import country_name, in_words, point_in_words, scope_in_words
from app.reporting.schemas import CaseloadRow, Figures, IndicatorFigures, PointFigures, ServiceFigures
from app.web.filters import number, sentence
from app.web.page_parts import Column, Table

SPLIT = ((Sex.FEMALE, AgeGroup.UNDER_18), (Sex.MALE, AgeGroup.UNDER_18), (Sex.OTHER, AgeGroup.UNDER_18),
         (Sex.FEMALE, AgeGroup.FROM_18), (Sex.MALE, AgeGroup.FROM_18), (Sex.OTHER, AgeGroup.FROM_18))  # fmt: skip
"""The six columns of people of R4V's template, in its order."""
WORTH_A_CHART = 10
"""People of an action point from whom on its ages are drawn; the bars of a handful say less than their line in the table."""


def summary_figures(figures: Figures) -> list[SummaryFigure]:
    """The report in four numbers."""
    served, cases = figures["action_points"], figures["caseload"]["total"]
    of_all = len(served) + len(figures["points_without_service"])
    return [
        SummaryFigure(figures["people"]["total"], _("people assisted")),
        SummaryFigure(figures["deliveries"], _("services delivered")),
        SummaryFigure(cases["new"], _("new cases")),
        SummaryFigure(len(served), _("action points served"), _("of %(count)s that case work can serve", count=number(of_all))),
    ]


def content_sections(figures: Figures) -> list[Section]:
    return [
        _people(figures),
        _action_points(figures),
        _indicators(figures["indicators"]),
        _services(figures["services"]),
        _caseload(figures),
    ]


def _people(figures: Figures) -> Section:
    people = figures["people"]
    sheets = [
        SheetTable(_("Sex and age"), tables.sex_and_age(people, _("People assisted by sex and age"))),
        SheetTable(_("R4V groups"), tables.sex_and_group(people, _("People assisted by sex, under 18 and from 18"))),
        SheetTable(_("Kind of case"), _by_kind(figures)),
    ]
    if figures["scope"]["country"] is None:
        sheets.append(SheetTable(_("Country"), _by_country(figures)))
    sheets.append(SheetTable(_("Population type"), tables.by_population(people, _("People assisted by population type"))))
    return Section(
        key="people",
        title=_("People assisted"),
        paragraphs=[_opening_sentence(figures)],
        charts=[tables.age_chart(people, _("People assisted by age"))],
        tables=sheets,
    )


def _opening_sentence(figures: Figures) -> str:
    people = ngettext(
        "%(count)s person", "%(count)s people", figures["people"]["total"], count=number(figures["people"]["total"])
    )
    services = ngettext("%(count)s service", "%(count)s services", figures["deliveries"], count=number(figures["deliveries"]))
    told = _(
        "%(scope)s: in the period, %(people)s were given %(services)s. Each person is counted once, whatever the number of "
        "services, cases and offices.",
        scope=scope_in_words(figures),
        people=people,
        services=services,
    )
    return str(told)


def _by_kind(figures: Figures) -> Table:
    labels = {kind.value: str(CASE_KIND_LABELS[kind]) for kind in CaseKind}
    caption = _("People assisted by kind of case and sex")
    return tables.keyed_by_sex(
        figures["by_kind"], labels, heading=_("Kind of case"), caption=caption, everybody=figures["people"]
    )  # fmt: skip


def _by_country(figures: Figures) -> Table:
    names = figures["scope"]["countries"]
    labels = {row["key"]: country_name(row["key"], names) for row in figures["by_country"]}
    caption = _("People assisted by country of the office and sex")
    return tables.keyed_by_sex(
        figures["by_country"], labels, heading=_("Country"), caption=caption, everybody=figures["people"]
    )  # fmt: skip


def _action_points(figures: Figures) -> Section:
    return Section(
        key="action-points",
        title=_("Action points of the Quito Process"),
        paragraphs=[
            _(
                "Points are those of the Declaration of Quito of 4 September 2018, in this programme's words. A number is "
                "printed only where a source confirms both number and content. One service may serve several points."
            )
        ],
        tables=[SheetTable(_("Action points"), _points_table(figures["action_points"]))],
        parts=[_point(point) for point in figures["action_points"]],
        notes=_points_without(figures),
    )


def _points_table(points: Sequence[PointFigures]) -> Table:
    return Table(
        caption=_("Work toward each action point"),
        columns=[Column(_("Action point")), *number_columns(_("Services delivered"), _("People assisted"))],
        rows=[[point_in_words(point), point["deliveries"], point["people"]["total"]] for point in points],
    )


def _point(point: PointFigures) -> Section:
    services = sentence([in_words(name) for name in point["services"]])
    title = point_in_words(point)
    done = _("Services given: %(services)s.", services=services)
    if not point["is_split"]:
        kept_back = _("Not shown by sex and age: the indicators of these services do not ask for it, to protect people.")
        return Section(key=point["code"], title=title, paragraphs=[done, kept_back])
    table = tables.sex_and_age(point["people"], _("People by sex and age"))
    return Section(
        key=point["code"],
        title=title,
        paragraphs=[done],
        charts=[tables.age_chart(point["people"], _("People by age"))] if point["people"]["total"] >= WORTH_A_CHART else [],
        tables=[SheetTable(_("Points by sex and age"), table, group=title)],
    )


def _points_without(figures: Figures) -> list[str]:
    lists = (
        (_("Without any service in the period:"), figures["points_without_service"]),
        (_("Served by support of public policy, not by case work:"), figures["points_of_policy"]),
    )
    return [f"{opening} {'; '.join(point_in_words(point) for point in points)}." for opening, points in lists if points]


def _indicators(indicators: Sequence[IndicatorFigures]) -> Section:
    moved = [indicator for indicator in indicators if indicator["value"]]
    zero = [indicator["code"] for indicator in indicators if not indicator["value"]]
    counted_zero = [_("Counted and zero in the period: %(codes)s.", codes=", ".join(zero))] if zero else []
    return Section(
        key="indicators",
        title=_("Indicators"),
        paragraphs=[
            _("Codes that begin with RE are those of the regional response plan (R4V, 2023-2024); people are different people."),
            *counted_zero,
        ],
        tables=[SheetTable(_("Indicators"), _indicators_table(moved))],
    )


def _indicators_table(indicators: Sequence[IndicatorFigures]) -> Table:
    split = [_("Women <18"), _("Men <18"), _("Other <18"), _("Women 18+"), _("Men 18+"), _("Other 18+"), _("No data")]
    return Table(
        caption=_("Indicators by R4V's groups of sex and age"),
        columns=[
            Column(_("Indicator")), *number_columns(_("Total")), Column(_("Unit")), *number_columns(*split), Column(_("Code")),
            Column("R4V"),
        ],
        rows=[_indicator_row(indicator) for indicator in indicators],
        note=_("No data: sex not known or not said, or age not known. A dash: the indicator is not split by sex and age."),
    )  # fmt: skip


def _indicator_row(indicator: IndicatorFigures) -> list[object]:
    unit = str(COUNTED_LABELS[Counted(indicator["counts"])])
    start = [in_words(indicator["titles"]), indicator["value"], unit]
    return [*start, *_split_cells(indicator), indicator["code"], indicator["r4v_code"]]


def _split_cells(indicator: IndicatorFigures) -> list[int | None]:
    if "people" not in indicator:
        return [None] * (len(SPLIT) + 1)
    cells = [indicator["people"]["by_sex_and_group"][sex][group] for sex, group in SPLIT]
    return [*cells, indicator["people"]["total"] - sum(cells)]


def _services(services: Sequence[ServiceFigures]) -> Section:
    table = Table(
        caption=_("Services delivered"),
        caption_hidden=True,
        columns=[
            Column(_("Service")), *number_columns(_("Deliveries"), _("People")), Column(_("Quantity")), Column(_("Kind of case"))
        ],
        rows=[_service_row(service) for service in services],
        note=_("People may have been given several services: the lines do not add up to the people assisted."),
    )  # fmt: skip
    return Section(key="services", title=_("Services delivered"), tables=[SheetTable(_("Services"), table)])


def _service_row(service: ServiceFigures) -> list[object]:
    quantities = [
        f"{number(service['quantities'][unit])} {str(UNIT_LABELS[unit]).lower()}"
        for unit in Unit
        if unit in service["quantities"]
    ]
    kind = str(CASE_KIND_LABELS[CaseKind(service["kind"])])
    return [in_words(service["names"]), service["deliveries"], service["people"], sentence(quantities), kind]


def _caseload(figures: Figures) -> Section:
    caseload = figures["caseload"]
    table = Table(
        caption=_("Balance of the caseload"),
        caption_hidden=True,
        columns=[
            Column(_("Kind of case")),
            *number_columns(_("Open at the start"), _("New cases"), _("Reopened cases"), _("Closed cases"), _("Open at the end")),
        ],
        rows=[_caseload_row(str(CASE_KIND_LABELS[CaseKind(row["kind"])]), row) for row in caseload["rows"]],
        total=_caseload_row(_("Total"), caseload["total"]),
    )
    checked = (
        _("Checked: open at the start + new + reopened - closed = open at the end, in every line.")
        if caseload["balances"]
        else _("Attention: this table does not balance. Do not use it before the histories of the cases were looked through.")
    )
    return Section(
        key="caseload", title=_("Caseload balance"), tables=[SheetTable(_("Caseload balance"), table)], notes=[checked]
    )


def _caseload_row(label: str, row: CaseloadRow) -> list[object]:
    return [label, row["opening"], row["new"], row["reopened"], row["closed"], row["closing"]]
