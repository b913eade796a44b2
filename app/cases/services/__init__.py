"""The use cases of casework. Each checks, changes, records; none commits."""

from app.cases.services.assignment import assign_case, take_case
from app.cases.services.attention import attend_to_death
from app.cases.services.file import open_file, record_listing
from app.cases.services.follow_ups import Completion, PlannedContact, complete_follow_up, plan_follow_up
from app.cases.services.opening import NewCase, open_case, place_to_open_in
from app.cases.services.restriction import (
    Circle,
    candidates_for_case,
    end_case_restriction,
    end_person_restriction,
    let_carrier_know,
    restrict_case,
    restrict_person,
    take_off_case,
    take_off_person,
    widen_case,
    widen_person,
)
from app.cases.services.status import Closing, StepTaken, close_case, hold_case, reopen_case, resume_case
from app.cases.services.teams import Moved, MoveToTeam, move_to_team
from app.cases.services.work import NewDelivery, NewNote, add_note, deliver_service

__all__ = [
    "Circle",
    "Closing",
    "Completion",
    "MoveToTeam",
    "Moved",
    "NewCase",
    "NewDelivery",
    "NewNote",
    "PlannedContact",
    "StepTaken",
    "add_note",
    "assign_case",
    "attend_to_death",
    "candidates_for_case",
    "close_case",
    "complete_follow_up",
    "deliver_service",
    "end_case_restriction",
    "end_person_restriction",
    "hold_case",
    "let_carrier_know",
    "move_to_team",
    "open_case",
    "open_file",
    "place_to_open_in",
    "plan_follow_up",
    "record_listing",
    "reopen_case",
    "restrict_case",
    "restrict_person",
    "resume_case",
    "take_case",
    "take_off_case",
    "take_off_person",
    "widen_case",
    "widen_person",
]
