"""Forms of casework: shape and single fields. What depends on a person's file is checked by the services."""

from app.cases.forms.cases import CasesForm, Whose
from app.cases.forms.intake import OpenCaseForm, intake_form
from app.cases.forms.restriction import EndRestrictionForm, NamingForm, ProtectedNeedForm, RestrictForm
from app.cases.forms.steps import CloseCaseForm, HoldCaseForm, ReopenCaseForm, ResumeCaseForm
from app.cases.forms.teams import MoveToTeamForm
from app.cases.forms.work import PLAN, AddNoteForm, CompleteFollowUpForm, DeliverServiceForm, PlanFollowUpForm

__all__ = [
    "PLAN",
    "AddNoteForm",
    "CasesForm",
    "CloseCaseForm",
    "CompleteFollowUpForm",
    "DeliverServiceForm",
    "EndRestrictionForm",
    "HoldCaseForm",
    "MoveToTeamForm",
    "NamingForm",
    "OpenCaseForm",
    "PlanFollowUpForm",
    "ProtectedNeedForm",
    "ReopenCaseForm",
    "RestrictForm",
    "ResumeCaseForm",
    "Whose",
    "intake_form",
]
