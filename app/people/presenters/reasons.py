"""Why two registrations may be of one person, in words: what was found of each thing that is compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.people.matching import Feature, Level, Outcome
from app.web.page_parts import Tag, Tone

if TYPE_CHECKING:
    from app.people.queries import Candidate

LEVEL_LABELS: Mapping[Level, tuple[Any, Tone]] = {
    Level.CERTAIN: (_l("Almost surely the same person"), "danger"),
    Level.POSSIBLE: (_l("May be the same person"), "due"),
}
REASON_LABELS: Mapping[tuple[Feature, Outcome], Any] = {
    (Feature.DOCUMENT, Outcome.SAME): _l("same document number"),
    (Feature.GIVEN_NAMES, Outcome.SAME): _l("same given names"),
    (Feature.GIVEN_NAMES, Outcome.SIMILAR): _l("given names almost the same"),
    (Feature.GIVEN_NAMES, Outcome.PARTLY): _l("given names partly the same"),
    (Feature.SURNAMES, Outcome.SAME): _l("same surnames"),
    (Feature.SURNAMES, Outcome.SIMILAR): _l("surnames almost the same"),
    (Feature.SURNAMES, Outcome.PARTLY): _l("surnames partly the same"),
    (Feature.BIRTH, Outcome.SAME): _l("same birth date"),
    (Feature.BIRTH, Outcome.SIMILAR): _l("birth date almost the same"),
    (Feature.BIRTH, Outcome.PARTLY): _l("age or birth date fits in part"),
    (Feature.PHONE, Outcome.SAME): _l("same phone"),
    (Feature.GIVEN_NAMES, Outcome.DIFFERENT): _l("but other given names"),
    (Feature.SURNAMES, Outcome.DIFFERENT): _l("but another surname"),
    (Feature.BIRTH, Outcome.DIFFERENT): _l("but another birth date or age"),
    (Feature.SEX, Outcome.DIFFERENT): _l("but another sex"),
    (Feature.NATIONALITY, Outcome.DIFFERENT): _l("but another nationality"),
}
"""In the order in which they are said, what speaks for it first. Of the rest nothing is said: it tells few people apart."""
LAST_DIGITS = 2


def level_tag(candidate: Candidate) -> Tag:
    """How sure it is; of whom only one thing speaks, which."""
    if candidate.level is not None:
        words, tone = LEVEL_LABELS[candidate.level]
        return Tag(str(words), tone)
    return Tag(_("Same phone, perhaps of the family")) if candidate.shares_phone else Tag(_("Similar name"))


def reasons_in_words(candidate: Candidate, phone: str | None = None) -> list[str]:
    """What speaks for and against it.

    Args:
        phone: the number that both may have, of which the end is told.
    """
    found = {(each.feature, each.outcome) for each in candidate.comparison.evidence}
    words = dict(REASON_LABELS)
    if candidate.is_of_same_year:
        words[Feature.BIRTH, Outcome.PARTLY] = _("born in the same year")
    if end := _last_digits(phone):
        words[Feature.PHONE, Outcome.SAME] = _("phone ending in %(digits)s", digits=end)
    return [str(said) for key, said in words.items() if key in found]


def _last_digits(phone: str | None) -> str:
    return "".join(character for character in phone or "" if character.isdigit())[-LAST_DIGITS:]
