"""What to say of a file that was brought before, and of the answers that were chosen with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.catalogue.queries import nationality_name
from app.people.labels import POPULATION_LABELS
from app.people.presenters import reader_locale
from app.web.filters import sentence

if TYPE_CHECKING:
    from app.imports.services import Brought


def words_of_same_file(brought: Brought) -> str | None:
    """What to say of a file that came before; None of one that is new."""
    row = brought.row
    if brought.in_place_of:
        words = _(
            "This very file was brought before, as %(code)s. With the answers for empty cells chosen now it is read again; "
            "%(code)s was thrown away, nobody of it was registered.",
            code=brought.in_place_of,
        )
        return str(words)
    if brought.is_new:
        return None
    if not row.defaults:
        return str(_("This very file was brought before, as %(code)s. Nothing was changed.", code=row.code))
    words = _(
        "This very file was brought before, as %(code)s, with these answers for empty cells: %(answers)s. Nothing was changed.",
        code=row.code,
        answers=defaults_in_words(row.defaults),
    )
    return str(words)


def defaults_in_words(defaults: Mapping[str, str]) -> str:
    """The answers for empty cells, such as "In transit and Venezuela"."""
    situations = {situation.value: str(label) for situation, label in POPULATION_LABELS.items()}
    said = [situations.get(code) if column == "population_type" else nationality_name(code, reader_locale())
            for column, code in sorted(defaults.items(), reverse=True)]  # fmt: skip
    return sentence([words for words in said if words])
