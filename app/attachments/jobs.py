"""Names of the jobs that this room asks for."""

from __future__ import annotations

SHRED_REMOVED = "attachments.shred_removed"
"""Deletes the file of a removed attachment; argument ``attachment_id``."""
SWEEP = "attachments.sweep"
"""Deletes files that no attachment has: of savings that died on the way; no arguments."""
