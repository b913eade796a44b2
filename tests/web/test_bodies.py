"""How much a request may bring."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.permissions import Role
from app.web.bodies import MOST_FIELDS
from tests.conftest import SignIn
from tests.guarded_client import GuardedClient, faults_of_page


def test_half_a_million_fields_are_refused_at_once_and_in_words(client: GuardedClient) -> None:
    client.get("/no-such-page")
    began = time.process_time()
    answer = client.post("/language", data="a&" * 500_000, content_type="application/x-www-form-urlencoded")
    assert time.process_time() - began < 0.5
    assert answer.status_code == 413
    assert "demasiado" in answer.text.lower()


def test_as_many_multipart_fields_are_refused_too(client: GuardedClient) -> None:
    fields = {f"field{number}": "x" for number in range(MOST_FIELDS + 1)}
    assert client.post("/language", data=fields, content_type="multipart/form-data").status_code == 413


def test_the_largest_form_of_a_page_passes(client: GuardedClient) -> None:
    fields = {f"field{number}": "x" for number in range(MOST_FIELDS - 3)}
    answer = client.post("/language", data={"language": "pt", "back": "/x", **fields})
    assert (answer.status_code, answer.location) == (303, "/x")


def test_the_rest_of_a_body_that_is_too_long_is_taken_in_so_that_its_sender_reads_why(app: Flask, session: Session) -> None:
    body = BytesIO(b"x" * 3_000_000)
    answer = app.test_client().post("/language", input_stream=body, content_length=3_000_000, content_type="text/plain")
    assert answer.status_code == 413
    assert body.read() == b""
    assert faults_of_page(answer.text) == []


@pytest.mark.parametrize("path", ["/people/new", "/search", "/sign-in"])
def test_every_page_refuses_what_is_too_long(sign_in: SignIn, path: str) -> None:
    assert sign_in(Role.CASEWORKER).post(path, data={"q": "x" * 2_200_000}).status_code == 413
