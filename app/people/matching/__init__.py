"""Whether two registrations tell of one person: what each agreement and contradiction weighs, and the sum in words.

Pure: neither database nor page. Who is compared at all is decided before, by keys that two registrations have in common.
"""

from app.people.matching.frequencies import Frequencies
from app.people.matching.keys import KEYS_IN_COMMON, MOST_IN_A_BLOCK, match_keys
from app.people.matching.levels import Level
from app.people.matching.records import Birth, Record, read_birth, read_record
from app.people.matching.weighing import Comparison, Evidence, Feature, Outcome, weigh

__all__ = [
    "KEYS_IN_COMMON",
    "MOST_IN_A_BLOCK",
    "Birth",
    "Comparison",
    "Evidence",
    "Feature",
    "Frequencies",
    "Level",
    "Outcome",
    "Record",
    "match_keys",
    "read_birth",
    "read_record",
    "weigh",
]
