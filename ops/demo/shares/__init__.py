"""Names of the volume, as common as they are in the region (README.md here), and rare ones that parents coined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product
from pathlib import Path

HERE = Path(__file__).parent
COINED = 0.06
"""Share of given names that are put together at home, such as Yusleidy; assumed."""
BEGINNINGS = (
    "Ana", "Bel", "Dai", "Dar", "Dei", "Fran", "Gen", "Iri", "Jen", "Jhon", "Kari", "Kei", "Kle", "Lei", "Leo", "Lis", "Mai",
    "Mari", "Mile", "Nai", "Nor", "Ori", "Ros", "Sole", "Wil", "Wui", "Xio", "Yai", "Yen", "Yor", "Yul", "Yus", "Zul",
)  # fmt: skip
ENDINGS = {
    "female": (
        "bel", "beth", "cari", "celis", "dalia", "daris", "delys", "dimar", "dris", "lany", "leidy", "lennys", "libeth", "limar",
        "mary", "maris", "merys", "neth", "nelly", "neska", "ralys", "riana", "rimar", "siree", "sneidy", "viana", "yelis",
    ),
    "male": (
        "ber", "berson", "bert", "der", "derson", "dimir", "drick", "ferson", "ger", "kel", "kerson", "ker", "lander", "lbert",
        "lys", "mar", "merson", "miro", "nel", "nder", "nardo", "rick", "rson", "sander", "skar", "ver", "ymar",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Stock:
    """Names, and of each the share of people who have one that stands before it: 0 of the first."""

    names: Sequence[str]
    bounds: Sequence[float]


@cache
def surnames() -> Stock:
    return _stock(_counted("surnames"))


@cache
def given_names(sex: str) -> Stock:
    """Of ``female`` or ``male``."""
    coined = [beginning + ending for beginning, ending in product(BEGINNINGS, ENDINGS[sex])]
    counted = {name: share * (1 - COINED) for name, share in _counted(sex).items()}
    return _stock({name: COINED / len(coined) for name in coined} | counted)


def _counted(kind: str) -> dict[str, float]:
    lines = (HERE / f"{kind}.txt").read_text().splitlines()
    shares = {name: float(share) for name, share in (line.split() for line in lines)}
    whole = sum(shares.values())
    return {name: share / whole for name, share in shares.items()}


def _stock(shares: dict[str, float]) -> Stock:
    return Stock([*shares], [0.0, *accumulate(shares.values())][: len(shares)])
