"""``./quipu doctor``: each component, whether it is well, and what to do if not. Exit code 1 when something is not."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import asdict

from config import Settings, SettingsError, state_folder
from ops.doctor.attachments import examine_attachments
from ops.doctor.audit import examine_audit
from ops.doctor.backups import examine_backups
from ops.doctor.broker import examine_broker
from ops.doctor.checkout import examine_checkout
from ops.doctor.database import examine_database
from ops.doctor.findings import Finding, problem
from ops.doctor.machine import examine_state
from ops.doctor.mail import examine_mail
from ops.doctor.pages import examine_pages


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the findings for machines")
    options = parser.parse_args(arguments)
    findings = list(examine())
    is_well = all(finding.is_well for finding in findings)
    if options.json:
        print(json.dumps({"is_well": is_well, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        print("\n".join(finding.line() for finding in findings))
    return 0 if is_well else 1


def examine() -> Iterator[Finding]:
    """All components, from the checkout up to the pages."""
    yield from examine_checkout()
    state = state_folder(os.environ)
    yield from examine_state(state)
    yield from examine_backups(state)
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        yield problem("settings", "incomplete", str(error))
        return
    yield from examine_database(settings)
    yield from examine_attachments(settings)
    yield from examine_audit(settings)
    yield from examine_broker(settings)
    yield from examine_mail(state, settings.mail)
    yield from examine_pages(state)
