"""``./quipu code EMAIL``: the code that the authenticator app of a demo account shows now."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence

from config import state_folder
from ops.errors import OperationError
from ops.one_time_codes import code_of, seconds_left
from ops.state import InstanceKind, read_kind


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu code", description="Print the present sign-in code of a demo account.")
    parser.add_argument("email", help="the account, or the beginning of its e-mail")
    asked = parser.parse_args(arguments)
    account = _demo_account(asked.email.strip().lower())
    print(f"{code_of(account['totp_secret'])}  for {account['email']}, for {seconds_left()} seconds. Each code opens once.")
    return 0


def _demo_account(beginning: str) -> dict[str, str]:
    """The one demo account whose e-mail begins so.

    Raises:
        OperationError: this is a real instance, the demo has not started yet, or none or several accounts fit.
    """
    state = state_folder(os.environ)
    if read_kind(state) is not InstanceKind.DEMO:
        raise OperationError("Only the demo's codes can be printed. On a real instance they are in the person's own app.")
    try:
        accounts: list[dict[str, str]] = json.loads((state / "demo-accounts.json").read_text())
    except FileNotFoundError:
        raise OperationError("The demo has no accounts yet: start it once by ./quipu run.") from None
    fitting = [account for account in accounts if account["email"].startswith(beginning)]
    if len(fitting) != 1:
        names = ", ".join(account["email"] for account in fitting or accounts)
        raise OperationError(f"{len(fitting)} demo accounts fit '{beginning}'. There are: {names}.")
    return fitting[0]
