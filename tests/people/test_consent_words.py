from __future__ import annotations

import hashlib

import pytest

from app.people.consent_words import CURRENT, FOLDER, words_for
from app.people.enums import ConsentPurpose, RecipientKind

READ = {
    "1.en": "51eba545c69aa9cd322827e17deba2a4e6197d5ebee0c1a1fe1d69793f1a76f9",
    "1.es": "abdb55b87f01ab07737e07ce11b0e42470062a9731fa5262eaf19444d1a9c475",
    "1.pt": "e88735d34296a337795453083b1d90f0754dde1ada94d9f917a40457324408d4",
    "2.en": "934d4cfb8a94049a0be86a32078927af5ffe0bbaed8e1fedd03dd2688a570429",
    "2.es": "a296379f63742aa6c18e9b483fbc47992ddf13e30834342211cfa5662bb553dc",
    "2.pt": "6e45031393fbc2f2b7463fabdeb72b9468cd54afca51a89be412c394adb53ad3",
    "3.en": "794e708e5fd07197a14066760f1bec80e8f57a7ce04ee3c33773a08605934a7e",
    "3.es": "2a461d017c5fa4d1c74e3f6404850829f31610c6bc937123b518a2c9c9cc340f",
    "3.pt": "396fde5e6dd7f044c0dad69bff907caacf4bb6d91a4eafafb755a5701390774f",
}
"""SHA-256 of every version that somebody may have heard: a change of words is a new version."""


@pytest.mark.parametrize("name", READ)
def test_words_that_were_read_are_never_changed(name: str) -> None:
    assert hashlib.sha256((FOLDER / f"{name}.yaml").read_bytes()).hexdigest() == READ[name]


def test_no_version_is_forgotten_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(READ)


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_each_purpose_and_recipient_has_its_words(language: str) -> None:
    told = {"organisation": "Fundación Puente", "facts": "nombres"}
    texts = [words_for(purpose, language=language) for purpose in ConsentPurpose]
    sharing = [
        words_for(ConsentPurpose.REFERRAL_SHARING, recipient, language=language, told=told)
        for recipient in (RecipientKind.SERVICE_PARTNERS, RecipientKind.NATIONAL_AUTHORITY, RecipientKind.ORGANISATION)
    ]
    assert len({*texts, *sharing}) == len(ConsentPurpose) + 3
    assert "Fundación Puente" in sharing[2]
    assert all("nombres" in words for words in sharing)


def test_an_old_row_shows_the_words_of_its_time() -> None:
    old, new = (words_for(ConsentPurpose.REFERRAL_SHARING, language="es", version=version) for version in (1, CURRENT))
    assert "Le preguntaremos cada vez" in old
    assert "Le preguntaremos cada vez" not in new


def test_a_language_that_nobody_translated_is_read_in_spanish() -> None:
    assert words_for(ConsentPurpose.CONTACT, language="ht") == words_for(ConsentPurpose.CONTACT, language="es")
