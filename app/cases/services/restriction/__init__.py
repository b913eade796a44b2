"""Files that exist only for those who need to know them: one case, or the whole file of a person with all its cases."""

from app.cases.services.restriction.circle import Circle, candidates_for_case, let_carrier_know, widen_case, widen_person
from app.cases.services.restriction.ending import end_case_restriction, end_person_restriction
from app.cases.services.restriction.narrowing import take_off_case, take_off_person
from app.cases.services.restriction.restricting import keep_new_case_restricted, restrict_case, restrict_person

__all__ = [
    "Circle",
    "candidates_for_case",
    "end_case_restriction",
    "end_person_restriction",
    "keep_new_case_restricted",
    "let_carrier_know",
    "restrict_case",
    "restrict_person",
    "take_off_case",
    "take_off_person",
    "widen_case",
    "widen_person",
]
