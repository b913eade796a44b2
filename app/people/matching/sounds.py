"""How a name sounds to who writes it in Spanish or Portuguese; the database's ``quipu_name_sound`` gives the same."""

from __future__ import annotations

from functools import lru_cache

SOUNDS: tuple[tuple[str, str], ...] = (
    ("ch", "%"), ("ph", "f"), ("h", ""),
    ("ge", "je"), ("gi", "ji"), ("gue", "ge"), ("gui", "gi"),
    ("ce", "se"), ("ci", "si"), ("qu", "k"), ("q", "k"), ("ck", "k"), ("c", "k"), ("%", "ch"),
    ("z", "s"), ("v", "b"), ("w", "b"),
    ("ll ", "l "), ("ll", "y"), (" x", " j"), ("x", "s"),
    ("ya", "ja"), ("ye", "je"), ("yi", "ji"), ("yo", "jo"), ("yu", "ju"), ("y", "i"),
    *((letter * 2, letter) for letter in "abdefgijklmnoprstu"),
)  # fmt: skip
"""Applied in this order to a folded word between blanks; migration 0003 explains each. ``%`` keeps a sound from later lines."""


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """The sound of one folded word: ``yesica`` and ``jessica`` give ``jesika``."""
    heard = f" {word} "
    for written, sound in SOUNDS:
        heard = heard.replace(written, sound)
    return heard.strip()
