"""Pages of casework. Each module holds the views of one topic; all hang on one blueprint."""

from app.cases.routes import lists, opening, record, restriction, steps, work
from app.cases.routes.blueprint import bp

__all__ = ["bp", "lists", "opening", "record", "restriction", "steps", "work"]
