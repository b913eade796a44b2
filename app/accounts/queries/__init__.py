"""Reading users, offices, grants, invitations and sessions."""

from app.accounts.queries.grants import Holding, get_grant, grants_in_force, is_glass_broken, is_in_force, list_grants, reach_of
from app.accounts.queries.held_forms import WaitingForm, count_held_forms, list_held_forms
from app.accounts.queries.invitations import find_invitation, get_invitation, has_administrator, latest_invitation
from app.accounts.queries.need_to_know import (
    Colleague,
    find_restriction,
    list_colleagues_at,
    list_needs,
    restricted_among,
    who_knows,
)
from app.accounts.queries.offices import find_office, get_office, list_all_offices, list_offices
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
    "Colleague",
    "Holding",
    "WaitingForm",
    "count_held_forms",
    "count_open_sessions",
    "find_invitation",
    "find_office",
    "find_restriction",
    "find_user_by_email",
    "get_account",
    "get_grant",
    "get_invitation",
    "get_office",
    "get_own_account",
    "get_own_session",
    "grants_in_force",
    "has_administrator",
    "is_glass_broken",
    "is_in_force",
    "latest_invitation",
    "list_accounts",
    "list_actors",
    "list_all_offices",
    "list_colleagues_at",
    "list_grants",
    "list_held_forms",
    "list_needs",
    "list_offices",
    "list_own_sessions",
    "names_of_users",
    "reach_of",
    "restricted_among",
    "who_knows",
]
