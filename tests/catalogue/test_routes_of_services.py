from __future__ import annotations

import re

import pytest

from app.accounts.permissions import Role
from app.catalogue.models import Service
from tests.catalogue.pages import text_of
from tests.conftest import SignIn
from tests.factories.catalogue import ServiceFactory, seeded
from tests.guarded_client import GuardedClient

LINKS = "/catalogue/services/D-APO/links"


@pytest.fixture
def coordinator(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.REPORTING_OFFICER)


def test_the_coordinator_changes_what_a_service_serves(coordinator: GuardedClient) -> None:
    response = coordinator.submit(
        LINKS, version=1, action_points=["venezuelan_documents", "anti_xenophobia"], indicators=["DOC-07"]
    )
    assert response.status_code == 303
    service: Service = seeded(Service, "D-APO")
    shown = text_of(coordinator.get("/catalogue/services/D-APO"))
    assert service.version == 2
    assert "Lucha contra la discriminación" in shown
    assert "Puntos de acción, se agregó: Lucha contra la discriminación" in shown
    assert "se quitó" not in shown


def test_the_form_of_links_shows_what_is_linked_now(coordinator: GuardedClient) -> None:
    page = coordinator.get(LINKS).get_data(as_text=True)
    ticked = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]+)"[^>]*checked', page)
    assert ticked == [("action_points", "venezuelan_documents"), ("indicators", "DOC-07")]


def test_links_to_nothing_are_answered_with_422(coordinator: GuardedClient) -> None:
    assert coordinator.submit(LINKS, version=1, action_points=["nowhere"]).status_code == 422
    assert seeded(Service, "D-APO").version == 1


def test_links_based_on_an_older_version_show_both(coordinator: GuardedClient) -> None:
    coordinator.submit(LINKS, version=1, action_points=["anti_xenophobia"])
    response = coordinator.submit(LINKS, version=1, action_points=["donor_awareness"])
    assert response.status_code == 409
    assert "Lucha contra la discriminación" in text_of(response)
    assert "Sensibilización de donantes" in text_of(response)


def test_a_service_is_retired_and_reinstated(coordinator: GuardedClient) -> None:
    last_day = {"last_day-day": "30", "last_day-month": "6", "last_day-year": "2026"}
    response = coordinator.submit("/catalogue/services/D-APO/retire", version=1, **last_day)
    assert response.status_code == 303
    shown = text_of(coordinator.get("/catalogue/services/D-APO"))
    assert "Retirado después del mar 30 jun 2026" in shown
    assert "Reactivar servicio" in shown
    assert "Servicios fuera de uso" in text_of(coordinator.get("/catalogue/services"))

    assert coordinator.submit("/catalogue/services/D-APO/reinstate", version=2).status_code == 303
    assert "Retirar servicio" in text_of(coordinator.get("/catalogue/services/D-APO"))


def test_retiring_without_a_day_is_answered_with_422(coordinator: GuardedClient) -> None:
    assert coordinator.submit("/catalogue/services/D-APO/retire", version=1).status_code == 422


def test_a_service_in_use_is_not_reinstated(coordinator: GuardedClient) -> None:
    response = coordinator.submit("/catalogue/services/D-APO/reinstate", version=1)
    assert response.status_code == 409
    assert "no hay nada que reactivar" in text_of(response)


def test_names_from_the_catalogue_are_escaped(coordinator: GuardedClient) -> None:
    ServiceFactory(code="X-SSS", name_es="<script>alert(1)</script>")
    page = coordinator.get("/catalogue/services?kind=humanitarian_aid").get_data(as_text=True)
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_history_tells_what_joined_and_what_left_by_its_title(coordinator: GuardedClient) -> None:
    coordinator.submit(LINKS, version=1, action_points=["anti_xenophobia"], indicators=["DOC-01"])
    shown = text_of(coordinator.get("/catalogue/services/D-APO"))
    assert "Puntos de acción, se agregó: Lucha contra la discriminación" in shown
    assert "Puntos de acción, se quitó: Expedición oportuna" in shown
    assert "Indicadores, se quitó: Documentos apostillados" in shown


def test_days_in_the_history_are_told_as_everywhere(coordinator: GuardedClient) -> None:
    last_day = {"last_day-day": "30", "last_day-month": "6", "last_day-year": "2026"}
    coordinator.submit("/catalogue/services/D-APO/retire", version=1, **last_day)
    assert "Último día: vacío → mar 30 jun 2026" in text_of(coordinator.get("/catalogue/services/D-APO"))
