"""The folder of attachments: who may read it, and whether it holds what the database names."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg

from config import OWNER_ROLE, Settings
from ops.doctor.findings import Finding, problem, well
from ops.roles import libpq_url

EVERYBODY = 0o007
"""Rights of accounts that are neither the owner of a file nor of its group."""


def examine_attachments(settings: Settings) -> Iterator[Finding]:
    folder = settings.attachment_folder
    if folder.is_dir():
        yield _closed(folder)
    try:
        with psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE)), connect_timeout=5) as connection:
            yield examine_contents(connection, folder)
    except psycopg.Error:
        return  # the database's own findings say what is wrong with it


def _closed(folder: Path) -> Finding:
    mode = stat.S_IMODE(folder.stat().st_mode)
    words = f"the folder of attachments has mode {mode:04o}"
    if mode & EVERYBODY:
        return problem("attachments", f"{words}: every account of this machine reaches it", f"Run: chmod o-rwx {folder}")
    return well("attachments", words)


def examine_contents(connection: psycopg.Connection, folder: Path) -> Finding:
    """Whether each content that a row names lies in its place."""
    connection.execute("SELECT quipu_enter('owner', NULL)")
    named = missing = 0
    with connection.cursor(name="attachments") as rows:
        for (name,) in rows.execute("SELECT file_name FROM attachment WHERE removed_at IS NULL"):
            named += 1
            missing += not (folder / name[:2] / name).is_file()
    if missing:
        advice = "Bring them back from a backup (docs/operations/backup.md)."
        return problem("attachments", f"{missing} of {named} contents are missing in {folder}", advice)
    return well("attachments", f"{named} contents, none missing")
