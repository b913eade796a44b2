"""Copies of short lists that each process keeps, because every form needs them.

A copy is good for one *edition* of the catalogue. Each change of the catalogue draws a new edition token in its own
transaction; asking for the token costs one row a transaction, so that no process serves an old list, and none serves
a list that was rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.catalogue.enums import CaseKind
from app.catalogue.models import (
    Area,
    CatalogueEdition,
    Country,
    DocumentType,
    Entry,
    PopulationType,
    Sector,
    Service,
    SpecificNeed,
)
from app.catalogue.models.entry import in_language
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db

HIGHLY_SENSITIVE = "highly_sensitive"
"""Group of the needs that are need-to-know; the others have none."""
_EDITION_SEEN = "catalogue_edition"


@dataclass(frozen=True)
class Listed:
    """One entry as lists and forms need it.

    Attributes:
        group: what the list may be narrowed by: the country's code for areas and documents, the kind for services,
            ``HIGHLY_SENSITIVE`` or None for needs.
    """

    id: UUID
    code: str
    name_es: str
    name_en: str | None
    name_pt: str | None
    group: str | None
    valid_from: date | None
    valid_until: date | None

    def name(self, locale: str) -> str:
        return in_language(locale, es=self.name_es, en=self.name_en, pt=self.name_pt)

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or day <= self.valid_until)


_kept: dict[type[Entry], tuple[UUID, tuple[Listed, ...]]] = {}


def listed(actor: Actor, model: type[Entry], *, group: str | None = None, on: date | None = None) -> list[Listed]:
    """The entries of one list that may be used on a day, in the list's order.

    Args:
        model: one of the lists of this room, such as ``Service``.
        group: only entries of this group (see ``Listed``); None for all.
        on: the day; the actor's today unless given.
    """
    day = on or today_in(actor.time_zone)
    return [entry for entry in _list_of(model) if entry.is_valid_on(day) and group in {None, entry.group}]


def find_listed(actor: Actor, model: type[Entry], code: str) -> Listed | None:
    """One entry of a kept list by its code, valid or not: records of the past keep pointing at it."""
    del actor  # public facts: every actor may read them
    return next((entry for entry in _list_of(model) if entry.code == code), None)


def listed_services(actor: Actor, *, kind: CaseKind | None = None, on: date | None = None) -> list[Listed]:
    """Services that may be delivered on a day, for pages, which know no models."""
    return listed(actor, Service, group=kind, on=on)


def find_listed_area(actor: Actor, code: str) -> Listed | None:
    """An area by its ISO 3166-2 code, for pages, which know no models."""
    return find_listed(actor, Area, code)


def _list_of(model: type[Entry]) -> tuple[Listed, ...]:
    edition = _current_edition()
    kept = _kept.get(model)
    if kept is not None and kept[0] == edition:
        return kept[1]
    entries = tuple(Listed(*row) for row in db.session.execute(_SELECTS[model]))
    if edition is not None:
        _kept[model] = (edition, entries)
    return entries


def _current_edition() -> UUID | None:
    """The token of the catalogue's content, asked for once a transaction; None before the first loading."""
    session = db.session()
    seen = session.info.get(_EDITION_SEEN)
    if seen is not None and seen[0] is session.get_transaction():
        edition: UUID | None = seen[1]
        return edition
    edition = session.scalar(sa.select(CatalogueEdition.token))
    session.info[_EDITION_SEEN] = (session.get_transaction(), edition)
    return edition


def forget_edition() -> None:
    """Ask for the token again: this transaction has just drawn a new one."""
    db.session().info.pop(_EDITION_SEEN, None)


_NO_GROUP = sa.null()


def _select(model: Any, group: Any, *names: Any) -> sa.Select[Any]:
    """The columns of ``Listed``, in its order."""
    columns = (model.id, model.code, *names, group, model.valid_from, model.valid_until)
    return sa.select(*columns).order_by(model.position, model.code)


def _select_named(model: Any, group: Any = _NO_GROUP) -> sa.Select[Any]:
    return _select(model, group, model.name_es, model.name_en, model.name_pt)


_SELECTS: Mapping[type[Entry], sa.Select[Any]] = {
    Country: _select_named(Country),
    Sector: _select_named(Sector),
    PopulationType: _select_named(PopulationType),
    SpecificNeed: _select_named(SpecificNeed, sa.case((SpecificNeed.is_highly_sensitive, HIGHLY_SENSITIVE), else_=_NO_GROUP)),
    Service: _select_named(Service, Service.kind),
    DocumentType: _select_named(DocumentType, Country.code).join(Country, DocumentType.country_id == Country.id),
    Area: _select(Area, Country.code, Area.name, sa.null(), sa.null()).join(Country, Area.country_id == Country.id),
}
"""The lists that are kept; places keep their own name in every language."""
