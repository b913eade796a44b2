"""``./quipu credentials --to FOLDER``: for each unit a file with the secrets it needs, and no others.

Run as root: systemd hands each file to its unit (``LoadCredential=``), and no account can read another's.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path

from config import Secrets, state_folder
from ops.state import make_folder, write_private_file

ROLES: Mapping[str, str] = {"web": "app_rw", "jobs": "app_job", "audit": "app_audit"}
"""The one database role that a unit's account signs in under."""
SIGNING_UNITS = frozenset({"web", "jobs"})
"""Those that sign sessions, forms and links."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu credentials", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="a folder of root's")
    folder = make_folder(parser.parse_args(arguments).to)
    secrets = Secrets.load(state_folder(os.environ) / "secrets.json")
    for unit in ROLES:
        write_private_file(folder / f"{unit}.json", json.dumps(share_of(secrets, unit), indent=2) + "\n")
        print(f"{folder / unit}.json")
    return 0


def share_of(secrets: Secrets, unit: str) -> dict[str, object]:
    """What ``Secrets.load`` reads, with empty words for what the unit has no use for."""
    role = ROLES[unit]
    signs = unit in SIGNING_UNITS
    return {
        "secret_key": secrets.secret_key if signs else "",
        "password_salt": secrets.password_salt if signs else "",
        "link_key": secrets.link_key if signs else "",
        "database_passwords": {role: secrets.database_passwords[role]},
    }
