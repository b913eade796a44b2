"""The code of conduct: whole in three languages, readable later, and never changed under its version."""

from __future__ import annotations

import hashlib

import pytest

from app.accounts import conduct
from app.accounts.permissions import Role
from app.accounts.policies.sign_in_steps import CONDUCT_VERSION
from tests.accounts.conftest import text_of
from tests.conftest import SignIn
from tests.factories.accounts import set_up_second_factor

DIGESTS = {
    "1.en.txt": "6eee2c2b1264ef02",
    "1.es.txt": "610866aa408efdb4",
    "1.pt.txt": "a7d6f4f164cd69eb",
}
"""Of each text that was ever in force: who changes a word makes a new version."""


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_a_text_that_people_accepted_is_not_changed(name: str) -> None:
    assert hashlib.sha256((conduct.FOLDER / name).read_bytes()).hexdigest()[:16] == DIGESTS[name]


def test_every_text_is_watched() -> None:
    assert {path.name for path in conduct.FOLDER.glob("*.txt")} == set(DIGESTS)


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_text_is_whole_in_every_language(language: str) -> None:
    text, spanish = conduct.text_in(language), conduct.text_in("es")
    assert text.version == CONDUCT_VERSION
    assert [len(section.paragraphs) for section in text.sections] == [len(section.paragraphs) for section in spanish.sections]
    assert len(text.sections) == 5


def test_other_languages_read_spanish() -> None:
    assert conduct.text_in("fr") == conduct.text_in("es")


def test_it_can_be_read_later_from_every_page(sign_in: SignIn) -> None:
    client = sign_in(Role.CASEWORKER)
    assert 'href="/conduct"' in client.get("/account").text
    assert "Usted lo aceptó" not in text_of(client.get("/conduct"))
    set_up_second_factor(client.user)
    assert "Usted lo aceptó" in text_of(client.get("/conduct"))
