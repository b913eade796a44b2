"""Addresses of the pages of a narrowed list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.web.addresses import address_of_pages


def narrowed_pages(endpoint: str, asked: Mapping[str, str], *, names: Sequence[str]) -> str:
    """The address of every page of this list as it is narrowed now.

    Args:
        asked: the parameters of the present address.
        names: those that narrow the list; all others are dropped.
    """
    return address_of_pages(endpoint, **{name: asked.get(name) or None for name in names})
