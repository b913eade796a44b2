"""A small browser: one kept connection, cookies, forms with their hidden fields; no more than the bench needs."""

from __future__ import annotations

import http.client
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from ops.errors import OperationError

Fields = list[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class File:
    """A file for the field of a form."""

    field: str
    name: str
    media_type: str
    content: bytes

    def as_parts(self, fields: Fields, boundary: str) -> bytes:
        """The file with the other fields, as a browser sends them (RFC 7578)."""
        head = f'Content-Disposition: form-data; name="{self.field}"; filename="{self.name}"\r\nContent-Type: {self.media_type}'
        parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields]
        parts.append(head.encode() + b"\r\n\r\n" + self.content)
        return b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts) + b"--%s--\r\n" % boundary.encode()


@dataclass(frozen=True)
class Answer:
    """One response. ``seconds`` runs from sending the request to the last byte; ``wire_bytes`` are as transferred."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def location(self) -> str:
        return urlsplit(self.headers.get("location", "")).path

    @property
    def text(self) -> str:
        return self.body.decode()


class FormReader(HTMLParser):
    """The fields of the form whose method is POST and that holds a given field, with the values they were sent with."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.found: Fields = []
        self._current: Fields | None = None
        self._select: str | None = None
        self._names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._current, self._names = [], set()
        if self._current is None:
            return
        name = attributes.get("name", "")
        if name:
            self._names.add(name)
        if tag == "select":
            self._select = name
        is_set = attributes.get("type") not in {"radio", "checkbox", "submit"} or "checked" in attributes
        if tag == "input" and name and is_set:
            self._current.append((name, attributes.get("value", "")))
        if tag == "option" and self._select and "selected" in attributes:
            self._current.append((self._select, attributes.get("value", "")))
        if tag == "textarea" and name:
            self._current.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "form" and self._current is not None:
            if self.wanted in self._names:
                self.found = self._current
            self._current = None


class Browser:
    """Somebody at a browser, at one address."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()
        self._origin = f"http://{host}:{port}"

    @property
    def cookies(self) -> Mapping[str, str]:
        return {name: morsel.value for name, morsel in self._cookies.items()}

    def get(self, path: str, *, compressed: bool = False) -> Answer:
        return self._request("GET", path, None, compressed=compressed)

    def post(self, path: str, fields: Fields) -> Answer:
        return self._request("POST", path, urlencode(fields).encode())

    def form(self, path: str, *, holding: str) -> Fields:
        """The fields of the form on a page that holds a field of this name, as the page fills them in."""
        answer = self.get(path)
        reader = FormReader(holding)
        reader.feed(answer.text)
        if answer.status != http.client.OK or not reader.found:
            raise OperationError(f"{path} answered {answer.status} and shows no form with {holding}.")
        return reader.found

    def submit(self, path: str, *, holding: str, **typed: str) -> Answer:
        """Open a page, fill in its form and send it to the same address."""
        fields = [(name, value) for name, value in self.form(path, holding=holding) if name not in typed]
        return self.post(path, [*fields, *typed.items()])

    def attach(self, path: str, file: File, **typed: str) -> Answer:
        """Open a page, fill in its form with a file, and send it to the same address."""
        fields = [(name, value) for name, value in self.form(path, holding=file.field) if name not in {file.field, *typed}]
        boundary = secrets.token_hex(16)
        body = file.as_parts([*fields, *typed.items()], boundary)
        return self._request("POST", path, body, content_type=f"multipart/form-data; boundary={boundary}")

    def _request(
        self, method: str, path: str, body: bytes | None, *, content_type: str = FORM, compressed: bool = False
    ) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Encoding": "br, gzip" if compressed else "identity",
        }
        if body is not None:
            headers |= {"Content-Type": content_type, "Origin": self._origin}
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie", []):
            self._cookies.load(cookie)
        received = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, received, content, seconds)
