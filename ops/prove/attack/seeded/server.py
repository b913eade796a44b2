"""The application with every seeded bug, for gunicorn as the proof starts it. Nothing of the product imports this module."""

from __future__ import annotations

from app import create_app
from config import Settings
from ops.errors import OperationError
from ops.prove.attack.seeded.bugs import BUGS
from ops.state import InstanceKind, read_kind

settings = Settings.from_environment()
if not settings.demo or read_kind(settings.state) is not InstanceKind.DEMO:
    raise OperationError("Seeded bugs are for a proof's own demo: this is another instance.")

app = create_app(settings)
for bug in BUGS.values():
    bug.plant(app, bug.endpoint)
