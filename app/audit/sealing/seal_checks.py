"""Whether the seals themselves are whole: signed, in one chain, and the same in the table and in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.audit.sealing.faults import FaultKind, Findings
from app.audit.sealing.keys import is_signed
from app.audit.sealing.leaves import FORMAT
from app.audit.sealing.sealer import start_after
from app.audit.sealing.seals import NO_SEAL, Seal


@dataclass(frozen=True)
class Copies:
    """The seals as both places hold them, each in its own order."""

    in_table: Sequence[Seal]
    in_file: Sequence[Seal]
    unreadable_lines: Sequence[int]


@dataclass(frozen=True)
class Chain:
    """The seals that the rows are checked against, in order; and the numbers of those that a restore has lost."""

    seals: Sequence[Seal]
    lost: frozenset[int]


def check_seals(copies: Copies, public_keys: Mapping[str, bytes], findings: Findings) -> Chain:
    """Note every fault of the seals; gives the chain of those that are signed."""
    for line in copies.unreadable_lines:
        findings.note(FaultKind.LINE_UNREADABLE, f"line {line}")
    for seals, place in ((copies.in_table, "table"), (copies.in_file, "file")):
        _check_numbers(seals, place, findings)
    in_table, in_file = ({seal.number: seal for seal in seals} for seals in (copies.in_table, copies.in_file))
    signed = _signed(in_table, in_file, public_keys, findings)
    lost = _lost_by_restores(signed, in_table)
    compare(in_table, in_file, lost, findings)
    chain = [signed[number] for number in sorted(signed.keys() - lost)]
    check_chain(chain, findings)
    return Chain(chain, lost)


def _check_numbers(seals: Sequence[Seal], place: str, findings: Findings) -> None:
    numbers = [seal.number for seal in seals]
    for number, times in Counter(numbers).items():
        if times > 1:
            findings.note(FaultKind.SEAL_TWICE, f"seal {number} in the {place}")
    for before, after in pairwise(numbers):
        if after < before:
            findings.note(FaultKind.CHAIN_BROKEN, f"seal {after} stands behind seal {before} in the {place}")


def _signed(
    in_table: Mapping[int, Seal], in_file: Mapping[int, Seal], public_keys: Mapping[str, bytes], findings: Findings
) -> dict[int, Seal]:
    """Of each number one seal that a known key has signed; the table's where both are."""
    found = {}
    for number in sorted(in_table.keys() | in_file.keys()):
        copies = dict.fromkeys(seals[number] for seals in (in_table, in_file) if number in seals)
        signed = [seal for seal in copies if is_signed(seal, public_keys)]
        if len(signed) < len(copies):
            findings.note(FaultKind.SEAL_NOT_SIGNED, f"seal {number}")
        if signed:
            found[number] = signed[0]
    return found


def _lost_by_restores(signed: Mapping[int, Seal], in_table: Mapping[int, Seal]) -> frozenset[int]:
    """Numbers between the last seal of a backup and the one that closed its era: they were made after the backup."""
    numbers = {seal.digest(): number for number, seal in signed.items()}
    lost: set[int] = set()
    for number, seal in signed.items():
        before = numbers.get(seal.previous)
        if seal.closes_era and before is not None:
            lost.update(between for between in range(before + 1, number) if between not in in_table)
    return frozenset(lost)


def compare(in_table: Mapping[int, Seal], in_file: Mapping[int, Seal], lost: Iterable[int], findings: Findings) -> None:
    """Note what only one place has, and what the two tell differently."""
    for number in sorted(in_file.keys() - in_table.keys() - set(lost)):
        findings.note(FaultKind.SEAL_NOT_IN_TABLE, f"seal {number}")
    for number in sorted(in_table.keys() - in_file.keys()):
        findings.note(FaultKind.SEAL_NOT_IN_FILE, f"seal {number}")
    for number in sorted(in_table.keys() & in_file.keys()):
        if in_table[number] != in_file[number]:
            findings.note(FaultKind.SEAL_DIFFERS, f"seal {number}")


def check_chain(chain: Sequence[Seal], findings: Findings) -> None:
    """Note each seal that does not follow on the one before."""
    before: Seal | None = None
    for seal in chain:
        if not _follows(seal, before):
            findings.note(FaultKind.CHAIN_BROKEN, f"seal {seal.number}")
        before = seal


def _follows(seal: Seal, before: Seal | None) -> bool:
    if seal.format != FORMAT or (seal.era, seal.from_transaction) != start_after(before):
        return False
    if before is None:
        return seal.number == 1 and seal.previous == NO_SEAL
    # Only the seal that closes the era of a restored database may leave numbers out.
    is_next = seal.number == before.number + 1 or (seal.closes_era and seal.number > before.number)
    return is_next and seal.previous == before.digest()
