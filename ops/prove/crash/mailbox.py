"""What the mail catcher received, by the id that every mail of the product carries."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

NAME = re.compile(r"-(\d{6})\.eml$")


class Mailbox:
    """Reads the catcher's folder as mails arrive: the catcher keeps the newest ones only."""

    def __init__(self, folder: Path) -> None:
        self.received: Counter[str] = Counter()
        """Mails by ``Message-ID``, without its brackets."""
        self._folder = folder
        self._known: set[str] = set()

    def look(self) -> None:
        """Read what has come since the last look."""
        for path in sorted(self._folder.glob("*.eml")):
            if path.name in self._known:
                continue
            try:
                message = message_from_bytes(path.read_bytes(), policy=default)
            except FileNotFoundError:
                continue  # forgotten by the catcher this moment; ``unseen`` tells
            self._known.add(path.name)
            self.received[str(message["Message-ID"]).strip("<> ")] += 1

    @property
    def unseen(self) -> int:
        """Mails that came and went between two looks: the catcher numbers them, so gaps show."""
        numbers = [int(found.group(1)) for name in self._known if (found := NAME.search(name))]
        return max(numbers, default=0) - len(numbers)
