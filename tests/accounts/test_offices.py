from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from tests.accounts.conftest import actions_of, text_of
from tests.guarded_client import GuardedClient


def office_fields(**changes: Any) -> dict[str, Any]:
    fields = {
        "name": "Ipiales",
        "code": "ipi",
        "country": "CO",
        "area_code": "co-nar",
        "locality": "Ipiales",
        "time_zone": "America/Bogota",
        "caseload_capacity": "35",
    }
    return fields | changes


def test_an_office_is_added(admin_client: GuardedClient, session: Session) -> None:
    assert admin_client.submit("/offices/new", **office_fields()).status_code == 303
    office = session.scalars(sa.select(Office).where(Office.code == "IPI")).one()
    assert (office.name, office.country, office.area_code, office.caseload_capacity) == ("Ipiales", "CO", "CO-NAR", 35)
    assert actions_of(session, "office") == ["office:added"]
    assert "Ipiales" in text_of(admin_client.get("/offices"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Escriba el nombre de la oficina"),
        ({"code": "IPIA"}, "Escriba tres letras de la A a la Z"),
        ({"code": "1PI"}, "Escriba tres letras de la A a la Z"),
        ({"code": "CUC"}, "Otra oficina tiene este código"),
        ({"country": ""}, "Elija un país"),
        ({"country": "XX"}, "País"),
        ({"area_code": "EC-P"}, "Este no es el código de una zona de este país"),
        ({"area_code": "Nariño"}, "Escriba el código como en CO-NSA"),
        ({"time_zone": "Mars/Olympus"}, "Zona horaria"),
        ({"caseload_capacity": "0"}, "Escriba un número de 1 a 500"),
        ({"caseload_capacity": "muchos"}, "Escriba la capacidad con un número"),
    ],
)
def test_an_office_to_mend_keeps_what_was_typed(
    admin_client: GuardedClient, session: Session, office: Office, changes: dict[str, str], sentence: str
) -> None:
    response = admin_client.submit("/offices/new", **office_fields(**changes))
    assert (response.status_code, sentence in text_of(response)) == (422, True)
    assert 'value="Ipiales"' in response.text
    assert session.scalar(sa.select(sa.func.count()).where(Office.code == "IPI")) == 0


def test_an_office_is_edited_on_the_version_that_was_shown(admin_client: GuardedClient, session: Session, office: Office) -> None:
    page = f"/offices/{office.id}/edit"
    assert "Editar oficina" in text_of(admin_client.get(page))
    fields = office_fields(name="Cúcuta Centro", area_code="CO-NSA", version=1)
    assert admin_client.submit(page, **fields).status_code == 303
    assert (office.name, office.code, office.version) == ("Cúcuta Centro", "CUC", 2)
    stale = admin_client.submit(page, **office_fields(name="Cúcuta Norte", area_code="CO-NSA", version=1))
    assert stale.status_code == 409
    assert "Cúcuta Centro" in text_of(stale)
    assert "Cúcuta Norte" in text_of(stale)
    assert office.name == "Cúcuta Centro"


def test_an_office_is_closed_and_no_longer_offered(admin_client: GuardedClient, office: Office) -> None:
    fields = office_fields(name="Cúcuta", area_code="CO-NSA", version=1, is_closed="y")
    assert admin_client.submit(f"/offices/{office.id}/edit", **fields).status_code == 303
    assert office.closed_on is not None
    assert str(office.id) not in admin_client.get("/accounts/new").text


def test_an_office_administrator_opens_no_office_elsewhere(office_admin: GuardedClient, session: Session) -> None:
    assert office_admin.submit("/offices/new", **office_fields(country="CO")).status_code == 422
    assert session.scalar(sa.select(sa.func.count()).where(Office.code == "IPI")) == 0
