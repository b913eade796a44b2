"""How much an attack tries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops.prove.attack import payloads


@dataclass(frozen=True)
class Effort:
    """What is sent to every rule.

    Attributes:
        typed: word for a value -> the value, into all parameters of a page, or all fields of a form, at once.
        typed_alone: those of them that go into each field by itself too, beside what a willing user types into the others.
        in_paths: the same for arguments of an address.
        foreign: whose ids of other places are put into parameters and fields.
        hosts: headers in which another site's host is forged.
    """

    typed: Mapping[str, str]
    typed_alone: Sequence[str]
    in_paths: Mapping[str, str]
    foreign: Sequence[str]
    verbs: Sequence[str]
    hosts: Sequence[str]


FULL = Effort(
    typed=payloads.TYPED,
    typed_alone=("markup", "a quote", "a null character", "a huge number", "an address elsewhere"),
    in_paths=payloads.IN_PATHS,
    foreign=("case_id", "person_id", "user_id", "office_id"),
    verbs=("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "TRACK"),
    hosts=("Host", "X-Forwarded-Host", "X-Original-Host", "Forwarded"),
)
SMALL = Effort(
    typed={word: payloads.TYPED[word] for word in ("markup", "a quote", "an address elsewhere")},
    typed_alone=(),
    in_paths={word: payloads.IN_PATHS[word] for word in ("a quote", "a path in the open")},
    foreign=("case_id",),
    verbs=("POST", "DELETE"),
    hosts=("Host",),
)
