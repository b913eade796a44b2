"""``./quipu prove``: proof runs at full size. The tests hold the same at a small n (``tests/prove``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from ops.errors import OperationError


@dataclass(frozen=True)
class Proof:
    """One proof: ``main(arguments)`` of its module prints figures and gives 0 when the promise held."""

    module: str
    promise: str


PROOFS: Mapping[str, Proof] = {
    "access": Proof("ops.prove.access", "an independent oracle agrees on who sees what, with both walls and with each alone"),
    "attack": Proof("ops.prove.attack", "walker, wapiti and sqlmap find nothing as any role, and every one of the seeded bugs"),
    "audit": Proof("ops.prove.audit", "any tampering with a sealed audit row is found, and untouched rows raise no alarm"),
    "crash": Proof("ops.prove.crash", "under random kill -9 no acknowledged form is lost and none is saved twice"),
    "canaries": Proof("ops.prove.canaries", "what is sealed stands nowhere in the clear: dump, files, logs, broker, pages"),
    "restore": Proof("ops.prove.restore", "backup under load, destroy, restore: nothing acknowledged before the backup is lost"),
    "volume": Proof("ops.prove.volume", "a million people load in about 15 minutes with less than 1 GB of memory"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one proof, or list them all.

    Raises:
        OperationError: there is no proof of that name.
    """
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(listing())
        return 0
    name, *rest = arguments
    if name not in PROOFS:
        raise OperationError(f"There is no proof named {name}.\n\n{listing()}")
    return int(import_module(PROOFS[name].module).main(rest))


def listing() -> str:
    """The proofs, one line each."""
    width = max(len(name) for name in PROOFS) + 2
    lines = [f"  {name:<{width}}{proof.promise}" for name, proof in PROOFS.items()]
    return "\n".join(["Use: ./quipu prove NAME [ARGUMENTS], with --help after a name for its arguments", "", *lines])
