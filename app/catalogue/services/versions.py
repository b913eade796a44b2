"""Versions of entries: what an entry says, keeping what it said, and refusing to write over somebody else's change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.catalogue.labels import FIELD_LABELS, reader_locale, value_in_words
from app.catalogue.models import CatalogueEdition, CatalogueRevision, Entry
from app.catalogue.models.entry import plain
from app.catalogue.queries import names_of_links
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


def check_is_current(actor: Actor, entry: Entry, *, based_on: int, submitted: Mapping[str, Any]) -> None:
    """Refuse an edit that began before somebody else's was saved.

    Args:
        based_on: the version that the form showed.
        submitted: field name -> value in the form, to show beside what the entry says now.

    Raises:
        StaleVersion: with each field that differs.
    """
    if entry.version == based_on:
        return
    current, wanted = entry.content(), {name: plain(value) for name, value in submitted.items()}
    differing = {name: (current[name], value) for name, value in wanted.items() if current[name] != value}
    raise StaleVersion(
        _l("Somebody else changed this entry while you were editing. Compare both, open it again and write your change there."),
        _in_words(actor, differing),
    )


def _in_words(actor: Actor, differing: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[str, str]]:
    """Field label -> both values as the reader sees them; codes of links by their titles."""
    codes = {code for values in differing.values() for value in values if isinstance(value, list) for code in value}
    names = names_of_links(actor, codes, reader_locale()) if codes else {}

    def told(field: str, value: Any) -> str:
        return value_in_words(field, [names.get(code, code) for code in value] if isinstance(value, list) else value)

    return {str(FIELD_LABELS[field]): (told(field, before), told(field, after)) for field, (before, after) in differing.items()}


def draw_new_edition() -> None:
    """Mark the catalogue's content as changed, so that every process drops its copies after the commit."""
    row = insert(CatalogueEdition).values(id=new_id(), is_only=True, token=new_id())
    db.session.execute(row.on_conflict_do_update(index_elements=["is_only"], set_={"token": row.excluded.token}))
    forget_edition()
