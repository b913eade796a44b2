"""Why a file is not taken."""

from __future__ import annotations

from app.attachments.enums import Fault


class Unacceptable(Exception):
    """A file that is not attached; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
