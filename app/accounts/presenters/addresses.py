"""Addresses of the pages of a narrowed list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

PLACE = "0"


def address_of_page(endpoint: str, asked: Mapping[str, str], *, names: Sequence[str]) -> str:
    """The address of another page of this list, with ``{number}`` in the place of its number.

    Args:
        asked: what narrows the list now.
        names: the parameters that do; all others are dropped.
    """
    kept: dict[str, Any] = {name: asked[name] for name in names if asked.get(name)}
    # url_for would write the braces as percent signs; the number comes last, so that nothing typed is replaced.
    return url_for(endpoint, **kept, page=PLACE).removesuffix(PLACE) + "{number}"
