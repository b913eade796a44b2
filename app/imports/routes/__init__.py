"""The doors of this room."""

from app.imports.routes import bringing, files, review, state
from app.imports.routes.blueprint import bp

__all__ = ["bp", "bringing", "files", "review", "state"]
