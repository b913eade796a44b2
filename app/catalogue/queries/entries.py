"""Entries with their links, for pages and reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.catalogue.enums import CaseKind
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
from app.catalogue.models.entry import in_language
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import NotFound

EntryModel = TypeVar("EntryModel", bound=Entry)

COUNTED: tuple[type[Entry], ...] = (
    ActionPoint,
    Service,
    Indicator,
    ThematicAxis,
    Country,
    Area,
    Sector,
    PopulationType,
    DocumentType,
    SpecificNeed,
)

_SERVICE_LINKS: tuple[ORMOption, ...] = (
    joinedload(Service.sector),
    selectinload(Service.action_points),
    selectinload(Service.sub_points),
    selectinload(Service.indicators),
)
_POINT_LINKS: tuple[ORMOption, ...] = (
    joinedload(ActionPoint.axis),
    selectinload(ActionPoint.sub_points),
    selectinload(ActionPoint.services),
    selectinload(ActionPoint.indicators),
)


def find_by_code(actor: Actor, model: type[EntryModel], code: str) -> EntryModel | None:
    """An entry by its code, valid or not, without its links."""
    del actor  # public facts: every actor may read them
    return db.session.scalar(sa.select(model).where(model.code == code))


def get_service(actor: Actor, code: str, *, for_update: bool = False) -> Service:
    """A service with its sector and links.

    Raises:
        NotFound: no service has this code.
    """
    service = _find_with_links(actor, Service, code, _SERVICE_LINKS, for_update=for_update)
    if service is None:
        raise NotFound(_l("The catalogue has no service with this code. Look it up in the list of services."))
    return service


def get_action_point(actor: Actor, code: str, *, for_update: bool = False) -> ActionPoint:
    """An action point with its axis, its parts, and the services and indicators that serve it.

    Raises:
        NotFound: no action point has this code.
    """
    point = _find_with_links(actor, ActionPoint, code, _POINT_LINKS, for_update=for_update)
    if point is None:
        raise NotFound(_l("The catalogue has no action point with this code. Look it up in the list of action points."))
    return point


def list_services(actor: Actor, *, kind: CaseKind | None = None, on: date | None = None) -> Sequence[Service]:
    """Services with their links that may be delivered on a day (the actor's today unless given)."""
    select = sa.select(Service).where(_valid_on(Service, on or today_in(actor.time_zone)))
    if kind is not None:
        select = select.where(Service.kind == kind)
    return db.session.scalars(select.options(*_SERVICE_LINKS).order_by(Service.position, Service.code)).all()


def list_retired_services(actor: Actor, *, kind: CaseKind) -> Sequence[Service]:
    """Services of a kind that may not be delivered today any more, or not yet."""
    today = today_in(actor.time_zone)
    select = sa.select(Service).where(Service.kind == kind, sa.not_(_valid_on(Service, today)))
    return db.session.scalars(select.options(*_SERVICE_LINKS).order_by(Service.position, Service.code)).all()


def list_action_points(actor: Actor, *, on: date | None = None) -> Sequence[ActionPoint]:
    """Action points in force on a day with all their links, by number; those without a number last."""
    valid = _valid_on(ActionPoint, on or today_in(actor.time_zone))
    select = sa.select(ActionPoint).where(valid).options(*_POINT_LINKS)
    return db.session.scalars(select.order_by(ActionPoint.number.nulls_last(), ActionPoint.position)).all()


def list_unserved_points(actor: Actor, *, on: date | None = None) -> list[ActionPoint]:
    """Action points in force that no service in force serves. Those of scope ``policy`` need none."""
    day = on or today_in(actor.time_zone)
    return [point for point in list_action_points(actor, on=day) if not point.is_served_on(day)]


def list_axes(actor: Actor, *, on: date | None = None) -> Sequence[ThematicAxis]:
    valid = _valid_on(ThematicAxis, on or today_in(actor.time_zone))
    return db.session.scalars(sa.select(ThematicAxis).where(valid).order_by(ThematicAxis.position)).all()


def list_sub_points(actor: Actor, *, on: date | None = None) -> Sequence[SubPoint]:
    valid = _valid_on(SubPoint, on or today_in(actor.time_zone))
    return db.session.scalars(sa.select(SubPoint).where(valid).order_by(SubPoint.position)).all()


def list_indicators(actor: Actor, *, on: date | None = None) -> Sequence[Indicator]:
    """Indicators in force on a day, with sector and action points, in the order of the catalogue."""
    valid = _valid_on(Indicator, on or today_in(actor.time_zone))
    links = (joinedload(Indicator.sector), selectinload(Indicator.action_points))
    return db.session.scalars(sa.select(Indicator).where(valid).options(*links).order_by(Indicator.position)).all()


def names_of_links(actor: Actor, codes: Collection[str], locale: str) -> dict[str, str]:
    """The words for codes that a service links to: action points, their parts, indicators; one statement."""
    del actor  # public facts: every actor may read them
    linked: tuple[Any, ...] = (ActionPoint, SubPoint, Indicator)
    selects = [
        sa.select(model.code, model.title_es, model.title_en, model.title_pt).where(model.code.in_(codes)) for model in linked
    ]
    rows = db.session.execute(sa.union_all(*selects))
    return {code: in_language(locale, es=es, en=en, pt=pt) for code, es, en, pt in rows}


def list_sources(actor: Actor, codes: Sequence[str]) -> dict[str, str]:
    """Citations by code; codes that are unknown (an address may stand in their place) are left out."""
    del actor  # public facts: every actor may read them
    rows = db.session.execute(sa.select(Source.code, Source.citation).where(Source.code.in_(codes)))
    return {code: citation for code, citation in rows}  # noqa: C416 - rows are not plain tuples to the type checker


def count_entries(actor: Actor) -> dict[str, int]:
    """How many entries of each list are in force today, by the list's table; one statement."""
    today = today_in(actor.time_zone)
    counts = {
        model.__tablename__: sa.select(sa.func.count()).select_from(model).where(_valid_on(model, today)) for model in COUNTED
    }
    row = db.session.execute(sa.select(*(count.scalar_subquery() for count in counts.values()))).one()
    return dict(zip(counts, row, strict=True))


def _find_with_links(
    actor: Actor, model: type[EntryModel], code: str, links: tuple[ORMOption, ...], *, for_update: bool
) -> EntryModel | None:
    del actor  # public facts: every actor may read them
    select = sa.select(model).where(model.code == code).options(*links)
    if for_update:
        select = select.with_for_update(of=model).execution_options(populate_existing=True)
    return db.session.scalar(select)


def _valid_on(model: type[Entry], day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(model.valid_from.is_(None), model.valid_from <= day),
        sa.or_(model.valid_until.is_(None), model.valid_until >= day),
    )
