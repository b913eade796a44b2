"""The kept figures, read aloud in one language."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from app.reporting.presenters.document import ReportDocument
from app.reporting.presenters.method import method_section
from app.reporting.presenters.sections import content_sections, summary_figures
from app.reporting.presenters.words import cut_off_in_words, months_of, reader_language, scope_in_words, stamp
from app.reporting.schemas import Figures, digest_of


def document_of(figures: Figures) -> ReportDocument:
    """The whole report in the language of the moment, from nothing but its figures."""
    period = figures["period"]
    digest = digest_of(figures)
    return ReportDocument(
        language=reader_language(),
        title=_("Donor report"),
        scope=scope_in_words(figures),
        period=months_of(date.fromisoformat(period["start"]), date.fromisoformat(period["end"])),
        stamp=stamp(),
        code=figures["code"],
        figures=summary_figures(figures),
        facts=_facts(figures, digest),
        sections=[*content_sections(figures), method_section(figures)],
        cut_off=cut_off_in_words(figures["counted_at"]),
        digest=digest,
    )


def _facts(figures: Figures, digest: str) -> list[tuple[str, str]]:
    state = _("Complete quarter") if figures["period"]["is_complete"] else _("Quarter still running at the cut-off")
    return [
        (_("Code"), figures["code"]),
        (_("Reporting period"), f"{figures['period']['quarter']} · {state}"),
        (_("Offices"), str(figures["scope"]["offices"])),
        (_("Cut-off"), cut_off_in_words(figures["counted_at"])),
        (_("Digest of the figures (SHA-256)"), digest),
    ]
