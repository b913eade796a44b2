"""``./quipu sbom``: what this checkout is made of, as CycloneDX 1.6, from the lock files alone.

Components are named by package URL, which names the ecosystem and no host. Licences are as the installed packages state them.
"""

from __future__ import annotations

import argparse
import base64
import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from config import ROOT

PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "requirements-uv.lock")
SHIPPED = "requirements.lock"
"""What runs on a server; the other locks build and test."""
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

LONGEST_NAME = 80
"""Letters; what is longer is a licence's text and not its name."""

Component = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./quipu sbom", description=__doc__)
    parser.add_argument("--to", type=Path, metavar="FILE", help="write it there instead of printing it")
    text = json.dumps(bill_of_materials(), indent=2) + "\n"
    target = parser.parse_args(arguments).to
    if target:
        target.write_text(text)
    else:
        print(text, end="")
    return 0


def bill_of_materials() -> dict[str, Any]:
    """The whole document. The same locks give the same serial number."""
    components = sorted((*python_components(), *node_components()), key=lambda component: component["bom-ref"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reference = f"pkg:generic/{project['name']}@{project['version']}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(components))}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            },
        },
        "components": components,
        "dependencies": [{"ref": reference, "dependsOn": [component["bom-ref"] for component in components]}],
    }


def python_components() -> Iterator[Component]:
    """Every pinned Python package once; ``scope`` says whether it runs on a server."""
    seen = set()
    for lock in PYTHON_LOCKS:
        for name, version, hashes in pins((ROOT / lock).read_text()):
            reference = f"pkg:pypi/{name}@{version}"
            if reference not in seen:
                seen.add(reference)
                yield {
                    **_component(reference, name, version, is_shipped=lock == SHIPPED),
                    "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
                    **_licence_of(name, version),
                }


def pins(lock: str) -> Iterator[tuple[str, str, list[str]]]:
    """Name in its normal form, version, and the SHA-256 of each file that may be installed."""
    starts = list(PIN.finditer(lock))
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        block = lock[start.end() : following.start() if following else None]
        yield re.sub(r"[-_.]+", "-", start[1]).lower(), start[2], HASH.findall(block)


def node_components() -> Iterator[Component]:
    """Every package of the front end. Their code is built into the pages' files; ``dev`` ones only build them."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, entry in packages.items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        reference = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
        algorithm, _, digest = entry["integrity"].partition("-")
        yield {
            **_component(reference, name, entry["version"], is_shipped=not entry.get("dev")),
            "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}],
            **({"licenses": [{"expression": entry["license"]}]} if entry.get("license") else {}),
        }


def _component(reference: str, name: str, version: str, *, is_shipped: bool) -> Component:
    scope = "required" if is_shipped else "excluded"
    return {"type": "library", "bom-ref": reference, "name": name, "version": version, "purl": reference, "scope": scope}


def _licence_of(name: str, version: str) -> Component:
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return {}
    if metadata["Version"] != version:
        return {}
    if expression := metadata.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    named = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    if not named and 0 < len(metadata.get("License") or "") <= LONGEST_NAME:
        named = [metadata["License"]]
    return {"licenses": [{"license": {"name": licence}} for licence in named]} if named else {}
