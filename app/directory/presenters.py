"""What the pages of the directory show, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from wtforms import SelectField

from app.catalogue.enums import CaseKind
from app.catalogue.labels import CASE_KIND_LABELS
from app.directory import queries
from app.directory.forms import NarrowingForm
from app.directory.labels import FIELD_LABELS, LANGUAGE_LABELS, day_name
from app.directory.policies import can_manage
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.pagination import Page
from app.web.addresses import address_of_pages
from app.web.page_parts import Action, Column, Link, Section, SummaryRow, Table, Tag

if TYPE_CHECKING:
    from app.catalogue.models import Service
    from app.directory.models import FocalPoint, Organisation, ProvidedService

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class ServicesPage:
    """One page of the list of services; ``url`` has a place for the page's number."""

    sections: Sequence[Section]
    table: Table | None
    page: Page[ProvidedService]
    url: str
    chosen: Sequence[Link]
    clear_href: str


@dataclass(frozen=True)
class OrganisationsPage:
    """The list of organisations, with the button to add one for those who may."""

    sections: Sequence[Section]
    table: Table | None
    add: Action | None


@dataclass(frozen=True)
class ServiceCard:
    """One provided service as the organisation's page shows it."""

    title: str
    rows: Sequence[SummaryRow]


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation; the actions are there for those who keep the directory."""

    name: str
    tag: Tag | None
    facts: Sequence[SummaryRow]
    services: Sequence[ServiceCard]
    focal_points: Table | None
    edit: Action | None
    add_service: Action | None
    add_focal_point: Action | None


def reader_locale() -> str:
    return str(get_locale() or "es")


def services_page(actor: Actor, found: Page[ProvidedService], form: NarrowingForm) -> ServicesPage:
    query = {field.name: field.data for field in form if field.data}
    return ServicesPage(
        sections=_sections("services"),
        table=_services_table(actor, found.rows) if found.rows else None,
        page=found,
        url=address_of_pages("directory.list_services", **query),
        chosen=[_taking_off(form, name, query) for name in query],
        clear_href=url_for("directory.list_services"),
    )


def organisations_page(actor: Actor, organisations: Sequence[tuple[Organisation, int]]) -> OrganisationsPage:
    add = Action(_("Add an organisation"), url_for("directory.add_organisation")) if can_manage(actor) else None
    rows = [
        [
            Link(organisation.name, url_for("directory.show_organisation", organisation_id=organisation.id)),
            ngettext("%(num)s service", "%(num)s services", count),
            _closed_tag(is_closed=organisation.is_closed) or Tag(_("Works here"), "good"),
        ]
        for organisation, count in organisations
    ]
    columns = [Column(_("Organisation")), Column(_("Services")), Column(_("State"))]
    return OrganisationsPage(
        sections=_sections("organisations"),
        table=Table(_("Organisations of your country"), columns, rows, caption_hidden=True) if rows else None,
        add=add,
    )


def organisation_page(actor: Actor, organisation: Organisation) -> OrganisationPage:
    services = sorted(organisation.services, key=lambda provided: (provided.is_closed, provided.service.position))
    return OrganisationPage(
        name=organisation.name,
        tag=_closed_tag(is_closed=organisation.is_closed),
        facts=[
            SummaryRow(str(FIELD_LABELS["language"]), str(LANGUAGE_LABELS[organisation.language])),
            SummaryRow(str(FIELD_LABELS["is_authority"]), _("Yes") if organisation.is_authority else _("No")),
        ],
        services=[_service_card(actor, provided) for provided in services],
        focal_points=_focal_points_table(actor, organisation.focal_points) if organisation.focal_points else None,
        edit=_managing(actor, _("Change the organisation"), "directory.edit_organisation", organisation),
        add_service=_managing(actor, _("Add a service"), "directory.add_provided_service", organisation),
        add_focal_point=_managing(actor, _("Add a focal point"), "directory.add_focal_point", organisation),
    )


def service_choices_by_kind(actor: Actor, *, present: Service | None = None) -> Mapping[str, Choices]:
    """Services of today's catalogue grouped by the words of their kind, with the one that an entry has already."""
    locale = reader_locale()
    groups: dict[str, Choices] = {}
    for kind in CaseKind:
        offered = [
            (str(service.id), service.name(locale))
            for service in queries.list_catalogue_services(actor)
            if service.group == kind.value
        ]
        if present is not None and present.kind == kind and str(present.id) not in dict(offered):
            offered.append((str(present.id), present.name(locale)))
        groups[str(CASE_KIND_LABELS[kind])] = offered
    return groups


def service_choices(actor: Actor) -> Choices:
    locale = reader_locale()
    return sorted(
        ((str(service.id), service.name(locale)) for service in queries.list_catalogue_services(actor)),
        key=lambda choice: choice[1],
    )


def area_choices(actor: Actor) -> Choices:
    """First-level areas of the actor's country by ISO 3166-2."""
    locale = reader_locale()
    return sorted(((area.code, area.name(locale)) for area in queries.list_areas(actor)), key=lambda area: area[1])


