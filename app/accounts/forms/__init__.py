"""The forms of accounts: shape and single fields."""

from app.accounts.forms.access_review import AccessFilterForm
from app.accounts.forms.accounts import AccountFilterForm, EditUserForm, GrantForm, InviteForm
from app.accounts.forms.alerts import ReviewForm
from app.accounts.forms.audit_trail import AuditFilterForm
from app.accounts.forms.covers import CoverForm
from app.accounts.forms.offices import EditOfficeForm, NewOfficeForm
from app.accounts.forms.own_account import ChangePasswordForm, LanguageForm, NewPasswordForm
from app.accounts.forms.shapes import ConfirmForm, as_id
from app.accounts.forms.teams import EditTeamForm, NewTeamForm

__all__ = [
    "AccessFilterForm",
    "AccountFilterForm",
    "AuditFilterForm",
    "ChangePasswordForm",
    "ConfirmForm",
    "CoverForm",
    "EditOfficeForm",
    "EditTeamForm",
    "EditUserForm",
    "GrantForm",
    "InviteForm",
    "LanguageForm",
    "NewOfficeForm",
    "NewPasswordForm",
    "NewTeamForm",
    "ReviewForm",
    "as_id",
]
