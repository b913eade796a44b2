"""The labelled Spanish set: people, some of them twice, each time with one class of slips; and relatives who are others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from ops.bench.matching.people import invent, relatives_of
from ops.bench.matching.slips import SLIPS, registered_again

TUNING, REPORTING = 7, 20261122
"""Seeds: the weights were set on the first, the figures are reported on the second."""
EVERY_WITH_RELATIVES = 10
"""One person in so many has a twin, a child of the same name, a sister and a namesake in the file."""


@dataclass
class LabelledSet:
    """Rows to match, and what is true of them.

    Attributes:
        pairs: the class of slips of each true pair of row ids.
    """

    rows: list[dict[str, str]] = field(default_factory=list)
    pairs: dict[frozenset[str], str] = field(default_factory=dict)


def labelled_set(seed: int, *, of_each_class: int) -> LabelledSet:
    """As many people with each class of slips, every one of them registered twice, and the relatives of some."""
    chance, made = Random(seed), LabelledSet()  # noqa: S311 - the same set for the same seed is what is wanted
    who = 0
    for name, slip in SLIPS.items():
        count = 0
        while count < of_each_class:
            person = invent(chance, who)
            again = registered_again(chance, person, slip)
            if again is None:
                continue
            first, second = f"{who}-a", f"{who}-b"
            made.rows += [person.row(first), again.row(second)]
            made.pairs[frozenset((first, second))] = name
            count, who = count + 1, who + 1
            if count % EVERY_WITH_RELATIVES == 0:
                others = list(relatives_of(chance, person, who))
                made.rows += [other.row(f"{other.who}-a") for other in others]
                who += len(others)
    chance.shuffle(made.rows)
    return made


def recall_by_class(made: LabelledSet, found: set[frozenset[str]]) -> Mapping[str, float]:
    """Class of slips -> share of its true pairs that were found."""
    classes = {name: [pair for pair, slip in made.pairs.items() if slip == name] for name in SLIPS}
    return {name: sum(pair in found for pair in pairs) / len(pairs) for name, pairs in classes.items()}
