"""The shape of this room's pages: what may be typed, and what is wrong with a single field. Nothing here saves."""

from app.people.forms.children import CareForm, GuardianKnown
from app.people.forms.consents import ConsentForm, WithdrawForm
from app.people.forms.contacts import ContactForm, ContactOfFamilyForm
from app.people.forms.crowd import LineListForm
from app.people.forms.deaths import DeathForm, TakeBackDeathForm
from app.people.forms.essentials import BirthKnown
from app.people.forms.family import FamilyRegistrationForm, shared_by_family
from app.people.forms.files import DocumentFactsForm, DocumentForm, LeaveHouseholdForm, LinkMemberForm, RelationForm
from app.people.forms.households import HeadForm, MergeForm, OtherHouseholdForm, SplitForm
from app.people.forms.lines import ADD_ROW
from app.people.forms.merging import FindOtherFileForm, MergeFilesForm, UndoMergeForm
from app.people.forms.pairs import AnswerForm, DifferentPeopleForm, has_agreed
from app.people.forms.persons import NAME_BOXES, EditPersonForm, MemberForm, PersonForm, RegistrationForm, shared_in_a_household
from app.people.forms.search import SearchForm
from app.people.forms.situations import EndForm, FunctioningForm, NeedForm, SituationDayForm, StayDaysForm, StayForm

__all__ = [
    "ADD_ROW",
    "NAME_BOXES",
    "AnswerForm",
    "BirthKnown",
    "CareForm",
    "ConsentForm",
    "ContactForm",
    "ContactOfFamilyForm",
    "DeathForm",
    "DifferentPeopleForm",
    "DocumentFactsForm",
    "DocumentForm",
    "EditPersonForm",
    "EndForm",
    "FamilyRegistrationForm",
    "FindOtherFileForm",
    "FunctioningForm",
    "GuardianKnown",
    "HeadForm",
    "LeaveHouseholdForm",
    "LineListForm",
    "LinkMemberForm",
    "MemberForm",
    "MergeFilesForm",
    "MergeForm",
    "NeedForm",
    "OtherHouseholdForm",
    "PersonForm",
    "RegistrationForm",
    "RelationForm",
    "SearchForm",
    "SituationDayForm",
    "SplitForm",
    "StayDaysForm",
    "StayForm",
    "TakeBackDeathForm",
    "UndoMergeForm",
    "WithdrawForm",
    "has_agreed",
    "shared_by_family",
    "shared_in_a_household",
]
