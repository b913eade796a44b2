"""Counting for tests of reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.foundation.actor import system_actor
from app.reporting import services
from app.reporting.measures import ReportScope
from app.reporting.quarter import Quarter
from app.reporting.schemas import Figures
from tests.factories.reporting import QUARTER

Count = Callable[..., Figures]


@pytest.fixture
def count(session: Session) -> Count:
    """``count()`` counts the third quarter of 2026 in Colombia; ``country=None`` the whole operation."""

    def count_now(country: str | None = "CO", *, quarter: Quarter = QUARTER) -> Figures:
        scope = ReportScope(country, quarter.start, quarter.end)
        code = f"{quarter.code}-{country or 'REG'}-01"
        return services.count_figures(system_actor("reporting.build"), scope, code=code, tell=lambda _step: None)

    return count_now
