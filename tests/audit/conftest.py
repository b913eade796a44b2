from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.throwaway import ThrowawayServers
from tests.audit.trail import Trail
from tests.conftest import settings_for


@pytest.fixture
def trail(servers: ThrowawayServers, template_database: str, tmp_path: Path) -> Iterator[Trail]:
    """A trail with the few rows that the seeds wrote, unsealed."""
    url = servers.create_database("quipu_trail", template=template_database)
    made = Trail(settings_for(servers, url), tmp_path)
    try:
        yield made
    finally:
        made.close()
        servers.drop_database("quipu_trail")
