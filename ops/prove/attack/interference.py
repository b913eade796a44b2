"""Whether anything that happens in another office shows: each page before and after, letter by letter.

A count that includes foreign records names none of them; it betrays itself only by growing with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ops.prove.attack import checks
from ops.prove.attack.walk import Caller, Walk

Page = tuple[str, ...]


def walk(walk: Walk, caller: Caller, work_elsewhere: Callable[[], object]) -> None:
    """Read every page twice, let others work in their office, and read again: what stood still must stand still.

    Args:
        work_elsewhere: makes new records in an office that the caller does not reach.
    """
    if not caller.is_scoped:
        return
    first, second = _pages(walk, caller), _pages(walk, caller)
    work_elsewhere()
    for named, page in _pages(walk, caller).items():
        moving = set(first[named]) ^ set(second[named])
        new = [line for line in page if line not in second[named] and line not in moving]
        gone = [line for line in second[named] if line not in page and line not in moving]
        if len(first[named]) == len(second[named]) and (new or gone):
            walk.tell("interference", named, caller, f"changed with another office: {(new or gone)[0].strip()[:80]!r}")


def _pages(walk: Walk, caller: Caller) -> Mapping[str, Page]:
    """Every page that is open to the caller without filling in anything, by the name of its rule."""
    pages = {}
    for seam in walk.seams_for(caller):
        if "GET" in seam.methods and caller.may_enter(seam) and not seam.is_public:
            reply = walk.ask(caller, seam, "GET", walk.own(caller, seam))
            pages[seam.named("GET")] = tuple(checks.settled(reply.text).splitlines())
    return pages
