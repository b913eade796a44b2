"""What the client's side knows: which forms it sent, and which of them were acknowledged."""

from __future__ import annotations

import enum
import json
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.bench.browser import Fields

NO_ANSWER = "no answer"
LOST_ANSWER = "answer lost on the way"


class Kind(enum.StrEnum):
    """What a form does."""

    PERSON = "register a person"
    FAMILY = "register a family"
    MERGE = "merge two files"
    CASE = "open a case"
    NOTE = "add a note"
    REFERRAL = "refer to a provider"


@dataclass
class Submission:
    """One form as a caseworker filled it in. Repeated with the same id and content until it is acknowledged.

    Attributes:
        marker: stands in the record that the form makes, and in no other.
        locations: where the answers led, lost ones included; a repetition must lead where the first answer led.
        refusal: status of an answer that says "no", after which nobody tries again.
    """

    number: int
    kind: Kind
    marker: str
    path: str
    fields: Fields
    tries: int = 0
    is_acknowledged: bool = False
    locations: list[str] = field(default_factory=list)
    refusal: int | None = None

    @property
    def id(self) -> str:
        return dict(self.fields)["submission_id"]


class Journal:
    """All submissions of a run, kept in memory and as lines of a file; several clients write at once."""

    def __init__(self, path: Path) -> None:
        self.answers: Counter[str] = Counter()
        """Answers to sent forms by status; what brought none counts as ``NO_ANSWER``."""
        self.acknowledged = 0
        self._submissions: list[Submission] = []
        self._file = path.open("w")
        self._lock = threading.Lock()

    @property
    def submissions(self) -> Sequence[Submission]:
        return tuple(self._submissions)

    def begin(self, submission: Submission) -> None:
        """Write down a form before it leaves for the first time."""
        with self._lock:
            self._submissions.append(submission)
            self._write(submission, "filled in")

    def note_try(self, submission: Submission, answer: str) -> None:
        with self._lock:
            submission.tries += 1
            self.answers[answer] += 1
            self._write(submission, answer)

    def acknowledge(self, submission: Submission) -> None:
        with self._lock:
            submission.is_acknowledged = True
            self.acknowledged += 1
            self._write(submission, "acknowledged")

    def close(self) -> None:
        self._file.close()

    def _write(self, submission: Submission, event: str) -> None:
        line = {"marker": submission.marker, "id": submission.id, "kind": submission.kind.name, "event": event}
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
