"""The session object that Flask hands to views: a mapping that is read only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask.sessions import SessionMixin

from app.accounts.enums import EndOfSession
from app.accounts.models import User

FOR_EVERYBODY = frozenset({"locale", "csrf_token", "_flashes"})
"""What a visitor without a row may keep, in the signed cookie: a language, the token of forms, a message."""
MARKS = frozenset({"_permanent", "_remember", "_fresh", "_id", "fs_cc", "fs_paa", "fs_gexp"})
"""What the sign-in libraries write even for visitors who are nobody; without a row it is dropped."""
PROVEN_AT = "fs_paa"
"""When the visitor last proved who they are, as Flask-Security writes it: at signing in and at each step-up."""


@dataclass(frozen=True)
class Known:
    """The row behind a visitor's token.

    Attributes:
        over: why it lasts no longer, where its time has run out; None while it lasts.
        is_noted: whether the row says so already.
    """

    id: UUID
    user: User | None
    last_seen_at: datetime
    over: EndOfSession | None = None
    is_noted: bool = False


@dataclass(frozen=True)
class Opened:
    """What was found for a visitor."""

    contents: dict[str, Any] = field(default_factory=dict)
    known: Known | None = None


class VisitorSession(SessionMixin):
    """Flask's session of one visitor.

    Attributes:
        device: the visitor's device, should a row have to be written.
        known: the row behind it; None where the signed cookie is all.
        token: a new token that the answer carries; None where the browser has the right one, or needs none.
        is_readable: false after the database failed to answer; nothing is saved then, and the browser's cookie stays.
    """

    modified = False

    def __init__(self, read: Callable[[], Opened], *, device: str) -> None:
        self._read = read
        self._contents: dict[str, Any] | None = None
        self._known: Known | None = None
        self.device = device
        self.token: str | None = None
        self.is_readable = True
        self.proven_at: Any = None

    @property
    def was_asked(self) -> bool:
        return self._contents is not None

    @property
    def known(self) -> Known | None:
        self._open()
        return self._known

    @known.setter
    def known(self, known: Known | None) -> None:
        self._open()
        self._known = known

    @property
    def user(self) -> User | None:
        """Whose session this is; None for visitors who have not signed in, or whose time has run out."""
        known = self.known
        return known.user if known and not known.over else None

    @property
    def needs_row(self) -> bool:
        """Whether it holds more than the signed cookie may."""
        return bool(set(self) - FOR_EVERYBODY - MARKS)

    def __getitem__(self, name: str) -> Any:
        return self._open()[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._open()[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self._open()[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._open())

    def __len__(self) -> int:
        return len(self._open())

    def _open(self) -> dict[str, Any]:
        if self._contents is None:
            # Should reading fail, the page that says so is drawn with an empty session.
            self._contents, self.is_readable = {}, False
            opened = self._read()
            self._contents, self._known, self.is_readable = opened.contents, opened.known, True
            self.proven_at = opened.contents.get(PROVEN_AT)
        return self._contents
