"""``./quipu backup``: one encrypted file that brings everything back. ``--new-identity`` makes the key that opens it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from config import Settings, state_folder
from ops.backup.keyring import make_identity, parse_recipients, read_identities, read_recipients
from ops.backup.making import Backup, make_backup
from ops.backup.servers import servers_up
from ops.backup.shelf import Shelf
from ops.backup.words import LOST_KEYS
from ops.errors import OperationError
from ops.state import brings_root_key, read_kind


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    state = state_folder(os.environ)
    if read_kind(state) is None:
        raise OperationError(f"{state} holds no instance: start with ./quipu run (demo) or ./quipu init (real instance).")
    if asked.new_identity:
        print(make_identity(state))
        return 0
    settings = Settings.from_environment()
    folder = asked.to or os.environ.get("QUIPU_BACKUP_FOLDER")
    if not folder:
        raise OperationError("Say where the backup goes, off this machine's data disk: --to FOLDER (or QUIPU_BACKUP_FOLDER).")
    recipients = parse_recipients(asked.recipient or read_recipients(state))
    identities = read_identities(asked.identity) if asked.identity else ()
    shelf = Shelf.at(Path(folder), state=state, secrets=settings.secrets)
    with servers_up(settings):
        backup = make_backup(settings, shelf, recipients, identities)
    print(words_of(backup))
    if brings_root_key(os.environ):
        print("The root key is not in it, as you keep it outside. Without that key too, what is sealed stays closed for good.")
    if shelf.is_on_the_disk_of(state):
        print("Caution: this folder is on the same disk as the data. One broken or stolen disk takes both.")
    for gone in shelf.keep(asked.keep) if asked.keep else ():
        print(f"Deleted, as {asked.keep} are kept: {gone.name}")
    return 0


def words_of(backup: Backup) -> str:
    """What was made, for the operator's notes."""
    manifest = backup.manifest
    attachments = manifest.parts["attachments"].files if "attachments" in manifest.parts else 0
    check = "opened again and compared" if backup.was_opened else "read back and compared (with --identity FILE: opened as well)"
    return "\n".join(
        [
            f"Backup {backup.path}",
            f"  as of    {backup.taken_at:%Y-%m-%d %H:%M:%S} UTC",
            f"  holds    {sum(manifest.rows.values()):,} rows in {len(manifest.rows)} tables, {attachments:,} attachments",
            f"  size     {backup.bytes:,} bytes; {check}",
            f"  SHA-256  {backup.sha256}",
        ]
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./quipu backup", description=__doc__, epilog=LOST_KEYS)
    parser.add_argument("--to", metavar="FOLDER", help="where the file goes; never inside the state folder")
    parser.add_argument("--recipient", action="append", metavar="age1...", help="who can open it; may be given several times")
    parser.add_argument("--identity", type=Path, metavar="FILE", help="open the finished file by this identity, to check it")
    parser.add_argument(
        "--keep", type=_positive, metavar="N", help="afterwards delete all backups of this instance but the newest N"
    )
    parser.add_argument(
        "--new-identity", action="store_true", help="make an identity, print it once, and encrypt for it from now on"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
