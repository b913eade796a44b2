"""Somebody at a raw connection, who sends what browsers would not."""

from __future__ import annotations

import copy
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from ops.address import Address
from ops.prove.attack.forms import CSRF_FIELD, Fields

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(rf'name="{CSRF_FIELD}"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Reply:
    """One answer; names of headers in lower case, in the order in which they came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for found, value in self.headers if found == name), "")

    @cached_property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def is_html(self) -> bool:
        return self.header("content-type").startswith("text/html")

    @property
    def leads_to_sign_in(self) -> bool:
        return 300 <= self.status < 400 and urlsplit(self.header("location")).path == "/sign-in"


class Visitor:
    """A kept connection with cookies. ``name`` says in findings who it is."""

    def __init__(self, address: Address, name: str = "") -> None:
        self.name = name
        self.address = address
        self.requests = 0
        self.cookies: SimpleCookie = SimpleCookie()
        self._connection = http.client.HTTPConnection(address.host, address.port, timeout=60)
        self._token: str | None = None

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())

    @property
    def token(self) -> str:
        """A form token that the server accepts from this visitor."""
        if not self._token:
            for page in ("/", "/sign-in", "/account"):
                if found := TOKEN.search(self.get(page).text):
                    self._token = found.group(1)
                    break
        return self._token or ""

    def forget_token(self) -> None:
        self._token = None

    def twin(self, address: Address, name: str) -> Visitor:
        """Somebody with the same cookies, perhaps at another server of the same instance."""
        other = Visitor(address, name)
        other.cookies = copy.deepcopy(self.cookies)
        return other

    def take_over(self, other: Visitor) -> None:
        """Go on with somebody else's cookies."""
        self.cookies = other.cookies
        self.forget_token()

    def hang_up(self) -> None:
        """End the connection; the next request makes another one."""
        self._connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, fields: Fields, *, token: bool = True) -> Reply:
        """Send a form, with this visitor's token unless told otherwise."""
        own = [(name, value) for name, value in fields if name != CSRF_FIELD]
        return self.send("POST", path, fields=[*own, (CSRF_FIELD, self.token)] if token else own)

    def send(self, method: str, path: str, *, fields: Fields | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Any request. The path goes out as it is, so it holds printable ASCII only."""
        said = {"Cookie": self.cookie_header, "Accept-Encoding": "identity", "Host": self.address.netloc}
        body = None
        if fields is not None:
            body = urlencode(fields, errors="surrogatepass").encode()
            said |= {"Content-Type": FORM, "Origin": self.address.url}
        said |= headers or {}
        try:
            return self._exchange(method, path, body, said)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.hang_up()  # a kept connection may end between two requests
            return self._exchange(method, path, body, said)

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        self.requests += 1
        self._connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            self._connection.putheader(name, value)
        if body is not None:
            self._connection.putheader("Content-Length", str(len(body)))
        self._connection.endheaders(body)
        response = self._connection.getresponse()
        content = response.read()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return Reply(response.status, tuple((name.lower(), value) for name, value in response.getheaders()), content)
