"""The shape of this room's pages: what may be typed, and what is wrong with a single field. Nothing here saves."""

from app.people.forms.consents import ConsentForm
from app.people.forms.essentials import BirthKnown
from app.people.forms.files import DocumentForm, LeaveHouseholdForm, LinkMemberForm, RelationForm
from app.people.forms.persons import EditPersonForm, MemberForm, PersonForm, RegistrationForm, shared_in_a_household
from app.people.forms.search import SearchForm

__all__ = [
    "BirthKnown",
    "ConsentForm",
    "DocumentForm",
    "EditPersonForm",
    "LeaveHouseholdForm",
    "LinkMemberForm",
    "MemberForm",
    "PersonForm",
    "RegistrationForm",
    "RelationForm",
    "SearchForm",
    "shared_in_a_household",
]
