"""What the tools of others are pointed at: the addresses and the forms that stand open to a role, with its own records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ops.prove.attack.forms import CSRF_FIELD, Fields, PageForm, read
from ops.prove.attack.seams import Seam, UrlMap
from ops.prove.attack.visitor import Visitor
from ops.prove.attack.walk import Caller, with_query

SIGN_OUT = "/sign-out"
LEFT_OUT = frozenset({CSRF_FIELD, "submission_id"})
TRIED_EVERYWHERE = "page"


@dataclass(frozen=True)
class Target:
    """One address with its parameters; ``fields`` of a form that is sent to it, None for a page."""

    path: str
    rule: str
    parameters: Sequence[str]
    fields: Fields | None = None


def targets(urls: UrlMap, caller: Caller, endpoints: frozenset[str]) -> list[Target]:
    """Every page of the caller with the parameters of its lists, and every form of its pages.

    Args:
        endpoints: what is attacked; empty for everything.
    """
    found = []
    for seam in urls.seams:
        is_wanted = not endpoints or seam.rule.endpoint in endpoints
        if is_wanted and caller.may_enter(seam) and not seam.is_gallery:
            found += _of_rule(caller.visitor, seam, urls.address(seam, caller.place.ids))
    return found


def _of_rule(visitor: Visitor, seam: Seam, path: str) -> list[Target]:
    if "GET" not in seam.methods:
        return [Target(path, seam.rule.rule, (), [("back", "/"), ("language", "es"), ("q", "Ana")])]
    reply = visitor.get(path)
    if not reply.is_html or reply.status != 200:
        return [Target(path, seam.rule.rule, ())]
    page = read(reply.text)
    names = sorted(page.parameters | {TRIED_EVERYWHERE})
    pages = [Target(with_query(path, [(name, "1") for name in names]), seam.rule.rule, names)]
    own = [form for form in page.forms if form.method == "post" and form.action in {"", path}] if "POST" in seam.methods else []
    return [*pages, *(_of_form(path, seam, form) for form in own)]


def _of_form(path: str, seam: Seam, form: PageForm) -> Target:
    return Target(path, seam.rule.rule, sorted(set(form.names) - LEFT_OUT), form.filled_in())
