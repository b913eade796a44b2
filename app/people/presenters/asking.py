"""What stands around the questions about consent: whose file it is, and the words to read aloud in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.people import policies
from app.people.consent_words import words_for
from app.people.enums import ConsentPurpose, InterpreterNeed, RecipientKind
from app.people.presenters.consents import categories_in_words
from app.people.presenters.frames import FileFrame, file_frame, words_to_read
from app.people.presenters.words import languages_in_words
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
        interpreter: that one is needed, where it is so or where the person speaks none of the languages of the words.
        words: what is read aloud before each answer, by the name of its field.
        about: whom and what the words about sharing name, for the form to bring back.
        languages: the same page with the words in each language.
    """

    frame: FileFrame
    interpreter: str | None
    words: Mapping[str, str]
    about: str
    language: str
    languages: Sequence[LanguageOfWords]


def asking_page(person: Person, form: Any, language: str) -> AskingPage:
    """Args: form: the ledger's, whose ticked categories and whose organisation the words about sharing name."""
    facts = form.categories.data or ()
    with force_locale(language):
        told = {
            "organisation": form.organisation_name or str(_("the organisation that we name to you")),
            "facts": categories_in_words(facts),
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
    short = words_to_read(language, told=told if policies.tells_other_than_usual(facts) else None)
    return AskingPage(file_frame(person), _interpreter(person), short | named, form.about, language, languages)


def _interpreter(person: Person) -> str | None:
    spoken = {one.language for one in person.languages}
    is_needed = person.interpreter_need is InterpreterNeed.NEEDED
    if not is_needed and (person.interpreter_need is InterpreterNeed.NOT_NEEDED or not spoken or spoken & set(LANGUAGES)):
        return None
    languages = languages_in_words([person.preferred_language] if person.preferred_language else sorted(spoken))
    need = _("Needs an interpreter: %(language)s", language=languages) if languages else _("Needs an interpreter")
    return str(need)