def place_of(actor: Actor, provided: ProvidedService) -> str:
    """``La Playa, Norte de Santander``: the town, and the area where it is known."""
    area = queries.find_area(actor, provided.area_code)
    return f"{provided.locality}, {area.name(reader_locale())}" if area else provided.locality


def opening_tag(provided: ProvidedService, at: datetime, time_zone: str) -> Tag | None:
    """Whether it is open, and until when or when again; None where its hours are known in words only.

    Args:
        time_zone: of the place, as far as it is known: that of the office that looks.
    """
    hours, there = provided.hours, at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    if hours is None:
        return None
    if hours.is_always:
        return Tag(_("Open day and night"), "good")
    if closes := hours.closing_after(there):
        return Tag(_("Open now, until %(hour)s", hour=f"{closes:%H:%M}"), "good")
    return Tag(_opens_again(there, hours.opening_after(there)), "due")


def _opens_again(there: datetime, opens: datetime) -> str:
    away, hour = (opens.date() - there.date()).days, f"{opens:%H:%M}"
    if away == 0:
        return str(_("Closed now, opens today at %(hour)s", hour=hour))
    if away == 1:
        return str(_("Closed now, opens tomorrow at %(hour)s", hour=hour))
    return str(_("Closed now, opens %(day)s at %(hour)s", day=day_name(str(opens.isoweekday())), hour=hour))


def room_tag(provided: ProvidedService) -> Tag:
    if provided.is_closed:
        return Tag(_("Provided no more"), "neutral")
    if provided.accepts_referrals:
        return Tag(_("Has room"), "good")
    return Tag(_("No room now"), "due")


def _managing(actor: Actor, text: str, endpoint: str, organisation: Organisation) -> Action | None:
    """A button of those who keep the directory; None for everybody else."""
    return Action(text, url_for(endpoint, organisation_id=organisation.id)) if can_manage(actor) else None


def _sections(current: str) -> list[Section]:
    return [
        Section(_("Services"), url_for("directory.list_services"), current=current == "services"),
        Section(_("Organisations"), url_for("directory.list_organisations"), current=current == "organisations"),
    ]


def _taking_off(form: NarrowingForm, name: str, query: Mapping[str, Any]) -> Link:
    """What was chosen in a field, as a link to the list without it."""
    field = cast("SelectField", form[name])
    words = next((str(label) for value, label, *_rest in field.iter_choices() if value == query[name]), str(query[name]))
    rest = {other: value for other, value in query.items() if other != name}
    return Link(words, url_for("directory.list_services", **rest))


def _services_table(actor: Actor, services: Sequence[ProvidedService]) -> Table:
    locale = reader_locale()
    columns = [Column(_("Service")), Column(_("Organisation")), Column(_("Place")), Column(_("Opening hours")), Column(_("Room"))]
    rows = [
        [
            provided.service.name(locale),
            Link(
                provided.organisation.name,
                url_for("directory.show_organisation", organisation_id=provided.organisation_id),
            ),
            place_of(actor, provided),
            provided.opening_hours,
            room_tag(provided),
        ]
        for provided in services
    ]
    return Table(_("Services of your country"), columns, rows, caption_hidden=True)


def _service_card(actor: Actor, provided: ProvidedService) -> ServiceCard:
    name = provided.service.name(reader_locale())
    href = url_for("directory.edit_provided_service", provided_service_id=provided.id)
    edit = Link(_("Change it"), href, hidden_text=name) if can_manage(actor) else None
    return ServiceCard(
        title=name,
        rows=[
            SummaryRow(_("Room"), room_tag(provided), edit),
            SummaryRow(_("Place"), place_of(actor, provided)),
            SummaryRow(str(FIELD_LABELS["address"]), provided.address),
            SummaryRow(
                str(FIELD_LABELS["opening_hours"]),
                [told for told in (provided.opening_hours, opening_tag(provided, now(), actor.time_zone)) if told],
            ),
            SummaryRow(str(FIELD_LABELS["requirements"]), provided.requirements),
        ],
    )


def _focal_points_table(actor: Actor, points: Sequence[FocalPoint]) -> Table:
    columns = [Column(_("Name")), Column(_("E-mail")), Column(_("Phone")), Column(_("State"))]
    managing = can_manage(actor)
    if managing:
        columns.append(Column(_("Change it"), hidden=True))
    rows = []
    for point in sorted(points, key=lambda one: (one.is_ended, one.is_backup, one.name)):
        cells: list[Any] = [point.name, point.email, point.phone, _focal_point_tag(point)]
        if managing:
            href = url_for("directory.edit_focal_point", focal_point_id=point.id)
            cells.append(Link(_("Change it"), href, hidden_text=point.name))
        rows.append(cells)
    return Table(_("Focal points"), columns, rows, caption_hidden=True)


def _focal_point_tag(point: FocalPoint) -> Tag:
    if point.is_ended:
        return Tag(_("Answers no more"), "neutral")
    return Tag(_("Stand-in"), "waiting") if point.is_backup else Tag(_("Answers referrals"), "good")


def _closed_tag(*, is_closed: bool) -> Tag | None:
    return Tag(_("Works here no more"), "neutral") if is_closed else None
