"""Opening and editing offices. The code and the country stay: codes of persons and cases begin with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, cast
from uuid import UUID

import pycountry
from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries
from app.accounts.models import Office
from app.accounts.permissions import Permission
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import RefusedInput, StaleVersion
from app.foundation.ids import new_id


@dataclass(frozen=True)
class OfficeContent:
    """What may be changed of an office.

    Attributes:
        area_code: ISO 3166-2, such as ``CO-NSA``.
        time_zone: IANA name.
        caseload_capacity: weighted cases that one caseworker can carry.
    """

    name: str
    area_code: str | None
    locality: str | None
    time_zone: str
    caseload_capacity: int
    address: str | None = None
    phone: str | None = None
    is_closed: bool = False


def open_office(actor: Actor, *, code: str, country: str, content: OfficeContent) -> Office:
    """Add an office.

    Raises:
        RefusedInput: the code is taken, the area is not one of the country, or the actor does not administer the country.
    """
    policies.check_can_open_office(country, reach=queries.reach_of(actor, Permission.MANAGE_ACCOUNTS))
    if queries.find_office(code) is not None:
        raise RefusedInput(_l("Another office has this code. Choose three other letters."), field="code")
    _check_area(content.area_code, country)
    office = Office(id=new_id(), code=code, country=country)
    changed = _write(office, content)
    db.session.add(office)
    record(actor, "office:added", subject_type="office", subject_id=office.id, office_id=office.id, fields=changed)
    return office


def edit_office(actor: Actor, office_id: UUID, content: OfficeContent, *, based_on: int) -> Office:
    """Change an office.

    Raises:
        NotFound: the office lies outside the actor's reach.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: the area is not one of the office's country.
    """
    office = queries.get_office(actor, office_id, for_update=True)
    if office.version != based_on:
        raise StaleVersion(
            _l("Somebody else saved this office since you opened the page. Open it again and write your change there."),
            _differences(office, content),
        )
    _check_area(content.area_code, office.country)
    changed = _write(office, content)
    if changed:
        office.version += 1
        record(actor, "office:edited", subject_type="office", subject_id=office.id, office_id=office.id, fields=changed)
    return office


def _write(office: Office, content: OfficeContent) -> list[str]:
    """Set what differs, and say which fields did."""
    values = {name: value for name, value in asdict(content).items() if name != "is_closed"}
    # The day that it closed on stays when the page is saved again.
    values["closed_on"] = (office.closed_on or now().date()) if content.is_closed else None
    changed = [name for name, value in values.items() if getattr(office, name) != value]
    for name in changed:
        setattr(office, name, values[name])
    return changed


def _differences(office: Office, content: OfficeContent) -> dict[str, tuple[object, object]]:
    labels = {
        "name": _l("Name"),
        "area_code": _l("Area"),
        "locality": _l("Town"),
        "address": _l("Address"),
        "phone": _l("Phone"),
        "time_zone": _l("Time zone"),
        "caseload_capacity": _l("Capacity of a caseworker"),
    }
    pairs = {str(label): (getattr(office, name), getattr(content, name)) for name, label in labels.items()}
    return {label: values for label, values in pairs.items() if values[0] != values[1]}


def _check_area(area_code: str | None, country: str) -> None:
    if area_code is None:
        return
    area: Any = cast("Any", pycountry.subdivisions).get(code=area_code)
    if area is None or area.country_code != country:
        raise RefusedInput(_l("This is not the code of an area of this country. An example: CO-NSA."), field="area_code")
