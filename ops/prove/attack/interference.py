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
        changed = _changed(first[named], second[named], page)
        if changed:
            walk.tell("interference", named, caller, f"changed with another office: {changed.strip()[:80]!r}")


def _changed(first: Page, second: Page, third: Page) -> str | None:
    """A line that stood still while nothing happened and is another afterwards; None where a page grows by being read."""
    if len(first) != len(second):
        return None
    still = [at for at, line in enumerate(second) if first[at] == line]
    if len(third) == len(second):
        return next((third[at] for at in still if third[at] != second[at]), None)
    stood = {second[at] for at in still}
    return next((line for line in (*third, *stood) if (line in stood) != (line in third)), None)


def _pages(walk: Walk, caller: Caller) -> Mapping[str, Page]:
    """Every page that is open to the caller without filling in anything, by the name of its rule."""
    pages = {}
    for seam in walk.seams_for(caller):
        if "GET" in seam.methods and caller.may_enter(seam) and not seam.is_public:
            reply = walk.ask(caller, seam, "GET", walk.own(caller, seam))
            pages[seam.named("GET")] = tuple(checks.settled(reply.text).splitlines())
    return pages
