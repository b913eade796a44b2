"""Tables and charts of people, as every form of a report shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.people.enums import PopulationType, Sex
from app.reporting.enums import AgeBand, AgeGroup
from app.reporting.labels import AGE_LABELS, GROUP_LABELS, POPULATION_LABELS, SEX_LABELS
from app.reporting.schemas import Breakdown, KeyedPeople
from app.web.filters import number
from app.web.page_parts import Bar, BarChart, Column, Table


def number_columns(*titles: Any) -> list[Column]:
    return [Column(str(title), "number") for title in titles]


def sex_and_age(people: Breakdown, caption: str) -> Table:
    """People by sex (lines) and age band (columns), with the totals of both."""
    cells = people["by_sex_and_age"]
    return Table(
        caption=caption,
        columns=[Column(_("Sex")), *number_columns(*(AGE_LABELS[band] for band in AgeBand), _("Total"))],
        rows=[[str(SEX_LABELS[sex]), *(cells[sex][band] for band in AgeBand), people["by_sex"][sex]] for sex in Sex],
        total=[_("Total"), *(people["by_age"][band] for band in AgeBand), people["total"]],
    )


def sex_and_group(people: Breakdown, caption: str) -> Table:
    """People in R4V's split: under 18 and from 18, by sex."""
    cells = people["by_sex_and_group"]
    by_group = [sum(cells[sex][group] for sex in Sex) for group in AgeGroup]
    return Table(
        caption=caption,
        columns=[Column(_("Sex")), *number_columns(*(GROUP_LABELS[group] for group in AgeGroup), _("Total"))],
        rows=[[str(SEX_LABELS[sex]), *(cells[sex][group] for group in AgeGroup), people["by_sex"][sex]] for sex in Sex],
        total=[_("Total"), *by_group, people["total"]],
    )


def keyed_by_sex(
    rows: Sequence[KeyedPeople], labels: Mapping[str, str], *, heading: str, caption: str, everybody: Breakdown
) -> Table:
    """Lines of people by sex whose total is not their sum: who stands in two lines is counted once in it."""
    return Table(
        caption=caption,
        columns=[Column(heading), *number_columns(*(SEX_LABELS[sex] for sex in Sex), _("Total"))],
        rows=[[labels[row["key"]], *_by_sex(row["people"])] for row in rows],
        total=[_("Different people"), *_by_sex(everybody)],
        note=_("A person counted in several lines is counted once in the last line, which is therefore not their sum."),
    )


def by_population(people: Breakdown, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[Column(_("Population type")), *number_columns(_("People"))],
        rows=[[str(POPULATION_LABELS[kind]), people["by_population"][kind]] for kind in PopulationType],
        total=[_("Total"), people["total"]],
    )


def age_chart(people: Breakdown, title: str) -> BarChart:
    bars = [_bar(AGE_LABELS[band], people["by_age"][band]) for band in AgeBand]
    return BarChart(title=title, bars=bars, unit=_("People"), label_heading=_("Age at the first service"))


def _bar(label: Any, value: int) -> Bar:
    return Bar(str(label), value, number(value))


def _by_sex(people: Breakdown) -> list[int]:
    return [*(people["by_sex"][sex] for sex in Sex), people["total"]]
