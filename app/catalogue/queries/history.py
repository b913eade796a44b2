"""What entries said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from app.catalogue.models import CatalogueRevision, Entry
from app.foundation.actor import Actor
from app.foundation.database import db


@dataclass(frozen=True)
class Change:
    """The step from one version of an entry to the next.

    Attributes:
        version: the version that it made.
        fields: field -> (value before, value after), plain as in ``Entry.content``.
    """

    version: int
    changed_at: datetime
    changed_by: str
    fields: Mapping[str, tuple[Any, Any]]


def list_changes(actor: Actor, entry: Entry) -> list[Change]:
    """All changes of an entry whose links are loaded, newest first."""
    del actor  # whoever may see the entry may see what it said
    revisions = _revisions(entry)
    contents = [*(revision.earlier for revision in revisions), entry.content()]
    changes = [
        Change(revision.version + 1, revision.changed_at, revision.changed_by_name, _differences(before, after))
        for revision, (before, after) in zip(revisions, pairwise(contents), strict=True)
    ]
    return changes[::-1]


def _revisions(entry: Entry) -> Sequence[CatalogueRevision]:
    select = sa.select(CatalogueRevision).where(CatalogueRevision.entry_id == entry.id)
    return db.session.scalars(select.order_by(CatalogueRevision.version)).all()


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    fields = sorted(before.keys() | after.keys())
    return {field: (before.get(field), after.get(field)) for field in fields if before.get(field) != after.get(field)}
