"""Adding and changing organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.directory import queries
from app.directory.enums import Language
from app.directory.models import Organisation
from app.directory.policies import check_can_manage
from app.directory.services.versions import record_change, record_new, write
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import NotAllowed, RefusedInput
from app.foundation.ids import new_id


@dataclass(frozen=True)
class OrganisationContent:
    """What the directory says of an organisation."""

    name: str
    language: Language
    is_authority: bool = False
    is_closed: bool = False


def add_organisation(actor: Actor, content: OrganisationContent) -> Organisation:
    """Add an organisation to the directory of the actor's country.

    Raises:
        NotAllowed: the actor does not keep the directory, or belongs to no country.
        RefusedInput: the country's directory has an organisation of this name.
    """
    check_can_manage(actor)
    if actor.country is None:
        raise NotAllowed(_l("Your account belongs to no office yet, so to no country. Ask your administrator."))
    _check_name_is_free(actor, content.name, own_id=None)
    fields = {"name": content.name, "language": content.language, "is_authority": content.is_authority}
    organisation = Organisation(id=new_id(), country=actor.country, **fields)
    db.session.add(organisation)
    record_new(actor, organisation, fields)
    return organisation


def change_organisation(actor: Actor, organisation_id: UUID, content: OrganisationContent, *, based_on: int) -> Organisation:
    """Change an organisation, or close it: a closed one is offered no more and keeps its referrals.

    Raises:
        NotAllowed: the actor does not keep the directory.
        NotFound: out of the actor's country.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: another organisation of the country has this name.
    """
    check_can_manage(actor)
    organisation = queries.get_organisation(actor, organisation_id, for_update=True)
    _check_name_is_free(actor, content.name, own_id=organisation.id)
    changed = write(organisation, _fields(actor, organisation, content), based_on=based_on)
    record_change(actor, organisation, changed)
    return organisation


def _fields(actor: Actor, organisation: Organisation, content: OrganisationContent) -> dict[str, Any]:
    closed_on = (organisation.closed_on or today_in(actor.time_zone)) if content.is_closed else None
    said = {"name": content.name, "language": content.language, "is_authority": content.is_authority}
    return {**said, "closed_on": closed_on}


def _check_name_is_free(actor: Actor, name: str, *, own_id: UUID | None) -> None:
    same = queries.find_organisation_by_name(actor, name)
    if same is not None and same.id != own_id:
        raise RefusedInput(_l("The directory has an organisation of this name. Open that one and change it."), field="name")
