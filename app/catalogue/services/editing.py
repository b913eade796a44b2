"""A coordinator's edits. Each is based on the version that the page showed, and keeps what the entry said before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.audit.services import record
from app.catalogue import queries
from app.catalogue.enums import Confidence
from app.catalogue.models import ActionPoint, Entry, Indicator, Service, SubPoint
from app.catalogue.policies import check_can_coordinate
from app.catalogue.services.versions import check_is_current, new_version
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import RefusedInput, WrongState

Linked = TypeVar("Linked", bound=Entry)


@dataclass(frozen=True)
class ActionPointContent:
    """What a coordinator may write about an action point.

    Attributes:
        sources: codes of known sources, or addresses (``https://...``) of texts that were read.
        valid_until: last day in force; None while it is.
    """

    number: int | None
    title_es: str
    title_en: str | None
    title_pt: str | None
    portuguese_reviewed: bool
    confidence: Confidence
    order_basis: str | None
    sources: tuple[str, ...]
    note: str | None
    valid_until: date | None


def edit_action_point(actor: Actor, code: str, content: ActionPointContent, *, based_on: int) -> ActionPoint:
    """Write a new version of an action point.

    Raises:
        NotAllowed: the actor does not coordinate the catalogue.
        NotFound: no action point has this code.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: the number is taken, a source is unknown, or a sure number has no source.
    """
    check_can_coordinate(actor)
    point = queries.get_action_point(actor, code, for_update=True)
    fields = asdict(content) | {"sources": list(content.sources)}
    check_is_current(actor, point, based_on=based_on, submitted=fields)
    _check_number_is_free(point, content.number)
    _check_sources(actor, content)
    _check_ends_after_start(point, content.valid_until, field="valid_until")
    with new_version(actor, point) as changed:
        for name, value in fields.items():
            setattr(point, name, value)
    _record_edit(actor, point, "action_point:edited", changed)
    return point


def edit_service_links(
    actor: Actor,
    code: str,
    *,
    action_points: Sequence[str],
    sub_points: Sequence[str],
    indicators: Sequence[str],
    based_on: int,
) -> Service:
    """Say which action points, parts of points and indicators a service serves, by their codes.

    Raises:
        NotAllowed: the actor does not coordinate the catalogue.
        NotFound: no service has this code.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: a code names nothing.
    """
    check_can_coordinate(actor)
    service = queries.get_service(actor, code, for_update=True)
    submitted = {"action_points": sorted(action_points), "sub_points": sorted(sub_points), "indicators": sorted(indicators)}
    check_is_current(actor, service, based_on=based_on, submitted=submitted)
    with new_version(actor, service) as changed:
        service.action_points = _linked(ActionPoint, action_points, field="action_points")
        service.sub_points = _linked(SubPoint, sub_points, field="sub_points")
        service.indicators = _linked(Indicator, indicators, field="indicators")
    _record_edit(actor, service, "service:links_edited", changed)
    return service


def retire_service(actor: Actor, code: str, *, last_day: date, based_on: int) -> Service:
    """Close a service for new work after ``last_day``; what was delivered keeps pointing at it.

    Raises:
        NotAllowed: the actor does not coordinate the catalogue.
        NotFound: no service has this code.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: the last day lies before the first.
    """
    check_can_coordinate(actor)
    service = queries.get_service(actor, code, for_update=True)
    check_is_current(actor, service, based_on=based_on, submitted={"valid_until": last_day})
    _check_ends_after_start(service, last_day, field="last_day")
    with new_version(actor, service) as changed:
        service.valid_until = last_day
    _record_edit(actor, service, "service:retired", changed)
    return service


def reinstate_service(actor: Actor, code: str, *, based_on: int) -> Service:
    """Open a retired service again, from today on without a last day.

    Raises:
        NotAllowed: the actor does not coordinate the catalogue.
        NotFound: no service has this code.
        StaleVersion: it was changed since version ``based_on``.
        WrongState: it is not retired.
    """
    check_can_coordinate(actor)
    service = queries.get_service(actor, code, for_update=True)
    check_is_current(actor, service, based_on=based_on, submitted={"valid_until": None})
    if service.valid_until is None:
        raise WrongState(_l("This service is in use; there is nothing to reinstate."))
    with new_version(actor, service) as changed:
        service.valid_until = None
    _record_edit(actor, service, "service:reinstated", changed)
    return service


def _record_edit(actor: Actor, entry: ActionPoint | Service, action: str, changed: Iterable[str]) -> None:
    """Audit an edit that changed something, and keep the seeds from writing over it from now on."""
    fields = sorted(changed)
    if not fields:
        return
    entry.edited_at = now()
    record(actor, action, subject_type=entry.__tablename__, subject_id=entry.id, fields=fields)


def _linked(model: type[Linked], codes: Sequence[str], *, field: str) -> list[Linked]:
    entries = list(db.session.scalars(sa.select(model).where(model.code.in_(codes)).order_by(model.code)))
    if len(entries) != len(set(codes)):
        sentence = _l("One of the chosen entries is no longer in the catalogue. Reload the page and choose again.")
        raise RefusedInput(sentence, field=field)
    return entries


def _check_number_is_free(point: ActionPoint, number: int | None) -> None:
    if number is None:
        return
    select = sa.select(ActionPoint.code).where(ActionPoint.number == number, ActionPoint.id != point.id)
    if db.session.scalar(select) is not None:
        raise RefusedInput(_l("Another action point has this number. Leave that one without a number first."), field="number")


def _check_sources(actor: Actor, content: ActionPointContent) -> None:
    """Each source is known or an address; a number that will be printed rests on at least one."""
    codes = [source for source in content.sources if not source.startswith(("https://", "http://"))]
    unknown = sorted(set(codes) - queries.list_sources(actor, codes).keys())
    if unknown:
        sentence = _l("The catalogue has no source with the code %(code)s. Write its address instead.", code=unknown[0])
        raise RefusedInput(sentence, field="sources")
    if content.confidence == Confidence.NUMBER_AND_CONTENT and not content.sources:
        raise RefusedInput(_l("Say which text gives the number and the content before the number is printed."), field="sources")
    if content.confidence == Confidence.NUMBER_AND_CONTENT and content.number is None:
        raise RefusedInput(_l("Write the number that the source gives, or choose a lower confidence."), field="number")


def _check_ends_after_start(entry: Entry, last_day: date | None, *, field: str) -> None:
    if last_day is not None and entry.valid_from is not None and last_day < entry.valid_from:
        raise RefusedInput(_l("The last day cannot lie before the first day of validity."), field=field)
