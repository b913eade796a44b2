"""Requests that must be refused: by role, by office, without a token, from another site, by another verb. Nothing may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import uuid4

from ops.prove.attack import checks, payloads
from ops.prove.attack.effort import Effort
from ops.prove.attack.forms import CSRF_FIELD, Fields
from ops.prove.attack.records import OF_A_COUNTRY, OF_AN_OFFICE, Ids
from ops.prove.attack.seams import Seam
from ops.prove.attack.visitor import Reply
from ops.prove.attack.walk import Caller, Walk
from ops.prove.attack.watch import changed

PLAUSIBLE: Fields = [("version", "1"), ("text", "Nota"), ("reason", "Motivo"), ("step", "confirm"), ("do", "send")]
FORBIDDEN, NOT_FOUND, BAD_REQUEST, SEE_OTHER = 403, 404, 400, 303
DRAFTS = "draft "
"""How the change of the table begins in which a form of an own page is kept for its sender, whose session is over."""
REFUSED = frozenset({BAD_REQUEST, FORBIDDEN, NOT_FOUND, 405, 429})
FORGED = (("another site's Origin", {"Origin": f"https://{payloads.ELSEWHERE}"}), ("a damaged Origin", {"Origin": "https://"}))
FORGED_TOKEN = "IjAwMDAi.aAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"  # noqa: S105 - no token of anybody


def walk(walk: Walk, caller: Caller, effort: Effort) -> None:
    """Every rule by one caller; the whole database is compared afterwards."""
    for seam in walk.seams_for(caller):
        if "GET" in seam.methods and caller.may_enter(seam):
            walk.ask(caller, seam, "GET", walk.own(caller, seam), sent="for the first time")  # which some records note
    before = walk.watch.everything()
    for seam in walk.seams_for(caller):
        _press_doors(walk, caller, seam)
        if caller.may_enter(seam):
            _press_scope(walk, caller, seam)
            _press_with_malformed(walk, caller, seam, effort)
            _press_forged(walk, caller, seam)
            _press_with_forged_hosts(walk, caller, seam, effort)
        _press_with_verbs(walk, caller, seam, effort)
    for table in changed(before, walk.watch.everything()):
        if not table.startswith(DRAFTS):
            walk.tell("change", f"ANY {table}", caller, "requests that were all refused changed this table")


def _press_doors(walk: Walk, caller: Caller, seam: Seam) -> None:
    if caller.may_enter(seam):
        return
    for method in seam.methods:
        reply = walk.ask(caller, seam, method, walk.own(caller, seam), sent="its own record")
        is_kept_out = reply.status == FORBIDDEN if caller.is_signed_in else reply.leads_to_sign_in
        if not is_kept_out:
            walk.tell("door", seam.named(method), caller, f"answered {reply.status}")


def _press_scope(walk: Walk, caller: Caller, seam: Seam) -> None:
    """A record out of scope answers as one that does not exist, to the last letter."""
    if not caller.is_scoped or not seam.record_arguments & (OF_AN_OFFICE | OF_A_COUNTRY):
        return
    for method in seam.methods:
        for word, foreign in _foreign(walk, caller, seam):
            ids = {**caller.place.ids, **foreign}
            unknown = {**caller.place.ids, **{name: str(uuid4()) for name in foreign}}
            reply = _ask_plausibly(walk, caller, seam, method, ids, sent=word)
            nothing = _ask_plausibly(walk, caller, seam, method, unknown, sent="an id of nothing")
            if reply.status != NOT_FOUND:
                walk.tell("scope", seam.named(method), caller, f"{word} answered {reply.status}")
            elif _as_seen(reply, ids) != _as_seen(nothing, unknown):
                walk.tell("scope", seam.named(method), caller, f"{word} answered otherwise than an id of nothing")


def _foreign(walk: Walk, caller: Caller, seam: Seam) -> Iterator[tuple[str, Ids]]:
    """Ids out of scope: all those of the address, and of addresses with several each one beside the caller's own."""
    for word, place in walk.outside(caller):
        is_out = OF_AN_OFFICE | OF_A_COUNTRY if place.country != caller.place.country else OF_AN_OFFICE
        out = {name: place.ids[name] for name in sorted(seam.record_arguments & is_out) if name in place.ids}
        if out:
            yield f"records of {word}", out
        for name in out if len(seam.record_arguments) > 1 else ():
            yield f"{name} of {word} beside one's own", {name: out[name]}


