"""Reading pages as a person does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def text_of(response: Any) -> str:
    """The words of a page, without tags."""
    words = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(words).split())
