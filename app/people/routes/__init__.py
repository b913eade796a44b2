"""The doors of this room: short views that load a form, open the transaction, call a service and show a page."""

from app.people.routes import files, households, persons, registration, search
from app.people.routes.blueprint import bp

__all__ = ["bp", "files", "households", "persons", "registration", "search"]
