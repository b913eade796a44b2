"""Pages of the directory."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.catalogue.models import Service
from app.directory.models import FocalPoint, Organisation, ProvidedService
from app.foundation.database import db
from app.foundation.ids import new_id
from tests.conftest import SignIn
from tests.factories.catalogue import seeded
from tests.factories.directory import FocalPointFactory, OrganisationFactory, ProvidedServiceFactory
from tests.guarded_client import GuardedClient


def test_the_list_shows_services_with_room_and_place(sign_in: SignIn) -> None:
    ProvidedServiceFactory(organisation__name="Refugio Norte", accepts_referrals=False)
    page = sign_in(Role.CASEWORKER).get("/directory")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Refugio Norte" in text
    assert "Cúcuta, Norte de Santander" in text
    assert "Sin cupo" in text


def test_the_list_is_narrowed_by_its_address_and_says_what_was_chosen(sign_in: SignIn) -> None:
    ProvidedServiceFactory(organisation__name="Con cupo")
    ProvidedServiceFactory(organisation__name="Sin cupo", accepts_referrals=False)
    client = sign_in(Role.CASEWORKER)
    text = client.get("/directory?opening=accepting").get_data(as_text=True)
    assert "Con cupo" in text
    assert ">Sin cupo<" not in text
    nonsense = client.get("/directory?opening=<script>&kind=nope&service=1&page=zwei")
    assert nonsense.status_code == 200
    assert "<script>&" not in nonsense.get_data(as_text=True)


def test_an_empty_directory_says_who_fills_it(sign_in: SignIn) -> None:
    assert "El directorio de su país está vacío" in sign_in(Role.CASEWORKER).get("/directory").get_data(as_text=True)


def test_the_organisation_page_shows_services_and_focal_points(sign_in: SignIn) -> None:
    provided = ProvidedServiceFactory(organisation__name="Refugio Norte")
    FocalPointFactory(organisation=provided.organisation, name="Mesa de entrada", phone="+57 300 0000000")
    text = sign_in(Role.CASEWORKER).get(f"/directory/organisations/{provided.organisation_id}").get_data(as_text=True)
    assert "Mesa de entrada" in text
    assert "Cualquier documento, aunque esté vencido" in text
    assert "/edit" not in text


def test_the_organisation_of_another_country_is_not_found(sign_in: SignIn) -> None:
    foreign = OrganisationFactory(country="EC", name="Casa de Quito")
    page = sign_in(Role.CASEWORKER).get(f"/directory/organisations/{foreign.id}")
    assert page.status_code == 404
    assert "Casa de Quito" not in page.get_data(as_text=True)


def test_the_reporting_officer_adds_an_organisation_its_service_and_its_focal_point(sign_in: SignIn) -> None:
    client = sign_in(Role.REPORTING_OFFICER)
    added = client.submit("/directory/organisations/new", name="Clínica La Frontera", language="es")
    assert added.status_code == 303
    organisation = db.session.scalars(sa.select(Organisation).where(Organisation.name == "Clínica La Frontera")).one()
    own = f"/directory/organisations/{organisation.id}"
    assert added.location == own
    service = str(seeded(Service, "D-ORI").id)
    assert client.submit(f"{own}/services/new", service_id=service, area_code="CO-NSA", locality="Cúcuta").status_code == 303
    assert client.submit(f"{own}/focal-points/new", name="Citas", email="citas@example.org").status_code == 303
    assert db.session.scalars(sa.select(ProvidedService)).one().organisation_id == organisation.id
    assert db.session.scalars(sa.select(FocalPoint)).one().email == "citas@example.org"


def test_bad_input_is_answered_with_422_and_keeps_the_text(sign_in: SignIn) -> None:
    organisation = OrganisationFactory()
    client = sign_in(Role.REPORTING_OFFICER)
    page = client.submit(f"/directory/organisations/{organisation.id}/focal-points/new", name="Citas", email="no es un correo")
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "no es un correo" in text
    assert "Escriba una dirección de correo" in text
    assert client.submit("/directory/organisations/new", name="   ", language="es").status_code == 422
    assert client.submit("/directory/organisations/new", name="x" * 200, language="es").status_code == 422
    assert client.submit("/directory/organisations/new", name="Bien", language="xx").status_code == 422


@pytest.mark.parametrize(
    "email", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "a b@example.org", "@example.org"]
)
def test_an_address_that_could_become_two_is_refused(sign_in: SignIn, email: str) -> None:
    organisation = OrganisationFactory()
    page = sign_in(Role.REPORTING_OFFICER).submit(
        f"/directory/organisations/{organisation.id}/focal-points/new", name="Citas", email=email
    )
    assert page.status_code == 422
    assert db.session.scalars(sa.select(FocalPoint)).all() == []


def test_a_stale_change_is_answered_with_409_and_both_values(sign_in: SignIn) -> None:
    organisation = OrganisationFactory(name="Lo que está", version=2)
    page = sign_in(Role.REPORTING_OFFICER).submit(
        f"/directory/organisations/{organisation.id}/edit", name="Lo que escribí", language="es", version="1"
    )
    assert page.status_code == 409
    text = page.get_data(as_text=True)
    assert "Lo que está" in text
    assert "Lo que escribí" in text


def test_sending_a_form_twice_adds_one_organisation(sign_in: SignIn) -> None:
    client = sign_in(Role.REPORTING_OFFICER)
    submission = new_id()
    first = client.submit("/directory/organisations/new", submission_id=submission, name="Una vez", language="es")
    second = client.submit("/directory/organisations/new", submission_id=submission, name="Una vez", language="es")
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1


def test_each_edit_page_opens_with_what_stands_and_saves_it(sign_in: SignIn) -> None:
    provided = ProvidedServiceFactory(opening_hours="Lunes a viernes")
    point = FocalPointFactory(organisation=provided.organisation)
    client = sign_in(Role.REPORTING_OFFICER)
    assert "Lunes a viernes" in client.get(f"/directory/services/{provided.id}/edit").get_data(as_text=True)
    assert point.email in client.get(f"/directory/focal-points/{point.id}/edit").get_data(as_text=True)
    saved = client.submit(
        f"/directory/services/{provided.id}/edit",
        service_id=str(provided.service_id),
        area_code="CO-NSA",
        locality="Cúcuta",
        is_closed="y",
        version="1",
    )
    assert saved.status_code == 303
    db.session.refresh(provided)
    assert provided.is_closed
    ended = client.submit(
        f"/directory/focal-points/{point.id}/edit", name=point.name, email=point.email, is_ended="y", version="1"
    )
    assert ended.status_code == 303
    db.session.refresh(point)
    assert point.is_ended


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_others_may_not_open_the_pages_that_change_the_directory(sign_in: SignIn, role: Role) -> None:
    client: GuardedClient = sign_in(role)
    assert client.get("/directory/organisations/new").status_code == 403
    assert client.submit("/directory/organisations/new", name="Nueva", language="es").status_code == 403
    assert client.get(f"/directory/services/{ProvidedServiceFactory().id}/edit").status_code == 403


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_roles_without_the_directory_may_not_read_it(sign_in: SignIn, role: Role) -> None:
    assert sign_in(role).get("/directory").status_code == 403


def test_a_stranger_is_led_to_the_sign_in(client: GuardedClient, office: Office) -> None:
    assert client.get("/directory").status_code == 302
