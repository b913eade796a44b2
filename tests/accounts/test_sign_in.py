from __future__ import annotations

import re
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Office, User
from app.accounts.services import set_password
from app.audit.models import AuditEvent
from ops.one_time_codes import code_of
from tests.accounts.conftest import GOOD_PASSWORD, actions_of, text_of
from tests.factories.accounts import GrantFactory, UserFactory, set_up_second_factor
from tests.guarded_client import GuardedClient

SECRETS: dict[str, str] = {}
"""E-mail -> secret of the app, of the users of this module."""
REFUSED = "El correo o la contraseña no son correctos"


@pytest.fixture
def user(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office, email="ana@example.org", name="Ana Peñaranda")
    GrantFactory(user=user, office=office)
    set_password(user, GOOD_PASSWORD)
    session.commit()
    SECRETS[user.email] = set_up_second_factor(user)
    return user


def give_password(
    client: GuardedClient, email: str = "ana@example.org", password: str = GOOD_PASSWORD, query: str = ""
) -> TestResponse:
    return client.post(f"/sign-in{query}", data={"email": email, "password": password})


def sign_in(client: GuardedClient, email: str = "ana@example.org", query: str = "") -> TestResponse:
    """Password and code; gives the answer to the code."""
    answer = give_password(client, email, query=query)
    assert (answer.status_code, answer.location) == (302, "/sign-in/next")
    assert client.get("/sign-in/next").location == "/sign-in/code"
    return client.submit("/sign-in/code", one_time_code=code_of(SECRETS[email.strip().lower()]))


def test_the_form_is_the_first_page(client: GuardedClient) -> None:
    response = client.get("/", follow_redirects=True)
    assert response.request.path == "/sign-in"
    assert "Iniciar sesión" in text_of(response)


def test_signing_in_leads_home_and_is_written_down(client: GuardedClient, session: Session, user: User) -> None:
    response = sign_in(client, email=" Ana@Example.ORG ")
    assert (response.status_code, response.location) == (303, "/")
    assert actions_of(session) == ["user:signed_in"]
    assert user.last_signed_in_at is not None
    assert "Ana Peñaranda" in text_of(client.get("/account"))


def test_a_password_typed_with_combining_accents_is_the_same_password(client: GuardedClient, user: User) -> None:
    assert give_password(client, password="tres mangos y un violi\u0301n").status_code == 302


@pytest.mark.parametrize("email", ["ana@example.org", "nadie@example.org", "no es un correo"])
def test_a_refusal_says_the_same_of_known_and_unknown_people_and_keeps_the_e_mail(
    client: GuardedClient, user: User, email: str
) -> None:
    response = give_password(client, email=email, password="no es esta frase")
    assert response.status_code == 422
    assert REFUSED in text_of(response)
    assert f'value="{email}"' in response.text
    assert "no es esta frase" not in response.text


def test_the_pages_of_refusals_do_not_differ(client: GuardedClient, user: User) -> None:
    pages = [
        text_of(give_password(client, email=email, password="no es esta frase"))
        for email in ("ana@example.org", "eva@example.org")
    ]
    assert pages[0] == pages[1]


def test_an_unknown_person_waits_as_long_as_a_known_one(client: GuardedClient, user: User) -> None:
    def seconds(email: str) -> float:
        began = time.perf_counter()
        give_password(client, email=email, password="no es esta frase")
        return time.perf_counter() - began

    known = min(seconds("ana@example.org") for _ in range(4))
    unknown = min(seconds("nadie@example.org") for _ in range(4))
    assert 0.4 < known / unknown < 2.5


def test_a_refusal_is_written_down_without_the_typed_e_mail(client: GuardedClient, session: Session, user: User) -> None:
    give_password(client, password="no es esta frase")
    give_password(client, email="canario@example.org", password="no es esta frase")
    events = session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == "user:sign_in_failed").order_by(AuditEvent.id)
    ).all()
    assert [event.subject_id for event in events] == [user.id, None]
    kept = session.execute(sa.text("SELECT row_to_json(audit_event)::text FROM audit_event")).scalars().all()
    assert not any("canario" in row for row in kept)


@pytest.mark.parametrize("data", [{}, {"email": "ana@example.org"}, {"password": "x"}, {"email": "", "password": ""}])
def test_an_incomplete_form_says_what_is_missing(client: GuardedClient, data: dict[str, str]) -> None:
    response = client.post("/sign-in", data=data)
    assert response.status_code == 422
    assert "Escriba su" in text_of(response)


def test_a_disabled_account_is_refused_and_told_so_only_with_the_right_password(
    client: GuardedClient, session: Session, user: User
) -> None:
    user.active = False
    session.commit()
    assert REFUSED in text_of(give_password(client, password="no es esta frase"))
    response = give_password(client)
    assert (response.status_code, "Esta cuenta está desactivada" in text_of(response)) == (422, True)


def test_somebody_who_was_only_invited_is_refused(client: GuardedClient, session: Session, user: User) -> None:
    user.password = None
    session.commit()
    assert REFUSED in text_of(give_password(client))


def test_signing_in_leads_to_the_page_that_was_asked_for(client: GuardedClient, user: User) -> None:
    asked = client.get("/account")
    assert asked.location.startswith("/sign-in?next=")
    assert sign_in(client, query=asked.location.removeprefix("/sign-in")).location.endswith("/account")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "%09//evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(client: GuardedClient, user: User, wanted: str) -> None:
    response = sign_in(client, query=f"?next={wanted}")
    assert response.status_code == 303
    assert re.match(r"^/(?![/\\])", response.location)


def test_signing_out_is_a_post_and_is_written_down(client: GuardedClient, session: Session, user: User) -> None:
    sign_in(client)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").location.endswith("/sign-in")
    assert actions_of(session) == ["user:signed_in", "user:signed_out"]
    assert client.get("/account").status_code == 302


def test_signing_out_leaves_nothing_for_the_next_person_at_a_shared_device(client: GuardedClient, user: User) -> None:
    sign_in(client)
    with client.session_transaction() as cookie:
        cookie["search_text"] = "Briceño"
        cookie["locale"] = "pt"
    # What scripts keep of unfinished forms is sealed under a key that no signed-out page is given, and waits for its writer.
    assert "Clear-Site-Data" not in client.post("/sign-out").headers
    with client.session_transaction() as cookie:
        assert "search_text" not in cookie
        assert cookie["locale"] == "pt"


def test_signing_in_drops_what_an_expired_session_left(client: GuardedClient, user: User) -> None:
    with client.session_transaction() as cookie:
        cookie["search_text"] = "Briceño"
    sign_in(client)
    with client.session_transaction() as cookie:
        assert "search_text" not in cookie


def test_a_session_ends_when_the_account_is_disabled(client: GuardedClient, session: Session, user: User) -> None:
    sign_in(client)
    user.active = False
    session.commit()
    assert client.get("/account").status_code == 302


def test_the_sign_in_page_is_kept_by_nobody(client: GuardedClient) -> None:
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
