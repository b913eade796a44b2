"""Counting for tests of reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.foundation.actor import system_actor
from app.foundation.database import db
from app.reporting import services
from app.reporting.enums import ReportFormat, ReportStatus
from app.reporting.measures import ReportScope
from app.reporting.models import DonorReport
from app.reporting.quarter import Quarter
from app.reporting.schemas import Figures
from tests.factories.reporting import QUARTER, DonorReportFactory

Count = Callable[..., Figures]
MakeReport = Callable[..., DonorReport]
SYSTEM = system_actor("reporting.build")


@pytest.fixture
def count(session: Session) -> Count:
    """``count()`` counts the third quarter of 2026 in Colombia; ``country=None`` the whole operation."""

    def count_now(country: str | None = "CO", *, quarter: Quarter = QUARTER) -> Figures:
        scope = ReportScope(country, quarter.start, quarter.end)
        code = f"{quarter.code}-{country or 'REG'}-01"
        return services.count_figures(SYSTEM, scope, code=code, tell=lambda _step: None)

    return count_now


@pytest.fixture
def make_report(count: Count) -> MakeReport:
    """``make_report(country="CO")`` counts now and gives the report, ready, with its files in Spanish."""

    def make(country: str | None = "CO", **fields: object) -> DonorReport:
        report: DonorReport = DonorReportFactory(country=country, status=ReportStatus.COUNTING, **fields)
        figures = services.keep_figures(SYSTEM, report.id, count(country))
        for file_format in ReportFormat:
            services.keep_file(report.id, file_format, "es", services.write_file(figures, file_format, "es"))
        services.finish_building(SYSTEM, report.id)
        db.session.commit()
        return report

    return make
