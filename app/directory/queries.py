"""Reading the directory. Staff see the organisations of their own country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.catalogue.enums import CaseKind
from app.catalogue.models import Area, Service
from app.catalogue.queries import Listed, find_listed, listed
from app.directory.enums import Opening
from app.directory.models import FocalPoint, Organisation, ProvidedService
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate


@dataclass(frozen=True)
class Narrowing:
    """What a list of provided services is narrowed by; an empty one narrows nothing."""

    service_id: UUID | None = None
    kind: CaseKind | None = None
    area_code: str | None = None
    opening: Opening | None = None


def search_provided_services(actor: Actor, narrowing: Narrowing, page: int | None = None) -> Page[ProvidedService]:
    """Open services of the actor's country with organisation and service, by organisation."""
    select = (
        _provided(actor.country).where(*_conditions(narrowing)).order_by(Organisation.name, Service.position, ProvidedService.id)
    )
    return paginate(select, page)


def list_provided_services(
    actor: Actor, service_id: UUID | None = None, *, country: str | None = None
) -> Sequence[ProvidedService]:
    """Open services that can be asked for, with organisation, service and the organisation's focal points, by organisation.

    Args:
        service_id: only this service of the catalogue.
        country: ISO alpha-2 of the office that asks; the actor's own unless given.
    """
    select = _provided(country or actor.country).where(*_conditions(Narrowing(service_id=service_id)))
    focal_points = contains_eager(ProvidedService.organisation).selectinload(Organisation.focal_points)
    return db.session.scalars(select.options(focal_points).order_by(Organisation.name, Service.position)).all()


def list_services_with_providers(actor: Actor, *, country: str | None = None) -> Sequence[tuple[Listed, int]]:
    """Services of today's catalogue that somebody in the country provides, each with at how many places."""
    counts = _count_by_service(country or actor.country)
    return [(service, counts[service.id]) for service in list_catalogue_services(actor) if service.id in counts]


def _count_by_service(country: str | None) -> Mapping[UUID, int]:
    select = (
        sa.select(ProvidedService.service_id, sa.func.count())
        .join(ProvidedService.organisation)
        .where(*_open_in(country))
        .group_by(ProvidedService.service_id)
    )
    return {service_id: count for service_id, count in db.session.execute(select)}  # noqa: C416 - rows are no plain tuples


def get_provided_service(
    actor: Actor, provided_service_id: UUID, *, country: str | None = None, for_update: bool = False
) -> ProvidedService:
    """A provided service, open or closed, with its organisation, focal points and service.

    Raises:
        NotFound: there is none, or it lies in another country.
    """
    select = (
        sa.select(ProvidedService)
        .where(ProvidedService.id == provided_service_id, ProvidedService.country == (country or actor.country))
        .options(
            joinedload(ProvidedService.service),
            joinedload(ProvidedService.organisation).selectinload(Organisation.focal_points),
        )
    )
    found = db.session.scalar(_locked(select, ProvidedService) if for_update else select)
    if found is None:
        raise NotFound(_l("The directory of your country has no such service. Look it up in the list of services."))
    return found


def list_catalogue_services(actor: Actor) -> Sequence[Listed]:
    """The services of today's catalogue; ``group`` is the kind of case."""
    return listed(actor, Service)


def list_areas(actor: Actor) -> Sequence[Listed]:
    """The first-level areas of the actor's country by ISO 3166-2."""
    return listed(actor, Area, group=actor.country)


def find_area(actor: Actor, code: str | None) -> Listed | None:
    return find_listed(actor, Area, code) if code else None


def list_organisations(actor: Actor) -> Sequence[tuple[Organisation, int]]:
    """Organisations of the actor's country by name, each with the number of services that it provides."""
    open_services = sa.and_(ProvidedService.organisation_id == Organisation.id, ProvidedService.closed_on.is_(None))
    select = (
        sa.select(Organisation, sa.func.count(ProvidedService.id))
        .outerjoin(ProvidedService, open_services)
        .where(Organisation.country == actor.country)
        .group_by(Organisation.id)
        .order_by(Organisation.closed_on.is_not(None), Organisation.name)
    )
    return [(organisation, count) for organisation, count in db.session.execute(select)]


