"""What ``./quipu audit verify`` prints: figures, then the faults."""

from __future__ import annotations

from collections.abc import Iterator

from app.audit.sealing.verifier import Verification


def report(found: Verification, *, seconds: float) -> str:
    return "\n".join([*_figures(found, seconds), *_faults(found)])


def _figures(found: Verification, seconds: float) -> Iterator[str]:
    newest = f", the newest of {found.newest_sealed_at:%Y-%m-%d %H:%M:%S} UTC" if found.newest_sealed_at else ""
    yield f"seals           {found.seals:,} in {found.eras} eras{newest}"
    yield f"rows            {found.sealed_rows:,} sealed, {found.waiting_rows:,} waiting for the next seal"
    if found.lost_seals:
        yield f"lost            {found.lost_seals:,} seals of the file were made after the backup that was restored"
    yield f"time            {seconds:,.1f} s"


def _faults(found: Verification) -> Iterator[str]:
    findings = found.findings
    if found.is_whole:
        yield "The trail is whole."
        return
    yield f"FAULTS          {findings.counts.total():,}; docs/security/audit.md says what each means and what to do"
    for kind, times in findings.counts.most_common():
        yield f"  {times:>7,}  {kind.value}"
    yield "The first of them:"
    for fault in findings.first:
        yield f"  {fault.kind.value}: {fault.about}"
