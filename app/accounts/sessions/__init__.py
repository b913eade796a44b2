"""Flask's sessions in the database (``docs/adr/0015-sessions-on-the-server.md``).

Visitors who need no more than a language, a form's token and a message keep Flask's signed cookie. As soon as anything else
has to be kept, the browser holds a random token and the contents stand, sealed, in ``browser_session``.
"""

from app.accounts.sessions.interface import install
from app.accounts.sessions.lifetime import ABSOLUTE, IDLE, KEPT_FOR
from app.accounts.sessions.steps import begin, current, end_current, open_for

__all__ = ["ABSOLUTE", "IDLE", "KEPT_FOR", "begin", "current", "end_current", "install", "open_for"]
