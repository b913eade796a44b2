"""Users, offices, teams, grants, needs to know, emergency access; links, sessions, second factors, the code of conduct."""

from app.accounts.models.break_glass import BreakGlass, BreakGlassNotice, BreakGlassOpening
from app.accounts.models.conduct import ConductAcceptance
from app.accounts.models.grants import Grant
from app.accounts.models.invitations import Invitation
from app.accounts.models.need_to_know import NeedToKnow, Restriction
from app.accounts.models.offices import Office
from app.accounts.models.second_factor import Passkey, RecoveryCode, TotpKey
from app.accounts.models.sessions import BrowserSession, HeldForm
from app.accounts.models.teams import Team
from app.accounts.models.try_counts import TryCount
from app.accounts.models.users import User

__all__ = [
    "BreakGlass",
    "BreakGlassNotice",
    "BreakGlassOpening",
    "BrowserSession",
    "ConductAcceptance",
    "Grant",
    "HeldForm",
    "Invitation",
    "NeedToKnow",
    "Office",
    "Passkey",
    "RecoveryCode",
    "Restriction",
    "Team",
    "TotpKey",
    "TryCount",
    "User",
]
