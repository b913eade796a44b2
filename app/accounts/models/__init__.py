"""Users, offices, teams, grants, needs to know, and emergency access."""

from app.accounts.models.break_glass import BreakGlass, BreakGlassNotice, BreakGlassOpening
from app.accounts.models.grants import Grant
from app.accounts.models.invitations import Invitation
from app.accounts.models.need_to_know import NeedToKnow, Restriction
from app.accounts.models.offices import Office
from app.accounts.models.teams import Team
from app.accounts.models.users import User

__all__ = [
    "BreakGlass",
    "BreakGlassNotice",
    "BreakGlassOpening",
    "Grant",
    "Invitation",
    "NeedToKnow",
    "Office",
    "Restriction",
    "Team",
    "User",
]
