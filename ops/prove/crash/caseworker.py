"""Clients of the proof: caseworkers who send forms over real HTTP, and send them again until they are acknowledged."""

from __future__ import annotations

import http
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from random import Random
from uuid import uuid4

from ops.bench.browser import Answer, Fields
from ops.errors import OperationError
from ops.prove.crash.chance import chance
from ops.prove.crash.forms import Desk, FormToFill
from ops.prove.crash.journal import LOST_ANSWER, NO_ANSWER, Journal, Submission
from ops.prove.crash.phone import NoAnswerError, Phone, fields_in

PAUSE_BEFORE_REPEATING = 0.3
"""Seconds."""
OPENED_ANEW = 0.1
"""Share of forms whose page is opened; the others are filled in on a page that stands open, each with an id of its own."""
MOST_FAULTS = 50
"""Answers of 500 in a row that a death may explain; more are a fault of a page, and no run proves anything with it."""
SIMILAR_PEOPLE = "candidates_seen"
"""Field in which the registration page lists the similar people that it showed."""
ABOUT_SIMILAR_PEOPLE = "candidates_"
"""How the fields begin with which it is saved all the same."""

Repeat = Callable[[Submission], None]


@dataclass(frozen=True)
class Network:
    """How bad the network is, and until when anybody tries. ``lost_answers``: share of answers that never arrive."""

    lost_answers: float
    gives_up_at: float


def as_it_was(_submission: Submission) -> None:
    """Repeat a form with the id and content of the first time, as the product's pages do."""


def with_a_new_id(submission: Submission) -> None:
    """The naive client: types the form anew into a fresh page, which brings another id."""
    submission.fields = [(name, str(uuid4()) if name == "submission_id" else value) for name, value in submission.fields]


class Caseworker:
    """Somebody with a phone who works through numbered pieces of work, one after the other."""

    def __init__(self, phone: Phone, desk: Desk, journal: Journal, network: Network, repeat: Repeat = as_it_was) -> None:
        self._phone = phone
        self._desk = desk
        self._journal = journal
        self._network = network
        self._repeat = repeat
        self._open_pages: dict[str, Fields] = {}
        self._faults = 0

    def work(self, numbers: SimpleQueue[int], run: str) -> None:
        """Take numbers until none is left, or the time is over.

        Raises:
            OperationError: a page answered what no kill explains.
        """
        try:
            for number in _taken_from(numbers):
                self._work_through(number, f"prueba {run} {number:06}", chance(run, number))
        finally:
            self._phone.hang_up()

    def _work_through(self, number: int, marker: str, random: Random) -> None:
        form = self._desk.next_form(number, marker, random)
        if form.page not in self._open_pages or random.random() < OPENED_ANEW:
            page = self._open(form)
            if page is None:
                return
            self._open_pages[form.page] = page
        submission = Submission(number, form.kind, marker, form.path, self._filled_in(form))
        self._journal.begin(submission)
        self._send_until_acknowledged(submission, random)

    def _filled_in(self, form: FormToFill) -> Fields:
        typed = {**form.typed, "submission_id": str(uuid4())}
        return [*((name, value) for name, value in self._open_pages[form.page] if name not in typed), *typed.items()]

    def _open(self, form: FormToFill) -> Fields | None:
        """The form's page, as the server fills it in; None when the time is over."""
        while self._has_time():
            answer = self._ask(lambda: self._phone.get(form.path))
            if answer is None or answer.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
                time.sleep(PAUSE_BEFORE_REPEATING)
                continue
            found = fields_in(answer, holding=form.holding)
            if answer.status != http.HTTPStatus.OK or not found:
                raise OperationError(f"{form.path} answered {answer.status} and shows no form with {form.holding}.")
            return found
        return None

    def _send_until_acknowledged(self, submission: Submission, random: Random) -> None:
        while self._has_time() and not submission.is_acknowledged and submission.refusal is None:
            answer = self._ask(lambda: self._phone.post(submission.path, submission.fields))
            if answer is not None and answer.status == http.HTTPStatus.SEE_OTHER:
                submission.locations.append(answer.location)
                if random.random() >= self._network.lost_answers:
                    self._take_acknowledgement(submission, answer)
                    continue
                self._journal.note_try(submission, LOST_ANSWER)
            elif answer is None:
                self._journal.note_try(submission, NO_ANSWER)
            else:
                self._journal.note_try(submission, str(answer.status))
                if self._goes_on(submission, answer):
                    continue
            time.sleep(PAUSE_BEFORE_REPEATING)
            self._repeat(submission)

    def _take_acknowledgement(self, submission: Submission, answer: Answer) -> None:
        self._journal.note_try(submission, str(answer.status))
        self._journal.acknowledge(submission)
        self._desk.note_saved(submission.kind, answer.location)

    def _goes_on(self, submission: Submission, answer: Answer) -> bool:
        """Deal with an answer that is not about a death; whether the same form may be sent again at once."""
        seen = [field for field in fields_in(answer, holding=SIMILAR_PEOPLE) if field[0].startswith(ABOUT_SIMILAR_PEOPLE)]
        if answer.status == http.HTTPStatus.OK and seen:
            submission.fields = [*submission.fields, *seen]
            return True
        if answer.status < http.HTTPStatus.INTERNAL_SERVER_ERROR and answer.status != http.HTTPStatus.TOO_MANY_REQUESTS:
            submission.refusal = answer.status
            return True
        return False

    def _ask(self, request: Callable[[], Answer]) -> Answer | None:
        try:
            answer = request()
        except NoAnswerError:
            return None
        self._faults = self._faults + 1 if answer.status == http.HTTPStatus.INTERNAL_SERVER_ERROR else 0
        if self._faults > MOST_FAULTS:
            raise OperationError("A page answers nothing but 500. The log of the proof's instance says at which place.")
        return answer

    def _has_time(self) -> bool:
        return time.monotonic() < self._network.gives_up_at


def _taken_from(numbers: SimpleQueue[int]) -> Iterator[int]:
    while True:
        try:
            yield numbers.get_nowait()
        except Empty:
            return
