"""An import of people while processes are killed: each row comes in once, or is refused, and nothing of it is half done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from app.imports.enums import ImportStatus
from ops.bench.browser import Answer, File
from ops.errors import OperationError
from ops.prove.crash.chance import chance
from ops.prove.crash.killer import Deeds, Killer, Strike
from ops.prove.crash.parts import Part
from ops.prove.crash.phone import NoAnswerError, Phone
from ops.prove.running import RunningQuipu

VICTIMS = (Part.WORKER_PROCESS, Part.DATABASE, Part.WORKER, Part.RELAY, Part.DATABASE_SESSION, Part.BROKER)
"""Who has a hand in an import once its file arrived."""
WRONG_EVERY = 50
"""Every so many rows one has a sex that is none."""
SECONDS_BETWEEN_STRIKES = 4.0
SECONDS_FOR_A_STEP = 300.0
LOOKS_EVERY = 0.3
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "le", "mi", "no", "pu")
FAULTS = {
    "lost": "SELECT greatest(0, %(rows)s - (SELECT count(*) FROM import_entry WHERE import_id = %(id)s))",
    "doubled": """SELECT count(*) - count(DISTINCT (given_names, surname_1)) FROM person
        JOIN import_entry ON person_id = person.id WHERE import_id = %(id)s""",
    "from nowhere": """SELECT count(*) FROM person
        WHERE surname_2 = %(marker)s AND NOT EXISTS (SELECT FROM import_entry WHERE person_id = person.id)""",
    "half done": """SELECT count(*) FROM person JOIN import_entry ON person_id = person.id
        WHERE import_id = %(id)s AND (match_keys IS NULL
            OR (SELECT count(*) FROM person_nationality WHERE person_nationality.person_id = person.id) <> 1)""",
    "audit": """SELECT count(*) FROM import_entry WHERE import_id = %(id)s
        AND (SELECT count(*) FROM audit_event WHERE action = 'person:registered' AND subject_id = person_id) <> 1""",
}
"""What may be wrong -> how many times it is."""


@dataclass(frozen=True)
class ImportOutcome:
    """``rows`` of the file, of which ``registered`` came in; ``breaches``: a sentence for each promise that was broken."""

    rows: int
    registered: int
    deeds: Deeds
    took: float
    """Seconds from the upload to the end."""
    breaches: Sequence[str]


class ImportUnderFire:
    """One file brought in and confirmed by a supervisor of a running Quipu."""

    def __init__(self, quipu: RunningQuipu, phone: Phone, *, name: str, rows: int) -> None:
        self._quipu, self._phone, self._rows = quipu, phone, rows
        self._marker = f"Fuego{name.title()}"
        self._wrong = len(range(0, rows, WRONG_EVERY))
        self._began = time.monotonic()
        self.import_id = ""

    def carry_out(self, *, kills: int, seed: int = 0) -> ImportOutcome:
        """Bring the file, strike, confirm, strike again, and look.

        Raises:
            OperationError: a step did not come to its end, or a page answered what no kill explains.
        """
        with self._struck(kills, seed) as deeds:
            self._bring()
            self._wait_for(ImportStatus.TO_REVIEW)
            self._decide_and_confirm()
            self._wait_for(ImportStatus.FINISHED)
        self._phone.hang_up()
        return ImportOutcome(self._rows, self._registered(), deeds, time.monotonic() - self._began, self.breaches())

    def breaches(self) -> tuple[str, ...]:
        """All that is wrong with the people of the finished import as they stand now."""
        values = {"id": self.import_id, "rows": self._rows - self._wrong, "marker": self._marker}
        with self._quipu.database() as connection:
            counts = {fault: connection.execute(statement.encode(), values).fetchone() for fault, statement in FAULTS.items()}
        return tuple(f"{fault}: {row[0]:,} of the import" for fault, row in counts.items() if row and row[0])

    @contextmanager
    def _struck(self, kills: int, seed: int) -> Iterator[Deeds]:
        """Somebody is killed at once, and every few seconds while the block runs."""
        began, random = time.monotonic(), chance("import", seed)
        strikes = [Strike(number, random.choice(VICTIMS)) for number in range(kills)]
        killer = Killer(self._quipu, strikes, lambda: int((time.monotonic() - began) / SECONDS_BETWEEN_STRIKES), seed)
        killer.start()
        try:
            yield killer.deeds
        finally:
            killer.stop()

    def _bring(self) -> None:
        file = File("file", "personas.csv", "text/csv", _table(self._rows, self._marker))
        answer = self._until_answered(lambda: self._phone.attach("/imports/new", file, population_type="in_transit"))
        self.import_id = answer.location.rpartition("/")[2]

    def _decide_and_confirm(self) -> None:
        """Of rows that look like one another all are registered: each is somebody else."""
        here = f"/imports/{self.import_id}"
        if self._value("SELECT count(*) FROM import_row WHERE import_id = %s AND outcome IN ('certain', 'possible')"):
            self._until_answered(lambda: self._phone.submit(f"{here}/rest", holding="decision", decision="register"))
        while self._status() == ImportStatus.TO_REVIEW:
            self._until_answered(lambda: self._phone.submit(f"{here}/confirm", holding="submission_id"), or_refused=True)

    def _until_answered(self, send: Callable[[], Answer], *, or_refused: bool = False) -> Answer:
        """Send until it is known what became of it. A repetition meets the same file, or an import that is under way."""
        ends = time.monotonic() + SECONDS_FOR_A_STEP
        while time.monotonic() < ends:
            try:
                answer = send()
            except (NoAnswerError, OperationError):
                time.sleep(LOOKS_EVERY)
                if or_refused and self._status() != ImportStatus.TO_REVIEW:
                    return Answer(303, {}, b"", 0.0)
                continue
            if answer.status == 303:
                return answer
            if answer.status < 500 and not or_refused:
                raise OperationError(f"The import was answered with {answer.status}.")
            time.sleep(LOOKS_EVERY)
        raise OperationError("The import got no answer.")

    def _wait_for(self, status: ImportStatus) -> None:
        ends = time.monotonic() + SECONDS_FOR_A_STEP
        while (reached := self._status()) != status:
            if reached == ImportStatus.FAILED or time.monotonic() > ends:
                raise OperationError(f"The import is {reached}, not {status}.")
            time.sleep(LOOKS_EVERY)

    def _status(self) -> str:
        return str(self._value("SELECT status FROM people_import WHERE id = %s"))

    def _registered(self) -> int:
        return int(str(self._value("SELECT registered_count FROM people_import WHERE id = %s")))

    def _value(self, statement: str) -> object:
        """Of this import; the database may be just starting again."""
        ends = time.monotonic() + SECONDS_FOR_A_STEP
        while True:
            try:
                with self._quipu.database() as connection:
                    row = connection.execute(statement.encode(), [self.import_id]).fetchone()
                    return row and row[0]
            except psycopg.OperationalError:
                if time.monotonic() > ends:
                    raise
                time.sleep(LOOKS_EVERY)


def _table(rows: int, marker: str) -> bytes:
    lines = ["given_names,surname_1,surname_2,sex,birth_date,nationality"]
    for number in range(rows):
        figures = f"{number:06d}"
        given, surname = ("".join(SYLLABLES[int(figure)] for figure in part).title() for part in (figures[3:], figures))
        sex = "?" if number % WRONG_EVERY == 0 else "F"
        lines.append(f"{given},{surname},{marker},{sex},{1940 + number % 60},VEN")
    return "\n".join(lines).encode()
