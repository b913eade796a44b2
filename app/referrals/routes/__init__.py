"""Pages of referrals: staff's own, and the partner's, which needs no account."""

from app.referrals.routes import partner, referrals, writing
from app.referrals.routes.blueprint import bp

__all__ = ["bp", "partner", "referrals", "writing"]
