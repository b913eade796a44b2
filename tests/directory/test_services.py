"""Keeping the directory."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.catalogue.models import Service
from app.directory import services
from app.directory.enums import Language
from app.directory.services import FocalPointContent, OrganisationContent, ProvidedServiceContent
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion
from app.foundation.ids import new_id
from tests.conftest import actor_of
from tests.factories.catalogue import seeded
from tests.factories.directory import FocalPointFactory, OrganisationFactory, ProvidedServiceFactory


@pytest.fixture
def keeper(office: Office) -> Actor:
    return actor_of(Role.REPORTING_OFFICER, office)


def content_of_service(**changes: object) -> ProvidedServiceContent:
    content = ProvidedServiceContent(service_id=seeded(Service, "D-ORI").id, locality="Cúcuta", area_code="CO-NSA")
    return dataclasses.replace(content, **changes)  # type: ignore[arg-type]


def audited(action: str) -> list[list[str]]:
    return [event.fields for event in db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action))]


def test_an_organisation_is_added_to_the_own_country_and_audited(keeper: Actor) -> None:
    added = services.add_organisation(keeper, OrganisationContent("Refugio Norte", Language.SPANISH))
    db.session.flush()
    assert (added.name, added.country, added.version) == ("Refugio Norte", "CO", 1)
    assert audited("organisation:added") == [["language", "name"]]


def test_a_name_that_differs_in_capitals_and_accents_only_is_taken(keeper: Actor) -> None:
    OrganisationFactory(name="Corporación Fé")
    OrganisationFactory(name="Casa Abierta", country="EC")
    with pytest.raises(RefusedInput) as refusal:
        services.add_organisation(keeper, OrganisationContent("CORPORACION FE", Language.SPANISH))
    assert refusal.value.field == "name"
    assert services.add_organisation(keeper, OrganisationContent("Casa Abierta", Language.SPANISH)).country == "CO"


def test_closing_an_organisation_keeps_the_day_and_can_be_undone(keeper: Actor) -> None:
    organisation = OrganisationFactory()
    content = OrganisationContent(organisation.name, Language.ENGLISH, is_closed=True)
    changed = services.change_organisation(keeper, organisation.id, content, based_on=1)
    assert changed.is_closed
    assert changed.language is Language.ENGLISH
    assert changed.version == 2
    reopened = services.change_organisation(keeper, organisation.id, dataclasses.replace(content, is_closed=False), based_on=2)
    assert not reopened.is_closed


def test_a_change_on_an_old_version_is_refused_with_what_differs(keeper: Actor) -> None:
    organisation = OrganisationFactory(name="Antes", version=3)
    with pytest.raises(StaleVersion) as refusal:
        services.change_organisation(keeper, organisation.id, OrganisationContent("Después", Language.SPANISH), based_on=2)
    assert list(refusal.value.differences.values()) == [("Antes", "Después")]
    assert organisation.name == "Antes"


def test_saving_without_a_change_leaves_version_and_audit_alone(keeper: Actor) -> None:
    organisation = OrganisationFactory()
    services.change_organisation(keeper, organisation.id, OrganisationContent(organisation.name, Language.SPANISH), based_on=1)
    assert organisation.version == 1
    assert audited("organisation:changed") == []


def test_a_service_is_added_once_at_one_place(keeper: Actor) -> None:
    organisation = OrganisationFactory()
    added = services.add_provided_service(keeper, organisation.id, content_of_service(address="Calle 5"))
    db.session.flush()
    assert (added.country, added.address, added.accepts_referrals) == ("CO", "Calle 5", True)
    with pytest.raises(RefusedInput) as refusal:
        services.add_provided_service(keeper, organisation.id, content_of_service(locality="cucuta"))
    assert refusal.value.field == "service_id"
    services.add_provided_service(keeper, organisation.id, content_of_service(locality="Ocaña"))


@pytest.mark.parametrize(
    ("changes", "field"), [({"service_id": UUID(int=1)}, "service_id"), ({"area_code": "EC-P"}, "area_code")]
)
def test_a_service_names_a_service_of_the_catalogue_and_an_area_of_the_country(
    keeper: Actor, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(RefusedInput) as refusal:
        services.add_provided_service(keeper, OrganisationFactory().id, content_of_service(**changes))
    assert refusal.value.field == field


def test_saying_that_a_service_has_no_room_is_audited_by_field_only(keeper: Actor) -> None:
    provided = ProvidedServiceFactory(requirements=None)
    content = content_of_service(accepts_referrals=False)
    services.change_provided_service(keeper, provided.id, content, based_on=1)
    assert not provided.accepts_referrals
    assert audited("provided_service:changed") == [["accepts_referrals"]]
    with pytest.raises(StaleVersion):
        services.change_provided_service(keeper, provided.id, content, based_on=1)


def test_a_focal_point_is_added_changed_and_ended(keeper: Actor) -> None:
    organisation = OrganisationFactory()
    content = FocalPointContent("Recepción", "recepcion@example.org")
    point = services.add_focal_point(keeper, organisation.id, content)
    db.session.flush()
    ended = services.change_focal_point(keeper, point.id, dataclasses.replace(content, is_ended=True), based_on=1)
    assert ended.is_ended
    assert audited("focal_point:added") == [["email", "name"]]
    assert audited("focal_point:changed") == [["ended_on"]]


def test_what_lies_in_another_country_cannot_be_changed(other_office: Office) -> None:
    stranger = actor_of(Role.REPORTING_OFFICER, other_office)
    point = FocalPointFactory()
    with pytest.raises(NotFound):
        services.change_focal_point(stranger, point.id, FocalPointContent("x", "x@example.org"), based_on=1)
    with pytest.raises(NotFound):
        services.add_provided_service(stranger, point.organisation_id, content_of_service())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REPORTING_OFFICER])
def test_only_the_reporting_officer_keeps_the_directory(office: Office, role: Role) -> None:
    actor = actor_of(role, office)
    with pytest.raises(NotAllowed):
        services.add_organisation(actor, OrganisationContent("Nueva", Language.SPANISH))
    with pytest.raises(NotAllowed):
        services.change_provided_service(actor, new_id(), content_of_service(), based_on=1)
    with pytest.raises(NotAllowed):
        services.add_focal_point(actor, new_id(), FocalPointContent("x", "x@example.org"))
