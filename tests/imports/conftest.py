"""What the tests of this room need around them."""

from __future__ import annotations

from functools import partial

import pytest
import werkzeug.test


@pytest.fixture(autouse=True)
def _uploads_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Werkzeug's client forgets to close the temporary file of a large upload."""
    in_memory = partial(werkzeug.test.stream_encode_multipart, use_tempfile=False)
    monkeypatch.setattr(werkzeug.test, "stream_encode_multipart", in_memory)
