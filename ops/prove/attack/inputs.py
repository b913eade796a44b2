"""Hostile values and foreign ids in every parameter of every form and list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ops.prove.attack import payloads
from ops.prove.attack.effort import Effort
from ops.prove.attack.forms import CSRF_FIELD, Fields, PageForm, read
from ops.prove.attack.seams import Seam
from ops.prove.attack.walk import Caller, Walk, with_query
from ops.prove.attack.watch import changed

GUESSED = frozenset(
    {
        "page",
        "next",
        "back",
        "office",
        "office_id",
        "country",
        "caseworker_id",
        "person_id",
        "case_id",
        "user_id",
        "q",
        "sort",
        "lang",
    }
)
"""Parameters that are tried on every page, offered or not."""
LEFT_ALONE = frozenset({CSRF_FIELD, "submission_id"})


def walk(walk: Walk, caller: Caller, effort: Effort) -> None:
    """Type into everything that is open to the caller; rows of other offices must be as they were."""
    office = caller.place.ids["office_id"]
    before = walk.watch.beyond(office) if caller.is_scoped else {}
    for seam in walk.seams_for(caller):
        if caller.may_enter(seam):
            path = walk.own(caller, seam)
            if "GET" in seam.methods:
                _type_into_query(walk, caller, seam, path, effort)
            if "POST" in seam.methods:
                _type_into_forms(walk, caller, seam, path, effort)
    for seam in walk.seams_for(caller):
        if caller.may_enter(seam) and "GET" in seam.methods:
            walk.ask(caller, seam, "GET", walk.own(caller, seam), sent="after everything was typed")
    for table in changed(before, walk.watch.beyond(office) if caller.is_scoped else {}):
        walk.tell("change", f"ANY {table}", caller, "rows of another office were changed from this one")


def _type_into_query(walk: Walk, caller: Caller, seam: Seam, path: str, effort: Effort) -> None:
    page = walk.ask(caller, seam, "GET", path)
    names = sorted((read(page.text).parameters if page.is_html else frozenset()) | GUESSED)
    for sent, query in _trials(names, effort, _foreign_ids(walk, caller, effort)):
        walk.ask(caller, seam, "GET", with_query(path, query), sent=sent)
    walk.ask(caller, seam, "GET", with_query(path, [(name, payloads.LONG[:300]) for name in names[:8]]), sent="long values")


def _type_into_forms(walk: Walk, caller: Caller, seam: Seam, path: str, effort: Effort) -> None:
    for form in _forms_for(walk, caller, seam, path):
        willing = form.filled_in()
        names = sorted(set(form.names) - LEFT_ALONE)
        in_texts = [
            (f"{word} in every empty text", [(name, value) for name in form.texts]) for word, value in effort.typed.items()
        ]
        for sent, typed in [*_trials(names, effort, _foreign_ids(walk, caller, effort)), *in_texts]:
            taken = {name for name, _ in typed}
            fields = [*((name, value) for name, value in _anew(walk, caller, willing) if name not in taken), *typed]
            walk.ask(caller, seam, "POST", path, fields=fields, sent=sent)
        too_long = [(name, payloads.LONG) for name in names[:4]]
        walk.ask(caller, seam, "POST", path, fields=[*_anew(walk, caller, willing), *too_long], sent="a very long text")
        walk.ask(caller, seam, "POST", path, fields=[*willing, *willing, *willing], sent="every field three times")


def _forms_for(walk: Walk, caller: Caller, seam: Seam, path: str) -> list[PageForm]:
    """The forms that the page of an address sends to it; an empty one for addresses that other pages send to."""
    if "GET" not in seam.methods:
        return [PageForm("post", path, names=["version", "do", "back", "language", "q", "text"])]
    page = walk.ask(caller, seam, "GET", path)
    own = [form for form in read(page.text).forms if form.method == "post" and form.action in {"", path}]
    return own or [PageForm("post", path)]


def _anew(walk: Walk, caller: Caller, fields: Fields) -> Fields:
    """The same fields under a submission id of their own: the server recognises a form that was sent before."""
    fresh = walk.nowhere(caller)["case_id"]
    return [(name, fresh if name == "submission_id" else value) for name, value in fields]


def _foreign_ids(walk: Walk, caller: Caller, effort: Effort) -> Mapping[str, str]:
    """What an id in a parameter may be: the case, the person and the office of places that are not the caller's."""
    return {
        f"{name} of {word}": place.ids[name]
        for word, place in walk.outside(caller)
        for name in effort.foreign
        if name in place.ids
    }


def _trials(names: list[str], effort: Effort, foreign: Mapping[str, str]) -> Iterator[tuple[str, Fields]]:
    values = {**effort.typed, **foreign}
    for word, value in values.items():
        yield f"{word} in every field", [(name, value) for name in names]
        for name in names if word in effort.typed_alone else ():
            yield f"{word} in {name}", [(name, value)]
