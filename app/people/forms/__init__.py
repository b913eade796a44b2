"""The shape of this room's pages: what may be typed, and what is wrong with a single field. Nothing here saves."""

from app.people.forms.consents import ConsentForm
from app.people.forms.essentials import BirthKnown
from app.people.forms.files import DocumentFactsForm, DocumentForm, LeaveHouseholdForm, LinkMemberForm, RelationForm
from app.people.forms.persons import EditPersonForm, MemberForm, PersonForm, RegistrationForm, shared_in_a_household
from app.people.forms.search import SearchForm
from app.people.forms.situations import EndForm, FunctioningForm, NeedForm, StayForm

__all__ = [
    "BirthKnown",
    "ConsentForm",
    "DocumentFactsForm",
    "DocumentForm",
    "EditPersonForm",
    "EndForm",
    "FunctioningForm",
    "LeaveHouseholdForm",
    "LinkMemberForm",
    "MemberForm",
    "NeedForm",
    "PersonForm",
    "RegistrationForm",
    "RelationForm",
    "SearchForm",
    "StayForm",
    "shared_in_a_household",
]
