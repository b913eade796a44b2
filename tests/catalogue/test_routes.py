from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.catalogue.models import ActionPoint, CatalogueRevision
from app.foundation.database import new_id
from tests.catalogue.pages import text_of
from tests.conftest import SignIn
from tests.factories.catalogue import seeded
from tests.guarded_client import GuardedClient

PAGES = (
    "/catalogue",
    "/catalogue/action-points",
    "/catalogue/action-points?by=axis",
    "/catalogue/action-points/protection_regular_stay",
    "/catalogue/services",
    "/catalogue/services?kind=economic_integration",
    "/catalogue/services/D-REG",
    "/catalogue/indicators",
)
COORDINATOR_PAGES = (
    "/catalogue/action-points/protection_regular_stay/edit",
    "/catalogue/services/D-REG/links",
    "/catalogue/services/D-REG/retire",
    "/catalogue/services/D-REG/reinstate",
)
READERS = (Role.CASEWORKER, Role.SUPERVISOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION)
EDIT = "/catalogue/action-points/anti_xenophobia/edit"


@pytest.fixture
def coordinator(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.REPORTING_OFFICER)


def point_fields(code: str = "anti_xenophobia", **changes: Any) -> dict[str, Any]:
    """What the browser sends of an unchanged form, with some fields changed."""
    point: ActionPoint = seeded(ActionPoint, code)
    fields = {
        "version": point.version,
        "title_es": point.title_es,
        "title_en": point.title_en,
        "title_pt": point.title_pt,
        "number": point.number,
        "confidence": point.confidence.value,
        "sources": "\r\n".join(point.sources),
        "order_basis": point.order_basis,
        "note": point.note or "",
        "valid_until-day": "",
        "valid_until-month": "",
        "valid_until-year": "",
    }
    return fields | changes


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", READERS)
def test_staff_read_the_catalogue(sign_in: SignIn, role: Role, page: str) -> None:
    assert sign_in(role).get(page).status_code == 200


@pytest.mark.parametrize("page", COORDINATOR_PAGES)
def test_the_coordinator_opens_every_form(coordinator: GuardedClient, page: str) -> None:
    assert coordinator.get(page).status_code == 200


