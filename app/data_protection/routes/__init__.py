"""Pages of data protection."""

from app.data_protection.routes import erasures, held, retention  # noqa: F401 - views register themselves
from app.data_protection.routes.blueprint import bp

__all__ = ["bp"]
