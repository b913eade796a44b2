"""The forms and links of a page, as somebody reads them who wants to send what was never offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

CSRF_FIELD = "csrf_token"
Fields = list[tuple[str, str]]


@dataclass
class PageForm:
    """One form. ``fields`` are sent as the page fills them in; ``names`` holds those too that it leaves empty."""

    method: str
    action: str
    fields: Fields = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)
    """Name -> the first value on offer, of choices that stand on nothing."""
    texts: list[str] = field(default_factory=list)
    """Names of what is typed freely and stands empty."""
    buttons: set[str] = field(default_factory=set)
    has_main_button: bool = False
    """A button without a name, which is the form's own; the named ones beside it do something else, such as keeping a draft."""

    def filled_in(self) -> Fields:
        """What a willing user would send: the page's own values, the first choice, a word in what is empty."""
        given = {name for name, value in self.fields if value} | (self.buttons if self.has_main_button else set())
        kept = [(name, value) for name, value in self.fields if value]
        return [*kept, *((name, self.offered.get(name, "Prueba")) for name in dict.fromkeys(self.names) if name not in given)]


@dataclass(frozen=True)
class Reading:
    """What a page offers: its forms, and the names that stand in the queries of its links."""

    forms: tuple[PageForm, ...]
    parameters: frozenset[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.parameters: set[str] = set()
        self._form: PageForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.parameters |= {name for name, _ in parse_qsl(urlsplit(given.get("href", "")).query, keep_blank_values=True)}
        if tag == "form":
            self._form = PageForm(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._form)
        if self._form is not None:
            self._take_part(self._form, tag, given)

    def _take_part(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        if tag == "option":
            self._take(self._select, given.get("value", ""), is_set="selected" in given)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "button" and not given.get("name"):
            form.has_main_button |= given.get("type", "submit") == "submit"
        elif tag in {"input", "textarea", "button"} and given.get("name"):
            self._take_box(form, tag, given)

    def _take_box(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        form.buttons |= {given["name"]} if tag == "button" else set()
        is_choice = given.get("type") in {"radio", "checkbox"} or tag == "button"
        self._take(given["name"], given.get("value", ""), is_set=not is_choice or "checked" in given)
        is_text = tag == "textarea" or (tag == "input" and given.get("type", "text") in {"text", "search"})
        if is_text and not given.get("value"):
            form.texts.append(given["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _take(self, name: str, value: str, *, is_set: bool) -> None:
        if self._form is None or not name:
            return
        self._form.names.append(name)
        if is_set:
            self._form.fields.append((name, value))
        if value:
            self._form.offered.setdefault(name, value)


def read(page: str) -> Reading:
    reader = _Reader()
    reader.feed(page)
    in_forms = {name for form in reader.forms if form.method == "get" for name in form.names}
    return Reading(tuple(reader.forms), frozenset(reader.parameters | in_forms))
