"""Bringing the seeds in: what is missing is added, what nobody edited follows the files, the rest stays as it is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from app.audit.services import record
from app.catalogue.models import (
    ActionPoint,
    Area,
    Country,
    DocumentType,
    Entry,
    Indicator,
    PopulationType,
    Sector,
    Service,
    Source,
    SpecificNeed,
    SubPoint,
    ThematicAxis,
)
from app.catalogue.models.entry import NOT_CONTENT
from app.catalogue.services.versions import draw_new_edition, new_version
from app.foundation.actor import Actor, system_actor
from app.foundation.database import db
from app.foundation.ids import new_id

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SEEDS_ACTOR = system_actor("catalogue.seeds")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Row = dict[str, Any]


@dataclass(frozen=True)
class SeedList:
    """One list and its file.

    Attributes:
        references: key in the file -> model whose code it names; stored as ``<key>_id``.
        links: key in the file, and relationship -> model whose codes it lists.
    """

    file: str
    model: type[Any]
    references: Mapping[str, type[Any]] = field(default_factory=dict)
    links: Mapping[str, type[Any]] = field(default_factory=dict)


LISTS = (
    SeedList("countries.yaml", Country),
    SeedList("admin1.csv", Area, references={"country": Country}),
    SeedList("sectors.yaml", Sector, references={"parent": Sector}),
    SeedList("population_types.yaml", PopulationType),
    SeedList("document_types.yaml", DocumentType, references={"country": Country}),
    SeedList("specific_needs.yaml", SpecificNeed),
    SeedList("thematic_axes.yaml", ThematicAxis),
    SeedList("action_points.yaml", ActionPoint, references={"axis": ThematicAxis}),
    SeedList("sub_points.yaml", SubPoint, references={"action_point": ActionPoint}),
    SeedList("indicators.yaml", Indicator, references={"sector": Sector}, links={"action_points": ActionPoint}),
    SeedList(
        "services.yaml",
        Service,
        references={"sector": Sector},
        links={"action_points": ActionPoint, "sub_points": SubPoint, "indicators": Indicator},
    ),
)
"""In an order in which each list finds what it refers to."""


def load_seeds(actor: Actor = SEEDS_ACTOR) -> int:
    """Bring the catalogue up to the seed files; a second time changes nothing.

    Entries that a coordinator has edited are left alone, and so is what the files no longer hold.

    Returns:
        how many entries were added or changed.
    """
    _load_sources()
    known: dict[type[Any], dict[str, Any]] = {}
    changed = sum(_load_list(actor, seed_list, known) for seed_list in LISTS)
    if changed:
        record(actor, "catalogue:loaded", count=changed)
        draw_new_edition()
    return changed


def read_rows(file: str) -> Iterator[Row]:
    """The rows of a seed file with its defaults filled in; an area's sources are words in one cell."""
    path = SEEDS / file
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                yield row | {"sources": row["sources"].split(), "confidence": "confirmed"}
        return
    document = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - the safe loader, in C where it is there
    defaults = document.get("defaults", {})
    for row in document["rows"]:
        yield defaults | row


def _load_sources() -> None:
    rows = list(read_rows("sources.yaml"))
    statement = insert(Source).values(rows)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["code"],
            set_={"citation": statement.excluded.citation},
            where=Source.citation != statement.excluded.citation,
        )
    )


def _load_list(actor: Actor, seed_list: SeedList, known: dict[type[Any], dict[str, Any]]) -> int:
    links = [selectinload(getattr(seed_list.model, link)) for link in seed_list.links]
    entries = {entry.code: entry for entry in db.session.scalars(sa.select(seed_list.model).options(*links))}
    known[seed_list.model] = entries
    changed = 0
    for position, row in enumerate(read_rows(seed_list.file)):
        values = _values(seed_list, row, known) | {"position": position}
        entry = entries.get(row["code"])
        if entry is None:
            entry = entries[row["code"]] = seed_list.model(id=new_id(), **values)
            db.session.add(entry)
            changed += 1
        elif entry.edited_at is None:
            changed += _follow(actor, entry, values)
    db.session.flush()
    return changed


def _values(seed_list: SeedList, row: Row, known: Mapping[type[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Attribute -> value of one row, complete: codes become the entries that they name, what is left out is empty."""
    values = _nothing_said(seed_list.model) | row
    for key, model in seed_list.references.items():
        code = values.pop(key, None)
        values[f"{key}_id"] = known[model][code].id if code else None
    for key, model in seed_list.links.items():
        values[key] = [known[model][code] for code in values.get(key, ())]
    return values


def _nothing_said(model: type[Any]) -> dict[str, Any]:
    """Column -> its value where a row is silent, so that what was taken out of a file also leaves the entry."""
    columns: Iterable[tuple[str, sa.Column[Any]]] = sa.inspect(model).columns.items()
    return {name: _empty(column) for name, column in columns if name not in NOT_CONTENT}


def _empty(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, sa.ARRAY):
        return []
    return False if isinstance(column.type, sa.Boolean) else None


def _follow(actor: Actor, entry: Entry, values: Mapping[str, Any]) -> bool:
    """Let an entry that nobody edited say what the file says, in the file's order."""
    has_moved = entry.position != values["position"]
    with new_version(actor, entry) as changed:
        for name, value in values.items():
            if _differs(getattr(entry, name), value):
                setattr(entry, name, value)
    return has_moved or bool(changed)


def _differs(current: Any, wanted: Any) -> bool:
    """Links are the same in any order; everything else as it compares."""
    if isinstance(current, list) and current and isinstance(current[0], Entry):
        return {target.code for target in current} != {target.code for target in wanted}
    return bool(current != wanted)