def names_of_open(actor: Actor, *, country: str | None = None) -> Sequence[tuple[UUID, str]]:
    """Id and name of each organisation that works in the country and is not our own, by name.

    Args:
        country: ISO alpha-2; the actor's own unless given.
    """
    theirs = (Organisation.country == (country or actor.country), Organisation.closed_on.is_(None), ~Organisation.is_own)
    select = sa.select(Organisation.id, Organisation.name).where(*theirs).order_by(Organisation.name)
    return [(organisation_id, name) for organisation_id, name in db.session.execute(select)]


def get_organisation(
    actor: Actor, organisation_id: UUID, *, country: str | None = None, for_update: bool = False
) -> Organisation:
    """An organisation with its services and focal points, closed and ended ones included.

    Args:
        country: ISO alpha-2; the actor's own unless given.

    Raises:
        NotFound: there is none, or it works in another country.
    """
    select = (
        sa.select(Organisation)
        .where(Organisation.id == organisation_id, Organisation.country == (country or actor.country))
        .options(selectinload(Organisation.services).joinedload(ProvidedService.service), selectinload(Organisation.focal_points))
    )
    found = db.session.scalar(_locked(select, Organisation) if for_update else select)
    if found is None:
        raise NotFound(_l("The directory of your country has no such organisation. Look it up in the list of organisations."))
    return found


def find_organisation_by_name(actor: Actor, name: str) -> Organisation | None:
    """An organisation of the actor's country by its name; capitals and accents do not matter."""
    same = sa.func.quipu_fold(Organisation.name) == sa.func.quipu_fold(name)
    return db.session.scalar(sa.select(Organisation).where(Organisation.country == actor.country, same).limit(1))


def find_service_there(
    organisation_id: UUID, *, service_id: UUID, area_code: str | None, locality: str
) -> ProvidedService | None:
    """The one entry of a service of an organisation at a place, open or closed."""
    return db.session.scalar(
        sa.select(ProvidedService).where(
            ProvidedService.organisation_id == organisation_id,
            ProvidedService.service_id == service_id,
            ProvidedService.area_code.is_not_distinct_from(area_code),
            sa.func.quipu_fold(ProvidedService.locality) == sa.func.quipu_fold(locality),
        )
    )


def get_focal_point(actor: Actor, focal_point_id: UUID, *, for_update: bool = False) -> FocalPoint:
    """A focal point with its organisation.

    Raises:
        NotFound: there is none, or the organisation works in another country.
    """
    select = (
        sa.select(FocalPoint)
        .join(FocalPoint.organisation)
        .where(FocalPoint.id == focal_point_id, Organisation.country == actor.country)
        .options(contains_eager(FocalPoint.organisation))
    )
    found = db.session.scalar(_locked(select, FocalPoint) if for_update else select)
    if found is None:
        raise NotFound(_l("The directory of your country has no such focal point. Look it up at its organisation."))
    return found


def focal_point_of(organisation_id: UUID) -> FocalPoint | None:
    """Whom to ask at an organisation, by the rule of ``Organisation.focal_point``; None while nobody answers there."""
    select = sa.select(FocalPoint).where(FocalPoint.organisation_id == organisation_id, FocalPoint.ended_on.is_(None))
    return db.session.scalar(select.order_by(FocalPoint.is_backup, FocalPoint.name).limit(1))


def _provided(country: str | None) -> sa.Select[ProvidedService]:
    return (
        sa.select(ProvidedService)
        .join(ProvidedService.organisation)
        .join(ProvidedService.service)
        .where(*_open_in(country))
        .options(contains_eager(ProvidedService.organisation), contains_eager(ProvidedService.service))
    )


def _open_in(country: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    return ProvidedService.country == country, ProvidedService.closed_on.is_(None), Organisation.closed_on.is_(None)


def _conditions(narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    asked: list[tuple[Any, sa.ColumnElement[bool]]] = [
        (narrowing.service_id, ProvidedService.service_id == narrowing.service_id),
        (narrowing.kind, Service.kind == narrowing.kind),
        (narrowing.area_code, ProvidedService.area_code == narrowing.area_code),
        (narrowing.opening, ProvidedService.accepts_referrals == (narrowing.opening == Opening.ACCEPTING)),
    ]
    return [condition for value, condition in asked if value is not None]


def _locked(select: sa.Select[Any], model: type[Any]) -> sa.Select[Any]:
    return select.with_for_update(of=model).execution_options(populate_existing=True)
