"""Pages of the shell without rooms: a request in Spanish, and macros drawn from a line of template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

Draw = Callable[..., str]


@pytest.fixture
def spanish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/somewhere?page=2"), force_locale("es"):
        yield


@pytest.fixture
def draw(spanish: None) -> Draw:
    """``draw("status_tag", "status_tag(tag)", tag=…)``: the HTML of one macro of one component file."""

    def draw_macro(component: str, call: str, **context: Any) -> str:
        macro = call.partition("(")[0]
        return render_template_string(f'{{% from "components/{component}.html" import {macro} %}}{{{{ {call} }}}}', **context)

    return draw_macro


class Elements(HTMLParser):
    """A flat list of the start tags of some HTML, with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attrs for name, attrs in self.found if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        matches = self.all(tag, **wanted)
        assert len(matches) == 1, f"{len(matches)} <{tag}> with {wanted}"
        return matches[0]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())
