"""What is worth a second look: a phone or a number that its country does not have. It is told, and kept as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.people.document_formats import is_doubtful
from app.people.phones import country_it_does_not_fit
from app.people.presenters.words import country_in_words, reader_locale
from app.web.page_parts import Tag

if TYPE_CHECKING:
    from app.people.models import IdentityDocument, Person


def to_check() -> Tag:
    return Tag(_("To check"), "due")


def phone_to_check(person: Person) -> str | None:
    """The sentence for a phone that is none of the country by whose way it is written; None where all is well."""
    country = country_it_does_not_fit(person.phone, country=person.office.country)
    if country is None:
        return None
    return str(
        _(
            "Check the phone: %(phone)s is not a number of %(country)s. It is kept as you wrote it.",
            phone=person.phone,
            country=country_in_words(country),
        )
    )


def number_to_check(document: IdentityDocument) -> str | None:
    """The sentence for a document number that its country does not give; None where all is well or no rule is known."""
    kind = document.document_type
    if not is_doubtful(kind.code, document.number):
        return None
    return str(
        _(
            "Check the number: “%(document)s” is not numbered like %(number)s. It is kept as you wrote it.",
            document=kind.name(reader_locale()),
            number=document.number,
        )
    )
