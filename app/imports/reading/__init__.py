"""From a file as it came to its rows: in a process of its own, without secrets."""

from app.imports.reading.faults import Unreadable
from app.imports.reading.process import Heading, Line, RowsRead, Tail, read_rows

__all__ = ["Heading", "Line", "RowsRead", "Tail", "Unreadable", "read_rows"]
