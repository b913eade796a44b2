"""Pages of casework. Each module holds the views of one topic; all hang on one blueprint."""

from app.cases.routes import access_log, consents, lists, opening, record, restriction, steps, teams, who_sees, work
from app.cases.routes.blueprint import bp

__all__ = ["access_log", "bp", "consents", "lists", "opening", "record", "restriction", "steps", "teams", "who_sees", "work"]
