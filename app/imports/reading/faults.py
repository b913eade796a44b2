"""Why a file is not read."""

from __future__ import annotations

from app.imports.enums import Fault


class Unreadable(Exception):
    """A file that cannot be read as people.

    Attributes:
        detail: as they stand in the file: ``row``, ``columns``. May hold personal values, of a file without headings.
    """

    def __init__(self, fault: Fault, **detail: object) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail
