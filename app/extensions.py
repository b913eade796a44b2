"""Flask extensions, unbound; ``create_app`` binds them."""

from __future__ import annotations

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security.core import Security
from flask_wtf.csrf import CSRFProtect

from app.foundation.mail_server import CheckedMail

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(
    key_func=get_remote_address,
    in_memory_fallback_enabled=True,  # the broker may be down: people must still be able to sign in
    swallow_errors=True,
    headers_enabled=False,
)
mail = CheckedMail()
security = Security()
