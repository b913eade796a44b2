"""How common values are among the people compared: a rare surname in common says more than González does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.people.matching.records import Record

FEWEST = 1000
"""In a file of fewer people a name that stands there twice is not yet a common one."""
LEAST = 2
"""What is seen once may be common elsewhere."""


@dataclass(frozen=True)
class Frequencies:
    """Shares of the people who have a word, a sound, a date or a word of a place; of what is not known, the least share."""

    people: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    sounds: Mapping[str, int] = field(default_factory=dict)
    births: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def count(cls, records: Iterable[Record]) -> Frequencies:
        """Those of the people compared themselves: values are counted, nothing is learned about who is whom."""
        words, sounds, births, places = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        people = 0
        for record in records:
            people += 1
            words.update({word.text for word in record.words})
            sounds.update({word.sound for word in record.words})
            places.update(set(record.place))
            if record.birth and record.birth.written:
                births[record.birth.written] += 1
        return cls(people, words, sounds, births, places)

    def of_word(self, word: str) -> float:
        return self._share(self.words, word)

    def of_sound(self, sound: str) -> float:
        return self._share(self.sounds, sound)

    def of_spellings(self, one: str, other: str, sound: str) -> float:
        """Of two ways to write one sound, the rarer: "Peres" beside "Pérez" says as much as few people write "Peres".

        One of both may not be known; that many people write it is then told by what the other leaves of the sound.
        """
        whole = self.of_sound(sound)
        return max(min(share, whole - share) for share in map(self.of_word, (one, other)))

    def of_birth(self, written: str) -> float:
        return self._share(self.births, written)

    def of_place(self, word: str) -> float:
        return self._share(self.places, word)

    def _share(self, counts: Mapping[str, int], value: str) -> float:
        return max(counts.get(value, 0), LEAST) / max(self.people, FEWEST)
