"""Adding and changing the services that an organisation provides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.directory import queries
from app.directory.models import ProvidedService
from app.directory.policies import check_can_manage
from app.directory.services.versions import record_change, record_new, write
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id


@dataclass(frozen=True)
class ProvidedServiceContent:
    """What the directory says of one service at one place.

    Attributes:
        area_code: ISO 3166-2 of a first-level area of the organisation's country.
        opening_hours: as posted, in words.
        open_days, opens_at, closes_at: the same as ``directory.hours.Hours`` has them; all of it or nothing.
        requirements: what the person must bring, in words.
    """

    service_id: UUID
    locality: str
    area_code: str | None = None
    address: str | None = None
    opening_hours: str | None = None
    open_days: tuple[str, ...] = ()
    opens_at: time | None = None
    closes_at: time | None = None
    requirements: str | None = None
    accepts_referrals: bool = True
    is_closed: bool = False


def add_provided_service(actor: Actor, organisation_id: UUID, content: ProvidedServiceContent) -> ProvidedService:
    """Say that an organisation provides a service at a place.

    Raises:
        NotAllowed: the actor does not keep the directory.
        NotFound: the organisation is out of the actor's country.
        RefusedInput: service or area is not in the catalogue, or the organisation has this service at this place.
    """
    check_can_manage(actor)
    organisation = queries.get_organisation(actor, organisation_id, for_update=True)
    _check_hours(content)
    _check_is_in_catalogue(actor, content, present=None)
    _check_is_new_there(organisation.id, content, own_id=None)
    fields = _fields(actor, None, content)
    provided = ProvidedService(id=new_id(), organisation_id=organisation.id, country=organisation.country, **fields)
    db.session.add(provided)
    record_new(actor, provided, fields)
    return provided


def change_provided_service(
    actor: Actor, provided_service_id: UUID, content: ProvidedServiceContent, *, based_on: int
) -> ProvidedService:
    """Change a provided service, or close it; referrals already sent stay with it.

    Raises:
        NotAllowed: the actor does not keep the directory.
        NotFound: out of the actor's country.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: as when adding it.
    """
    check_can_manage(actor)
    provided = queries.get_provided_service(actor, provided_service_id, for_update=True)
    _check_hours(content)
    _check_is_in_catalogue(actor, content, present=provided)
    _check_is_new_there(provided.organisation_id, content, own_id=provided.id)
    changed = write(provided, _fields(actor, provided, content), based_on=based_on)
    record_change(actor, provided, changed)
    return provided


def _fields(actor: Actor, provided: ProvidedService | None, content: ProvidedServiceContent) -> dict[str, Any]:
    closed_already = provided.closed_on if provided else None
    return {
        "service_id": content.service_id,
        "area_code": content.area_code,
        "locality": content.locality,
        "address": content.address,
        "opening_hours": content.opening_hours,
        "open_days": list(content.open_days),
        "opens_at": content.opens_at,
        "closes_at": content.closes_at,
        "requirements": content.requirements,
        "accepts_referrals": content.accepts_referrals,
        "closed_on": (closed_already or today_in(actor.time_zone)) if content.is_closed else None,
    }


def _check_hours(content: ProvidedServiceContent) -> None:
    told = [bool(content.open_days), content.opens_at is not None, content.closes_at is not None]
    if any(told) and not all(told):
        sentence = _l("Tick the days and write both times, or leave all of it empty")
        raise RefusedInput(sentence, field="open_days" if not told[0] else "opens_at" if not told[1] else "closes_at")


def _check_is_in_catalogue(actor: Actor, content: ProvidedServiceContent, *, present: ProvidedService | None) -> None:
    """A service or an area that was retired meanwhile may stay where it stands, and is not chosen anew."""
    services = {service.id for service in queries.list_catalogue_services(actor)} | ({present.service_id} if present else set())
    if content.service_id not in services:
        raise RefusedInput(_l("The catalogue has no such service today. Choose one of the list."), field="service_id")
    areas = {area.code for area in queries.list_areas(actor)} | ({present.area_code} if present else set())
    if content.area_code is not None and content.area_code not in areas:
        raise RefusedInput(_l("That area does not lie in your country. Choose one of the list."), field="area_code")


def _check_is_new_there(organisation_id: UUID, content: ProvidedServiceContent, *, own_id: UUID | None) -> None:
    same = queries.find_service_there(
        organisation_id, service_id=content.service_id, area_code=content.area_code, locality=content.locality
    )
    if same is not None and same.id != own_id:
        sentence = _l("The organisation has this service at this place already. Open that entry and change it.")
        raise RefusedInput(sentence, field="service_id")