@pytest.mark.parametrize("page", COORDINATOR_PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.REPORTING_OFFICER])
def test_nobody_else_opens_or_sends_a_form(sign_in: SignIn, role: Role, page: str) -> None:
    client = sign_in(role)
    assert client.get(page).status_code == 403
    assert client.submit(page, version=1).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_has_no_business_in_the_catalogue(sign_in: SignIn, page: str) -> None:
    assert sign_in(Role.ADMINISTRATOR).get(page).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, *COORDINATOR_PAGES])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_form(client: GuardedClient, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 302
    assert "sign-in" in response.headers["Location"] or "login" in response.headers["Location"]


@pytest.mark.parametrize(
    "page",
    [
        "/catalogue/action-points/nowhere",
        "/catalogue/action-points/nowhere/edit",
        "/catalogue/services/NOWHERE",
        "/catalogue/services/NOWHERE/links",
        "/catalogue/services/NOWHERE/retire",
        "/catalogue/services/NOWHERE/reinstate",
        "/catalogue/services?kind=nonsense",
    ],
)
def test_what_is_not_in_the_catalogue_is_not_found(coordinator: GuardedClient, page: str) -> None:
    assert coordinator.get(page).status_code == 404


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("page", [*PAGES, *COORDINATOR_PAGES])
def test_every_page_speaks_the_readers_language(coordinator: GuardedClient, page: str, language: str) -> None:
    words = {"es": "Catálogo|Puntos|Servicio|Indicadores|Punto|punto|servicio", "pt": "ão|ções|ço|dores", "en": " the | of |Code"}
    with coordinator.session_transaction() as cookie:
        cookie["locale"] = language
    page_text = text_of(coordinator.get(page))
    assert re.search(words[language], page_text)
    if language != "en":
        for english in ("Action point", "Confidence", "Not confirmed", "Leave without", "Version ", "Kind of case"):
            assert english not in page_text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_few_queries(coordinator: GuardedClient, session: Session, page: str) -> None:
    statements: list[str] = []
    connection = session.connection()

    def note(*call: Any) -> None:
        statements.append(call[2])

    coordinator.get(page)
    sa.event.listen(connection, "before_cursor_execute", note)
    coordinator.get(page)
    sa.event.remove(connection, "before_cursor_execute", note)
    assert len([one for one in statements if one.startswith(("SELECT", "INSERT", "UPDATE"))]) <= 12


def test_an_unconfirmed_number_is_shown_to_staff_as_unconfirmed(coordinator: GuardedClient) -> None:
    shown = text_of(coordinator.get("/catalogue/action-points/trafficking_smuggling"))
    assert "10, sin confirmar" in shown
    assert "Punto 10" not in shown
    assert "Punto 6: Aceptación" in text_of(coordinator.get("/catalogue/action-points/expired_documents_accepted"))


def test_points_without_a_service_are_marked(coordinator: GuardedClient) -> None:
    response = coordinator.submit("/catalogue/services/D-REG/links", version=1, indicators=["DOC-02"])
    assert response.status_code == 303
    shown = text_of(coordinator.get("/catalogue/action-points"))
    assert shown.count("Ningún servicio lo atiende") == 1
    assert shown.count("Sin servicios: apoyo a políticas") == 10
    assert "Ningún servicio lo atiende" in text_of(coordinator.get("/catalogue/action-points/expired_documents_accepted"))


def test_the_coordinator_edits_a_point_and_sees_what_it_said_before(coordinator: GuardedClient) -> None:
    response = coordinator.submit(EDIT, **point_fields(title_pt="Contra a xenofobia", note="Revisado"))
    assert (response.status_code, response.headers["Location"]) == (303, "/catalogue/action-points/anti_xenophobia")
    shown = text_of(coordinator.get(response.headers["Location"]))
    assert "El punto de acción quedó guardado." in shown
    assert "Nota: vacío → Revisado" in shown
    assert "Título en portugués: Luta contra a discriminação, a intolerância e a xenofobia → Contra a xenofobia" in shown
    assert coordinator.user.name in shown


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.REPORTING_OFFICER, True), (Role.CASEWORKER, False), (Role.SUPERVISOR, False)]
)
def test_only_the_coordinator_is_offered_to_edit(sign_in: SignIn, role: Role, offered: bool) -> None:
    client = sign_in(role)
    assert ("Editar punto de acción" in text_of(client.get("/catalogue/action-points/anti_xenophobia"))) is offered
    assert ("Editar vínculos" in text_of(client.get("/catalogue/services/D-APO"))) is offered


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title_es": "   "}, "Escriba el título en español"),
        ({"title_en": "x" * 301}, "Acorte este texto a 300 caracteres"),
        ({"number": "100"}, "Escriba un número del 1 al 99"),
        ({"number": "6"}, "Otro punto de acción tiene este número"),
        ({"confidence": "editorial"}, "confidence"),
        ({"sources": "NOWHERE"}, "El catálogo no tiene una fuente con el código NOWHERE"),
        ({"confidence": "number_and_content", "sources": ""}, "Indique qué texto da el número y el contenido"),
        ({"valid_until-day": "31", "valid_until-month": "2", "valid_until-year": "2026"}, "valid_until"),
        ({"version": "abc"}, "El formulario está dañado"),
        ({"version": "9" * 40}, "El formulario está dañado"),
    ],
)
def test_input_that_cannot_be_saved_is_answered_with_422_and_kept(
    coordinator: GuardedClient, session: Session, changes: dict[str, str], sentence: str
) -> None:
    response = coordinator.submit(EDIT, **point_fields(title_pt="Um título digitado", **changes))
    assert response.status_code == 422
    assert sentence in response.get_data(as_text=True)
    assert "Um título digitado" in response.get_data(as_text=True)
    assert session.scalar(sa.select(sa.func.count(CatalogueRevision.id))) == 0


def test_an_edit_of_an_older_version_shows_both_side_by_side(coordinator: GuardedClient) -> None:
    older = point_fields(title_en="What I wrote")
    coordinator.submit(EDIT, **point_fields(title_en="What a colleague wrote"))

    response = coordinator.submit(EDIT, **older)

    assert response.status_code == 409
    shown = text_of(response)
    assert "What I wrote" in shown
    assert "What a colleague wrote" in shown
    assert seeded(ActionPoint, "anti_xenophobia").title_en == "What a colleague wrote"


def test_a_form_sent_twice_is_saved_once(coordinator: GuardedClient, session: Session) -> None:
    submission, fields = new_id(), point_fields(note="Una vez")
    first, second = (coordinator.submit(EDIT, submission_id=submission, **fields) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert seeded(ActionPoint, "anti_xenophobia").version == 2
    assert session.scalar(sa.select(sa.func.count(AuditEvent.id)).where(AuditEvent.action == "action_point:edited")) == 1


def test_a_form_sent_again_with_other_content_is_refused(coordinator: GuardedClient) -> None:
    submission = new_id()
    coordinator.submit(EDIT, submission_id=submission, **point_fields(note="Primera"))
    response = coordinator.submit(EDIT, submission_id=submission, **point_fields(note="Segunda"))
    assert response.status_code == 409
    assert seeded(ActionPoint, "anti_xenophobia").note == "Primera"


def test_a_form_without_its_submission_id_is_refused(coordinator: GuardedClient) -> None:
    assert coordinator.post(EDIT, data=point_fields() | {"submission_id": "x"}).status_code == 422
