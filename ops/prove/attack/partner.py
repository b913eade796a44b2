"""A partner with a link: a referral is sent, and its mail read, as the partner's desk would."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path

from ops.errors import OperationError
from ops.prove.attack import canaries
from ops.prove.attack.canaries import Canary
from ops.prove.attack.visitor import Visitor
from ops.prove.crash.run import OFFERS
from ops.prove.running import RunningQuipu

ROLE = "partner"
LINK = re.compile(r"/r/([\w.~-]+)")
SECONDS_FOR_A_MAIL = 60


def receive_link(quipu: RunningQuipu, caseworker: Visitor, file: Canary) -> str:
    """Refer the planted person to a provider of the country; gives the token of the link in the mail.

    Raises:
        OperationError: no mail arrived.
    """
    with quipu.database() as connection:
        offers = {code: pairs for code, pairs in connection.execute(OFFERS.encode()).fetchall()}  # noqa: C416 - rows are no pairs
    service, provided_service = offers[file.office][0]
    typed = {
        "service": service,
        "provided_service": provided_service,
        "priority": "normal",
        "request": file.word,
        "shared_fields": "given_names",
        "consent_given": "y",
        "do": "send",
    }
    known = set(quipu.mail_folder.glob("*.eml"))
    canaries.saved(caseworker, f"{file.case}/referrals/new", "request", typed)
    deadline = time.monotonic() + SECONDS_FOR_A_MAIL
    while time.monotonic() < deadline:
        for mail in set(quipu.mail_folder.glob("*.eml")) - known:
            if found := LINK.search(_words_of(mail)):
                return found.group(1)
        time.sleep(0.2)
    raise OperationError("The mail with the partner's link did not arrive.")


def _words_of(mail: Path) -> str:
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""
