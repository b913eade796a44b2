"""Names as they are compared: without accents, capitals and marks. The database folds in the same way for its search."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_LOOKED_FOR = 120
MOST_WORDS = 12
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "das", "do", "dos"})
"""Words that join names; they are written or left out as it comes."""


@dataclass(frozen=True)
class Names:
    """The names of one person as written; each may be missing."""

    given_names: str | None = None
    surname_1: str | None = None
    surname_2: str | None = None

    @property
    def as_text(self) -> str:
        return " ".join(name for name in (self.given_names, self.surname_1, self.surname_2) if name)

    @property
    def given_words(self) -> frozenset[str]:
        return words_of(self.given_names)

    @property
    def surnames(self) -> frozenset[str]:
        """Both surnames, folded; which is first does not matter for comparing."""
        return frozenset(" ".join(sorted(words_of(surname))) for surname in (self.surname_1, self.surname_2) if surname)

    @property
    def looked_for(self) -> Names:
        """As much of them as is looked for, whatever was typed: a form that is still being filled in was not checked yet."""
        return Names(*(name and bounded(name) for name in (self.given_names, self.surname_1, self.surname_2)))


def bounded(text: str) -> str:
    """The beginning of what was typed as a name: each word costs a search, and nobody has more."""
    return " ".join(text[:LONGEST_LOOKED_FOR].split()[:MOST_WORDS])


def folded(text: str) -> str:
    """``BRICEÑO`` and ``Briceno`` give the same: lower case, without accents, marks as blanks."""
    return " ".join(filter(None, map(_folded_word, text.split())))


@lru_cache(maxsize=50_000)
def _folded_word(word: str) -> str:
    """Names come again and again; what stands between blanks folds the same whatever stands beside it."""
    if word.isascii() and word.isalnum():
        return word.lower()
    # Twice: taking a letter apart may bring forth a capital, and its small letter another accent.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.casefold()).casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def words_of(name: str | None) -> frozenset[str]:
    """The words that tell names apart; all words where a name has no others than particles."""
    words = frozenset(folded(name or "").split())
    return (words - PARTICLES) or words
