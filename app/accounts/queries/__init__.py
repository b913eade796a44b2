"""Reading users, offices, grants, invitations and sessions."""

from app.accounts.queries.alerts import (
    count_open_alerts,
    ends_of_alerts,
    get_alert,
    list_alerts,
    list_readers,
    lock_alert,
    offices_of_users,
)
from app.accounts.queries.grants import Holding, get_grant, grants_in_force, is_in_force, list_grants, reach_of
from app.accounts.queries.held_forms import WaitingForm, count_held_forms, list_held_forms
from app.accounts.queries.invitations import find_invitation, get_invitation, has_administrator, latest_invitation
from app.accounts.queries.offices import find_office, get_office, list_all_offices, list_offices
from app.accounts.queries.openings import Opening, count_openings
from app.accounts.queries.sessions import count_open_sessions, get_own_session, list_own_sessions
from app.accounts.queries.users import (
    find_user_by_email,
    get_account,
    get_own_account,
    list_accounts,
    list_actors,
    names_of_users,
)

__all__ = [
    "Holding",
    "Opening",
    "WaitingForm",
    "count_held_forms",
    "count_open_alerts",
    "count_open_sessions",
    "count_openings",
    "ends_of_alerts",
    "find_invitation",
    "find_office",
    "find_user_by_email",
    "get_account",
    "get_alert",
    "get_grant",
    "get_invitation",
    "get_office",
    "get_own_account",
    "get_own_session",
    "grants_in_force",
    "has_administrator",
    "is_in_force",
    "latest_invitation",
    "list_accounts",
    "list_actors",
    "list_alerts",
    "list_all_offices",
    "list_grants",
    "list_held_forms",
    "list_offices",
    "list_own_sessions",
    "list_readers",
    "lock_alert",
    "names_of_users",
    "offices_of_users",
    "reach_of",
]