def _ask_plausibly(walk: Walk, caller: Caller, seam: Seam, method: str, ids: Ids, *, sent: str) -> Reply:
    """With fields that most forms take, so that the record is what decides."""
    path = walk.urls.address(seam, ids)
    if method == "GET":
        return walk.ask(caller, seam, method, path, sent=sent)
    return walk.ask(caller, seam, method, path, fields=[*PLAUSIBLE, ("submission_id", str(uuid4()))], sent=sent)


def _press_with_malformed(walk: Walk, caller: Caller, seam: Seam, effort: Effort) -> None:
    for name in sorted(seam.arguments):
        for word, value in effort.in_paths.items():
            path = walk.urls.address(seam, {**caller.place.ids, name: value})
            reply = walk.ask(caller, seam, seam.methods[0], path, sent=f"{word} as {name}")
            if name.endswith("_id") and reply.status not in REFUSED:
                walk.tell("malformed", seam.named(seam.methods[0]), caller, f"{word} as {name} answered {reply.status}")


def _press_forged(walk: Walk, caller: Caller, seam: Seam) -> None:
    """Forms that another site makes a signed-in browser send."""
    if "POST" not in seam.methods:
        return
    path, own = walk.own(caller, seam), (CSRF_FIELD, caller.visitor.token)
    trials: list[tuple[str, Fields, Mapping[str, str]]] = [
        ("no token", [], {}),
        ("a forged token", [(CSRF_FIELD, FORGED_TOKEN)], {}),
        *((word, [own], headers) for word, headers in FORGED),
    ]
    for sent, token, headers in trials:
        fields = [*PLAUSIBLE, ("submission_id", str(uuid4())), *token]
        reply = walk.ask(caller, seam, "POST", path, fields=fields, headers=headers, token=False, sent=sent)
        if reply.status not in REFUSED and not _is_only_kept(reply):
            walk.tell("forgery", seam.named("POST"), caller, f"{sent} answered {reply.status}")


def _is_only_kept(reply: Reply) -> bool:
    """The form came from an own page whose session is over: it opens again for its sender as a draft, and nothing is saved."""
    return reply.status == SEE_OTHER and "draft=" in reply.header("location")


def _press_with_forged_hosts(walk: Walk, caller: Caller, seam: Seam, effort: Effort) -> None:
    for name in effort.hosts if "GET" in seam.methods else ():
        value = f"host={payloads.ELSEWHERE}" if name == "Forwarded" else payloads.ELSEWHERE
        reply = walk.ask(caller, seam, "GET", walk.own(caller, seam), headers={name: value}, sent=f"a forged {name}")
        if payloads.ELSEWHERE in reply.text or payloads.ELSEWHERE in reply.header("location"):
            walk.tell("host", seam.named("GET"), caller, f"the answer names the host of a forged {name}")


def _press_with_verbs(walk: Walk, caller: Caller, seam: Seam, effort: Effort) -> None:
    for verb in [verb for verb in effort.verbs if verb not in walk.methods_of(seam)]:
        reply = walk.ask(caller, seam, verb, walk.own(caller, seam), sent="a verb that the rule does not know")
        if reply.status < BAD_REQUEST:
            walk.tell("verb", seam.named(verb), caller, f"answered {reply.status}")


def _as_seen(reply: Reply, ids: Ids) -> str:
    return checks.settled(reply.text, *ids.values())
