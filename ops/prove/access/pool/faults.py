"""Faults that a run over the pool has to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from app.foundation import access
from app.foundation.actor import Actor

OUTLIVES_ITS_TRANSACTION = """
DO $do$ BEGIN
    EXECUTE replace(pg_get_functiondef('quipu_enter(text, uuid)'::regprocedure), ', true)', ', false)');
END $do$"""


@dataclass(frozen=True)
class Fault:
    """What is wrong while the requests are sent: with the database (``Stage.damage``), or with the application."""

    damage: Sequence[str] = ()
    around: Callable[[], AbstractContextManager[None]] = nullcontext


@contextmanager
def one_context_for_all() -> Iterator[None]:
    """Transactions begin in the name of whoever entered last, as if the context were kept in one place for all threads."""
    enter, kept = access.enter, dict[str, Any](kind="door", actor_id=None)

    def enter_for_all(actor: Actor) -> None:
        kept.update(kind=actor.kind.value, actor_id=actor.id)
        enter(actor)

    with (
        patch("app.foundation.access.enter", enter_for_all),
        patch("app.foundation.access._context_of", lambda _session: dict(kept)),
    ):
        yield


NO_FAULT = Fault()
KEPT = Fault(damage=(OUTLIVES_ITS_TRANSACTION,))
SHARED = Fault(around=one_context_for_all)
