"""``./quipu prove attack``: our own walker, wapiti and sqlmap against a running demo as each role, and then against seeded bugs.

Everything stays on this machine: a demo of its own, on loopback, that is thrown away.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from ops.errors import OperationError
from ops.prove.attack import ground
from ops.prove.attack.campaign import TOOLS, Campaign, report
from ops.prove.running import proof_folder, running_quipu


def main(arguments: Sequence[str]) -> int:
    """Attack the product, then the seeded bugs; 0 when nothing was found on the one, and all of the others."""
    asked = _parse(arguments)
    folder = proof_folder(os.environ, "attack")
    with running_quipu(folder, os.environ) as quipu:
        campaign = Campaign(ground.prepare(quipu), asked.tools, asked.roles, folder.with_name("attack-tools"))
        product = campaign.against_the_product() if asked.against != "bugs" else None
        bugs = campaign.against_the_bugs() if asked.against != "product" else None
    print("\n".join(report(product, bugs)))
    is_clean = product is None or not product.stand
    are_found = bugs is None or all(bugs.values())
    print("The promise held." if is_clean and are_found else "The promise was broken.")
    return 0 if is_clean and are_found else 1


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./quipu prove attack", description=__doc__)
    every = ",".join(TOOLS)
    parser.add_argument("--tools", default=every, type=lambda words: words.split(","), help=f"by commas (default: {every})")
    roles = ",".join(role or "nobody" for role in ground.ROLES)
    parser.add_argument("--roles", default=roles, type=lambda words: words.split(","), help=f"by commas (default: {roles})")
    parser.add_argument("--against", choices=("both", "product", "bugs"), default="both", help="default: both")
    asked = parser.parse_args(arguments)
    asked.roles = ["" if role == "nobody" else role for role in asked.roles]
    if unknown := [word for word in asked.tools if word not in TOOLS] + [
        role for role in asked.roles if role not in ground.ROLES
    ]:
        raise OperationError(f"There is no tool or role named {unknown[0]}.")
    return asked
