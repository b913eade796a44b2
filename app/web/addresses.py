"""Addresses of the pages of a list."""

from __future__ import annotations

from typing import Any

from flask import url_for

PLACE = "0"


def address_of_pages(endpoint: str, **values: Any) -> str:
    """The address of every page of a list, with ``{number}`` in the place of the page's number, for the links under it.

    Args:
        values: what names and narrows the list; those that are None are left out.
    """
    # url_for would write the braces as percent signs; the number comes last, so that nothing typed is replaced.
    return url_for(endpoint, **values, page=PLACE).removesuffix(PLACE) + "{number}"
