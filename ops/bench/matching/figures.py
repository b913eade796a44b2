"""How well the matcher does on the labelled Spanish set."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.people.matching import Level
from ops.bench.matching.elsewhere import asked_about
from ops.bench.matching.spanish import REPORTING, LabelledSet, labelled_set, recall_by_class
from ops.people.match import match_files
from ops.people.tables import Pair, write_people

OF_EACH_CLASS = 200


def figures_of_matching() -> str:
    """Precision and recall, and the recall of each class of slips, as a table to read."""
    made = labelled_set(REPORTING, of_each_class=OF_EACH_CLASS)
    with TemporaryDirectory() as folder:
        people = Path(folder) / "people.csv"
        write_people(people, made.rows)
        began = time.monotonic()
        pairs = match_files(people, None)
        seconds = time.monotonic() - began
    return "\n".join(_lines(made, pairs, seconds))


def _lines(made: LabelledSet, pairs: list[Pair], seconds: float) -> Iterator[str]:
    found = {frozenset((pair.id_a, pair.id_b)) for pair in pairs}
    certain = {frozenset((pair.id_a, pair.id_b)) for pair in pairs if pair.level is Level.CERTAIN}
    yield f"Spanish set, seed {REPORTING}: {len(made.rows):,} rows, {len(made.pairs):,} true pairs, {seconds:.0f} s"
    for words, share in (("certain or possible", found), ("certain", certain)):
        right = len(share & made.pairs.keys())
        yield f"{words:26} precision {right / max(1, len(share)):.4f}  recall {right / len(made.pairs):.4f}"
    asked = asked_about(made)
    yield f"{'asked about elsewhere':26} of true pairs {len(asked) / len(made.pairs):.4f}"
    yield f"{'class of slips':26} found  certain  asked about elsewhere"
    sure, elsewhere = recall_by_class(made, certain), recall_by_class(made, asked)
    for name, recall in recall_by_class(made, found).items():
        yield f"{name:26} {recall:.3f}  {sure[name]:.3f}    {elsewhere[name]:.3f}"
