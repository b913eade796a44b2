"""Users, offices, teams, grants, needs to know, one-time links and sessions."""

from app.accounts.models.grants import Grant
from app.accounts.models.invitations import Invitation
from app.accounts.models.need_to_know import NeedToKnow
from app.accounts.models.offices import Office
from app.accounts.models.sessions import BrowserSession, HeldForm
from app.accounts.models.teams import Team
from app.accounts.models.users import User

__all__ = ["BrowserSession", "Grant", "HeldForm", "Invitation", "NeedToKnow", "Office", "Team", "User"]
