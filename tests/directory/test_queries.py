"""What staff find in the directory of their country."""

from __future__ import annotations

from datetime import date

import pytest

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.catalogue.enums import CaseKind
from app.catalogue.models import Service
from app.directory import queries
from app.directory.enums import Opening
from app.directory.queries import Narrowing
from app.foundation.actor import Actor
from app.foundation.errors import NotFound
from tests.conftest import actor_of
from tests.factories.catalogue import seeded
from tests.factories.directory import FocalPointFactory, OrganisationFactory, ProvidedServiceFactory

YESTERDAY = date(2026, 11, 20)


def names(actor: Actor, narrowing: Narrowing | None = None) -> list[str]:
    return [provided.organisation.name for provided in queries.search_provided_services(actor, narrowing or Narrowing()).rows]


def test_services_of_the_own_country_are_found_by_organisation(caseworker: Actor) -> None:
    ProvidedServiceFactory(organisation__name="Refugio Norte")
    ProvidedServiceFactory(organisation__name="Casa Abierta")
    ProvidedServiceFactory(organisation__name="Casa de Quito", organisation__country="EC")
    assert names(caseworker) == ["Casa Abierta", "Refugio Norte"]


def test_closed_services_and_services_of_closed_organisations_are_not_offered(caseworker: Actor) -> None:
    ProvidedServiceFactory(closed_on=YESTERDAY)
    ProvidedServiceFactory(organisation__closed_on=YESTERDAY)
    assert names(caseworker) == []


@pytest.mark.parametrize(
    ("narrowing", "found"),
    [
        (Narrowing(opening=Opening.ACCEPTING), ["Con cupo"]),
        (Narrowing(opening=Opening.FULL), ["Sin cupo"]),
        (Narrowing(area_code="CO-ANT"), ["Sin cupo"]),
        (Narrowing(kind=CaseKind.DOCUMENTATION), ["Con cupo", "Sin cupo"]),
        (Narrowing(kind=CaseKind.ECONOMIC_INTEGRATION), []),
    ],
)
def test_the_list_is_narrowed_by_room_area_and_kind(caseworker: Actor, narrowing: Narrowing, found: list[str]) -> None:
    ProvidedServiceFactory(organisation__name="Con cupo")
    ProvidedServiceFactory(organisation__name="Sin cupo", accepts_referrals=False, area_code="CO-ANT", locality="Medellín")
    assert names(caseworker, narrowing) == found


def test_the_list_is_narrowed_by_a_service_of_the_catalogue(caseworker: Actor) -> None:
    renewal = seeded(Service, "D-REN")
    ProvidedServiceFactory(organisation__name="Orienta")
    ProvidedServiceFactory(organisation__name="Renueva", service_id=renewal.id)
    assert names(caseworker, Narrowing(service_id=renewal.id)) == ["Renueva"]
    assert [one.organisation.name for one in queries.list_provided_services(caseworker, renewal.id)] == ["Renueva"]


def test_services_with_providers_are_counted_and_the_others_left_out(caseworker: Actor) -> None:
    ProvidedServiceFactory()
    ProvidedServiceFactory()
    ProvidedServiceFactory(organisation__country="EC")
    counted = {service.code: count for service, count in queries.list_services_with_providers(caseworker)}
    assert counted == {"D-ORI": 2}
    elsewhere = {service.code: count for service, count in queries.list_services_with_providers(caseworker, country="EC")}
    assert elsewhere == {"D-ORI": 1}


def test_what_lies_in_another_country_is_not_found(other_office: Office) -> None:
    provided = ProvidedServiceFactory()
    point = FocalPointFactory(organisation=provided.organisation)
    stranger = actor_of(Role.CASEWORKER, other_office)
    with pytest.raises(NotFound):
        queries.get_provided_service(stranger, provided.id)
    with pytest.raises(NotFound):
        queries.get_organisation(stranger, provided.organisation_id)
    with pytest.raises(NotFound):
        queries.get_focal_point(stranger, point.id)


def test_the_focal_point_is_who_still_answers_and_a_stand_in_only_without_anybody_else(caseworker: Actor) -> None:
    organisation = OrganisationFactory()
    assert queries.focal_point_of(organisation.id) is None
    stand_in = FocalPointFactory(organisation=organisation, name="Ana", is_backup=True)
    assert queries.focal_point_of(organisation.id) == stand_in
    desk = FocalPointFactory(organisation=organisation, name="Mesa de entrada")
    assert queries.focal_point_of(organisation.id) == desk
    FocalPointFactory(organisation=organisation, name="Antes", ended_on=YESTERDAY)
    assert queries.get_organisation(caseworker, organisation.id).focal_point == desk


def test_organisations_are_listed_with_their_open_services_and_closed_ones_last(caseworker: Actor) -> None:
    organisation = OrganisationFactory(name="Zeta")
    ProvidedServiceFactory(organisation=organisation)
    ProvidedServiceFactory(organisation=organisation, locality="Ocaña", closed_on=YESTERDAY)
    OrganisationFactory(name="Alfa", closed_on=YESTERDAY)
    listed = [(organisation.name, count) for organisation, count in queries.list_organisations(caseworker)]
    assert listed == [("Zeta", 1), ("Alfa", 0)]
