"""What must hold of every answer, whoever asked for it. Written from the design, not from the code that it checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ops.prove.attack import payloads
from ops.prove.attack.visitor import Reply

NEEDED: Mapping[str, str] = {
    "content-security-policy": r"(?=.*default-src 'none')(?=.*base-uri 'none')(?=.*frame-ancestors 'none')(?!.*unsafe).*",
    "x-content-type-options": r"nosniff",
    "x-frame-options": r"DENY",
    "referrer-policy": r"same-origin|no-referrer",
    "cross-origin-opener-policy": r"same-origin",
    "cross-origin-resource-policy": r"same-origin",
    "permissions-policy": r".*camera=\(\).*",
}
"""Header in lower case -> what its whole value must look like."""
KEPT_BY_BROWSERS = ("/fs-static/", "/static/")
"""Answers that are the same for everybody."""
CHANGING = (
    (re.compile(r'name="csrf_token"([^>]*)value="[^"]*"'), 'name="csrf_token"\\1value=""'),
    (re.compile(r'name="submission_id"([^>]*)value="[^"]*"'), 'name="submission_id"\\1value=""'),
    (re.compile(r"\b[0-9a-f]{32}\b"), "-"),
    (re.compile(r"\b[0-2]\d:[0-5]\d\b"), "-"),
)
"""What differs between two answers that say the same: tokens, submission ids, the number of the request, the minute."""
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def faults_of(path: str, reply: Reply) -> Iterator[tuple[str, str]]:
    """Kind and detail of each thing wrong with one answer."""
    if reply.status >= 500:
        yield "fault", f"answered {reply.status}"
    yield from _wrong_headers(path, reply)
    yield from _ways_elsewhere(reply)
    text = reply.text
    if reply.is_html and payloads.MARKUP in text:
        yield "markup", "what was typed stands in the page as markup"
    if payloads.COMPUTED in text:
        yield "template", "what was typed was computed"
    if found := payloads.WORDS_OF_THE_MACHINE.search(text):
        yield "talk", f"the answer tells of the machine: {found.group(0)[:60]!r}"
    if payloads.FILE_OF_THE_MACHINE.search(text):
        yield "file", "the answer holds a file of the machine"


def _wrong_headers(path: str, reply: Reply) -> Iterator[tuple[str, str]]:
    for name, wanted in NEEDED.items():
        if not re.fullmatch(wanted, reply.header(name)):
            yield "headers", f"{name} is {reply.header(name)!r}"
    if not path.startswith(KEPT_BY_BROWSERS) and "no-store" not in reply.header("cache-control"):
        yield "headers", f"cache-control is {reply.header('cache-control')!r}"
    if reply.is_html and "charset=" not in reply.header("content-type"):
        yield "headers", f"content-type is {reply.header('content-type')!r}"
    yield from _unwanted_headers(reply)


def _unwanted_headers(reply: Reply) -> Iterator[tuple[str, str]]:
    for name, value in reply.headers:
        if name == "set-cookie" and not ("HttpOnly" in value and "SameSite=" in value):
            yield "headers", f"the cookie {value.partition('=')[0]} lacks HttpOnly or SameSite"
        if name == "x-zq":
            yield "headers", "a typed line break became a header"
        if name.startswith("access-control-"):
            yield "headers", f"{name} opens the answer to other sites"


def _ways_elsewhere(reply: Reply) -> Iterator[tuple[str, str]]:
    location = reply.header("location")
    if payloads.ELSEWHERE in (urlsplit(location.replace("\\", "/")).hostname or ""):
        yield "redirect", f"leads to {location!r}"


def settled(text: str, *ids: str) -> str:
    """A page without what differs between two answers that say the same; ``ids`` are those of the request."""
    for value in ids:
        text = text.replace(value, "<id>")
    for pattern, kept in CHANGING:
        text = pattern.sub(kept, text)
    return text
