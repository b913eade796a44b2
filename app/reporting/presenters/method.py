"""How the figures were counted, and how they must be handled: the last section of every form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask_babel import gettext as _

from app.reporting.enums import NotCounted
from app.reporting.labels import NOT_COUNTED_LABELS
from app.reporting.measures import MEASURES
from app.reporting.presenters.document import Section
from app.reporting.presenters.words import cut_off_in_words, stamp
from app.reporting.schemas import Figures, IndicatorFigures, IndicatorWithout
from app.web.filters import number


def method_section(figures: Figures) -> Section:
    return Section(
        key="method",
        title=_("Method and protection"),
        parts=[
            Section(key="method-people", title=_("How people are counted"), paragraphs=_counting()),
            *_left_out(figures),
            Section(key="method-indicators", title=_("How indicators are counted"), paragraphs=_measures(figures)),
            Section(key="method-protection", title=_("Protection"), paragraphs=_protection()),
            Section(key="method-cut-off", title=_("Cut-off and digest"), paragraphs=_cut_off(figures)),
        ],
    )


def _counting() -> list[str]:
    return [
        _(
            "A person counts as assisted when an office of the scope gave them at least one service on a day of the period. In "
            "every cell and every total a person is counted once; lines that may share people are never added up."
        ),
        _(
            "Age is the age on the day of the first service of the period, not today's. Where only a year or month of birth or a "
            "stated age is known, it is a range: a person stands in an age group when both ends of the range do, else under age "
            "not known. So the table of under 18 and from 18 may know more ages than the one of finer groups."
        ),
        _(
            "Sex and population type are those recorded at the cut-off. Not known and declined to say are answers of their own "
            "and never left out."
        ),
        _("Which services serve which action point and which indicator is this programme's own decision, kept in its catalogue."),
    ]


def _left_out(figures: Figures) -> list[Section]:
    """Who is in no figure; a report counted before anybody could ask for that says nothing."""
    if "left_out" not in figures:
        return []
    rule = _(
        "People who asked not to be counted are in no figure of this report: not in those of people, nor in those of services, "
        "indicators, action points or cases. Their last answer before the cut-off holds. Those who were not asked are counted."
    )
    told = _(
        "People who asked not to be counted: %(count)s, among those with a service in the period. To protect them, only this "
        "total is told.",
        count=number(figures["left_out"]),
    )
    return [Section(key="method-left-out", title=_("Who is not counted"), paragraphs=[rule, told])]


def _measures(figures: Figures) -> list[str]:
    codes = defaultdict(list)
    for indicator in figures["indicators"]:
        codes[indicator["measure"]].append(indicator)
    counted = [f"{_codes(codes[measure.key])}: {measure.method}" for measure in MEASURES if codes[measure.key]]
    return [*counted, *_without(figures["indicators_without"])]


def _without(indicators: Sequence[IndicatorWithout]) -> list[str]:
    sentences = []
    for reason in NotCounted:
        concerned = [indicator for indicator in indicators if indicator["reason"] == reason]
        if concerned:
            sentences.append(
                _("Not counted, since %(reason)s: %(codes)s.", reason=NOT_COUNTED_LABELS[reason], codes=_codes(concerned))
            )
    return sentences


def _codes(indicators: Sequence[IndicatorFigures] | Sequence[IndicatorWithout]) -> str:
    return ", ".join(indicator["code"] for indicator in indicators)


def _protection() -> list[str]:
    return [
        stamp(),
        _(
            "Small figures can reveal who somebody is, above all together with other tables or earlier reports. Share this "
            "report only with colleagues of the operation who need it for their work, and never publish a table of it."
        ),
        _("The services behind sensitive indicators are shown without sex and age."),
    ]


def _cut_off(figures: Figures) -> list[str]:
    return [
        _(
            "All figures were counted in one reading of the data at %(cut_off)s. What was recorded or corrected later is not in "
            "them, even where it concerns this period.",
            cut_off=cut_off_in_words(figures["counted_at"]),
        ),
        _(
            "Page, PDF and spreadsheet are written from one kept document of figures. Two copies with the same digest hold the "
            "same figures."
        ),
    ]
