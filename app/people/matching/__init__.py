"""Whether two registrations tell of one person: what each agreement and contradiction weighs, and the sum in words.

Pure: neither database nor page. Who is compared at all is decided before, by keys that two registrations have in common.
"""

from app.people.matching.beyond import Told, is_worth_asking, record_in_common
from app.people.matching.frequencies import Frequencies
from app.people.matching.keys import (
    KEYS_IN_COMMON,
    MOST_IN_A_BLOCK,
    Joined,
    Key,
    keys_by_number,
    match_and_strong_keys,
    match_keys,
)
from app.people.matching.levels import Level
from app.people.matching.records import Birth, Record, Role, read_birth, read_record, read_words
from app.people.matching.registered import birth_of, read_other_names, record_of, sex_told_apart, told_nationalities
from app.people.matching.slips import count_slips
from app.people.matching.weighing import Comparison, Evidence, Feature, Outcome, weigh

__all__ = [
    "KEYS_IN_COMMON",
    "MOST_IN_A_BLOCK",
    "Birth",
    "Comparison",
    "Evidence",
    "Feature",
    "Frequencies",
    "Joined",
    "Key",
    "Level",
    "Outcome",
    "Record",
    "Role",
    "Told",
    "birth_of",
    "count_slips",
    "is_worth_asking",
    "keys_by_number",
    "match_and_strong_keys",
    "match_keys",
    "read_birth",
    "read_other_names",
    "read_record",
    "read_words",
    "record_in_common",
    "record_of",
    "sex_told_apart",
    "told_nationalities",
    "weigh",
]
