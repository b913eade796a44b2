"""Tells the database who acts, so that its row-level security shows them their rows only (the second wall).

Each transaction begins by naming its actor to the SQL function ``quipu_enter``, which works out by itself, from grants
and links, which scopes this actor has. What it sets lasts until the transaction ends: a connection that goes back to
the pool remembers nobody.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.foundation.actor import Actor
from app.foundation.database import db

DOOR = "door"
"""Nobody is known yet: accounts and links can be looked up, files cannot."""
OWNER = "owner"
"""Maintenance under the login that owns the tables; for other logins the word opens nothing."""

_ENTER = sa.text("SELECT quipu_enter(:kind, :actor_id)")
_CONTEXT = "access_context"


def enter(actor: Actor) -> None:
    """Let the rest of this session's work, the transaction at hand included, be done in the name of ``actor``."""
    _enter(actor.kind.value, actor.id)


def enter_as_owner() -> None:
    """Let the rest of this session's work see all rows, where it is logged in as the owner of the tables."""
    _enter(OWNER, None)


def leave() -> None:
    """Let what follows be done in nobody's name."""
    _enter(DOOR, None)


def share(session: Session) -> None:
    """Let another session, opened beside this one for a moment, work in the same name."""
    session.info[_CONTEXT] = db.session.info.get(_CONTEXT, {"kind": DOOR, "actor_id": None})


def look_again() -> None:
    """Let the database work out anew what the actor of this session may see: their rights were changed in this transaction."""
    session = db.session()
    session.execute(_ENTER, _context_of(session))


def _context_of(session: Session) -> dict[str, object]:
    context: dict[str, object] = session.info.get(_CONTEXT, {"kind": DOOR, "actor_id": None})
    return context


def _enter(kind: str, actor_id: UUID | None) -> None:
    session = db.session()
    session.info[_CONTEXT] = {"kind": kind, "actor_id": actor_id}
    if session.in_transaction():
        session.execute(_ENTER, session.info[_CONTEXT])


@sa.event.listens_for(Session, "after_begin")
def _name_the_actor(session: Session, _transaction: object, connection: sa.Connection) -> None:
    connection.execute(_ENTER, _context_of(session))
