"""The doors of this room: short views, the same for cases and for people."""

from app.attachments.routes import of_cases, of_people
from app.attachments.routes.blueprint import bp

__all__ = ["bp", "of_cases", "of_people"]
