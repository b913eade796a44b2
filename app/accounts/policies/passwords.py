"""Which passwords are safe enough (NIST 800-63B-4): long, and not made of words that a guesser tries first.

There are no rules of composition: a sentence of one's own is easier to remember than a symbol in the right place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput

SHORTEST_PASSWORD = 15
"""Characters. The standard admits 8 beside a second factor; a stolen database still meets only this (ADR 0016)."""
LONGEST_PASSWORD = 200
SHORTEST_WORD = 4
"""Shorter words of the list or of a name would be found inside innocent ones."""
LETTERS_OF_ITS_OWN = 8
"""What must remain of a password when all guessable parts are taken out of it."""
DIFFERENT_LETTERS = 5
DISGUISES = str.maketrans("013457@$!€", "oleastasie")
"""Figures and signs that stand for letters: ``c0ntr4señ4`` is guessed as soon as ``contraseña``."""
KEYBOARD = (
    "qwertyuiop",
    "asdfghjklñ",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnñopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb",
    "1q2w3e4r5t6y7u8i9o0p",
)

WORDS_FILE = Path(__file__).with_name("guessed_words.txt")


def check_password(password: str, *, about_the_user: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long, or easy to guess.

    Args:
        password: as it will be hashed, already normalised.
        about_the_user: name, e-mail, office: what others know of the person.

    Raises:
        RefusedInput: at the field ``password``.
    """
    length = _characters_of(password)
    if length < SHORTEST_PASSWORD:
        raise RefusedInput(
            _l(
                "Write at least %(count)s characters. Three or four words that only you put together do well.",
                count=SHORTEST_PASSWORD,
            ),
            field="password",
        )
    if length > LONGEST_PASSWORD:
        raise RefusedInput(_l("Write at most %(count)s characters.", count=LONGEST_PASSWORD), field="password")
    if is_guessable(password, about_the_user):
        raise RefusedInput(
            _l(
                "This is easy to guess: common words, rows of keys, repetitions and your own name or office are tried first. "
                "Choose words that nobody connects with you."
            ),
            field="password",
        )


def is_guessable(password: str, about_the_user: Iterable[str] = ()) -> bool:
    """Whether too little is left once known words, rows of the keyboard and repetitions are taken out."""
    words = guessed_words() | {part for known in about_the_user for part in _words_in(known)}
    plain = _fold(password)
    return any(_has_little_left(variant, words) for variant in (plain, plain.translate(DISGUISES)))


@cache
def guessed_words() -> frozenset[str]:
    """The shipped list, folded; written for this system in Spanish, Portuguese and English."""
    lines = WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(_fold(word) for line in lines if not line.startswith("#") for word in line.split())


def _has_little_left(password: str, words: Iterable[str]) -> bool:
    rest = password
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    left = _without_rows("".join(character for character in rest if character.isalnum()))
    return len(left) < LETTERS_OF_ITS_OWN or len(set(left)) < DIFFERENT_LETTERS


def _without_rows(text: str) -> str:
    """Take out three or more neighbours of the keyboard or the alphabet, in either direction, and repeated pieces."""
    neighbours = {row[at : at + 3] for line in KEYBOARD for row in (_fold(line), _fold(line)[::-1]) for at in range(len(row) - 2)}
    kept = [character for at, character in enumerate(text) if not _stands_in_a_row(text, at, neighbours)]
    return re.sub(r"(.{1,12}?)\1+", r"\1", "".join(kept))


def _stands_in_a_row(text: str, at: int, neighbours: set[str]) -> bool:
    return any(text[start : start + 3] in neighbours for start in range(max(0, at - 2), at + 1))


def _words_in(text: str) -> set[str]:
    return {word for word in re.split(r"[^a-z0-9]+", _fold(text)) if len(word) >= SHORTEST_WORD}


def _characters_of(password: str) -> int:
    """Its length as people count it: the normal form that is hashed writes an ñ as two characters."""
    return len(unicodedata.normalize("NFC", password))


def _fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
