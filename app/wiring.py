"""The few places where an upper room answers a lower room's question. Everything else imports downwards."""

from __future__ import annotations


def connect() -> None:
    """Hand the answers down; called once by the factory."""
