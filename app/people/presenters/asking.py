"""What stands around the questions about consent: whose file it is, and the words to read aloud in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.people.consent_words import words_for
from app.people.enums import ConsentPurpose, RecipientKind
from app.people.presenters.consents import categories_in_words
from app.people.presenters.frames import FileFrame, file_frame, words_to_read
from app.web.languages import LANGUAGES

if TYPE_CHECKING:
    from app.people.models import Person


@dataclass(frozen=True)
class LanguageOfWords:
    """The page with the words in one language."""

    code: str
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class AskingPage:
    """What stands around the questions about consent: plain words, so that they outlive a refused saving.

    Attributes:
        words: what is read aloud before each answer, by the name of its field.
        languages: the same page with the words in each language.
    """

    frame: FileFrame
    words: Mapping[str, str]
    languages: Sequence[LanguageOfWords]


def asking_page(person: Person, form: Any, language: str) -> AskingPage:
    """Args: form: the ledger's, whose ticked categories the words about sharing name."""
    with force_locale(language):
        told = {
            "organisation": str(_("the organisation that we name to you")),
            "facts": categories_in_words(form.categories.data or ()),
        }
    sharing = ConsentPurpose.REFERRAL_SHARING
    named = {
        "national_authority": words_for(sharing, RecipientKind.NATIONAL_AUTHORITY, language=language, told=told),
        "organisation_answer": words_for(sharing, RecipientKind.ORGANISATION, language=language, told=told),
    }
    languages = [
        LanguageOfWords(code, name, url_for("people.record_consent", person_id=person.id, language=code), code == language)
        for code, name in LANGUAGES.items()
    ]
    return AskingPage(file_frame(person), words_to_read(language) | named, languages)
