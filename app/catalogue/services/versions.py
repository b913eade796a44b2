"""Versions of entries: what an entry says, keeping what it said, and refusing to write over somebody else's change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.catalogue.labels import FIELD_LABELS, value_in_words
from app.catalogue.models import CatalogueEdition, CatalogueRevision, Entry
from app.catalogue.models.entry import plain
from app.catalogue.queries.kept_lists import forget_edition
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import StaleVersion
from app.foundation.ids import new_id


@contextmanager
def new_version(actor: Actor, entry: Entry) -> Iterator[set[str]]:
    """Let the block change ``entry``; keep what it said before and count its version up if it says something else.

    Yields:
        the names of what was changed, filled in when the block has ended.
    """
    earlier = entry.content()
    changed: set[str] = set()
    yield changed
    changed.update(name for name, value in entry.content().items() if value != earlier[name])
    if not changed:
        return
    db.session.add(
        CatalogueRevision(
            entry_table=entry.__tablename__,
            entry_id=entry.id,
            version=entry.version,
            earlier=earlier,
            changed_at=now(),
            changed_by_id=actor.id,
            changed_by_name=actor.name,
        )
    )
    entry.version += 1
    draw_new_edition()


def check_is_current(entry: Entry, *, based_on: int, submitted: Mapping[str, Any]) -> None:
    """Refuse an edit that began before somebody else's was saved.

    Args:
        based_on: the version that the form showed.
        submitted: field name -> value in the form, to show beside what the entry says now.

    Raises:
        StaleVersion: with each field that differs.
    """
    if entry.version == based_on:
        return
    current = entry.content()
    differences = {
        str(FIELD_LABELS[name]): (value_in_words(name, current[name]), value_in_words(name, plain(value)))
        for name, value in submitted.items()
        if current[name] != plain(value)
    }
    raise StaleVersion(
        _l("Somebody else changed this entry while you were editing. Compare both, open it again and write your change there."),
        differences,
    )


def draw_new_edition() -> None:
    """Mark the catalogue's content as changed, so that every process drops its copies after the commit."""
    row = insert(CatalogueEdition).values(id=new_id(), is_only=True, token=new_id())
    db.session.execute(row.on_conflict_do_update(index_elements=["is_only"], set_={"token": row.excluded.token}))
    forget_edition()
