"""Where an attack can press: every rule of the URL map with its door, its methods, and its address for a set of records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from app.accounts.permissions import PERMISSIONS_OF, Permission, Role
from ops.check import reach

ENDS_THE_SESSION = frozenset({"security.logout"})
GALLERY = "web_gallery."
ARGUMENT = re.compile(r"<(?:any\((?P<first>\w+)[^)]*\):|\w+:)?(?P<name>\w+)>")
"""An argument in the text of a rule, with the first of the words that it admits."""
NOTHING = "0193aaaa-0000-7000-8000-000000000000"
STRINGS = {"language": "es", "file_format": "pdf", "filename": "js/webauthn.js"}


@dataclass(frozen=True)
class Seam:
    """One rule. ``permission`` is None where the door asks for none; ``door`` is the word of the generated table."""

    rule: Rule
    methods: tuple[str, ...]
    permission: Permission | None
    door: str

    @property
    def arguments(self) -> frozenset[str]:
        return frozenset(self.rule.arguments)

    @property
    def record_arguments(self) -> frozenset[str]:
        return frozenset(name for name in self.rule.arguments if name.endswith("_id"))

    @property
    def is_public(self) -> bool:
        return self.door.startswith(("public", "link"))

    @property
    def is_gallery(self) -> bool:
        """Pages of the demo that show components with invented records of no office."""
        return str(self.rule.endpoint).startswith(GALLERY)

    @property
    def is_link(self) -> bool:
        return self.door.startswith("link")

    def opens_to(self, role: str) -> bool:
        return self.permission is None or self.permission in PERMISSIONS_OF[Role(role)]

    def named(self, method: str) -> str:
        """How findings name a request to it."""
        return f"{method} {self.rule.rule}"


class UrlMap:
    """The pristine URL map of the product's code, whatever server is attacked."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._app: Flask = reach.urls_only()
        self._binding = self._app.url_map.bind("")
        self._codes = codes
        rules = sorted(self._app.url_map.iter_rules(), key=lambda rule: rule.rule)
        self.seams = tuple(self._seam(rule) for rule in rules if rule.endpoint not in ENDS_THE_SESSION)

    def address(self, seam: Seam, ids: Mapping[str, str]) -> str:
        """The path of a rule. Ids may be anything that a path can hold, which is what they would not be otherwise."""

        def value(argument: re.Match[str]) -> str:
            name = argument["name"]
            if name in ids:
                return ids[name]
            if name == "code":
                return self._codes["action_point" if "action-points" in seam.rule.rule else "service"]
            return argument["first"] or STRINGS.get(name, NOTHING if name.endswith("_id") else "x")

        return ARGUMENT.sub(value, seam.rule.rule)

    def _seam(self, rule: Rule) -> Seam:
        methods = tuple(verb for verb in reach.HTTP_VERBS if verb in (rule.methods or ()))
        return Seam(rule, methods, reach.permission_of(self._app, rule), reach.door_of(self._app, rule))
