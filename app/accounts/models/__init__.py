"""Users, offices and grants."""

from app.accounts.models.grants import Grant
from app.accounts.models.invitations import Invitation
from app.accounts.models.offices import Office
from app.accounts.models.users import User

__all__ = ["Grant", "Invitation", "Office", "User"]
