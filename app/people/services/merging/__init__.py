"""Making one file of two, and two of one again."""

from app.people.services.merging.choices import (
    ALWAYS_DECIDED,
    GROUPS,
    Side,
    chosen_facts,
    differing_groups,
    open_to_both,
    proposed_sides,
)
from app.people.services.merging.joining import MergeChoice, find_other, merge_people, read_pair
from app.people.services.merging.parting import Parting, part_people, read_parting
from app.people.services.merging.proposing import in_proposed_order
from app.people.services.merging.rows import Rows, rows_apart, rows_to_move
from app.people.services.merging.snapshots import facts_in

__all__ = [
    "ALWAYS_DECIDED",
    "GROUPS",
    "MergeChoice",
    "Parting",
    "Rows",
    "Side",
    "chosen_facts",
    "differing_groups",
    "facts_in",
    "find_other",
    "in_proposed_order",
    "merge_people",
    "open_to_both",
    "part_people",
    "proposed_sides",
    "read_pair",
    "read_parting",
    "rows_apart",
    "rows_to_move",
]
