"""One run: caseworkers send, the killer strikes, everything settles, the checks look."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from queue import SimpleQueue

import psycopg

from ops.errors import OperationError
from ops.health import ask
from ops.one_time_codes import App
from ops.prove.crash.caseworker import Caseworker, Network, Repeat, as_it_was
from ops.prove.crash.checks import UNFINISHED, Findings, Inspection
from ops.prove.crash.forms import Desk, Offer
from ops.prove.crash.journal import Journal
from ops.prove.crash.killer import Deeds, Killer, Strike
from ops.prove.crash.mailbox import Mailbox
from ops.prove.crash.phone import Phone
from ops.prove.running import RunningQuipu

PHONES_PER_ACCOUNT = 2
SECONDS_TO_SETTLE = 120.0
"""The promise."""
SECONDS_WAITED = 180.0
"""How long a run that broke the promise is waited for, to see whether it settles at all."""
LONGEST_RUN = 40 * 60.0
"""Seconds after which clients stop trying."""
LOOKS_EVERY = 0.5
TELLS_EVERY = 10.0
OFFERS = """SELECT o.code, array_agg(ARRAY[p.service_id::text, p.id::text] ORDER BY p.id)
    FROM provided_service p JOIN office o ON o.country = p.country
    WHERE p.accepts_referrals AND p.closed_on IS NULL
    AND EXISTS (SELECT FROM focal_point f WHERE f.organisation_id = p.organisation_id)
    AND EXISTS (SELECT FROM organisation g WHERE g.id = p.organisation_id AND NOT g.is_authority)
    GROUP BY o.code"""
"""Whom the forms may ask on the consent that they record: it does not reach authorities of the state."""


@dataclass(frozen=True)
class Orders:
    """What a run does. ``name`` stands in all its records; ``lost_answers`` is a share of the acknowledgements."""

    name: str
    submissions: int
    strikes: Sequence[Strike] = ()
    lost_answers: float = 0.03
    repeat: Repeat = as_it_was
    seed: int = 0


@dataclass(frozen=True)
class Outcome:
    """The figures of a run; times in seconds. ``settled_after`` counts from the last acknowledgement."""

    orders: Orders
    journal: Journal
    deeds: Deeds
    findings: Findings
    sending_took: float
    settled_after: float
    unseen_mails: int = 0
    breaches: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        late = () if self.settled_after <= SECONDS_TO_SETTLE else (f"late: settled after {self.settled_after:.0f} s",)
        blind = (f"blind: {self.unseen_mails} mails came and went unread",) if self.unseen_mails else ()
        # What is away is told as 503, and the form is offered again; a fault of our own is none that a kill explains.
        faults = self.journal.answers[str(HTTPStatus.INTERNAL_SERVER_ERROR.value)]
        own = (f"fault: {faults} answers were faults of the page",) if faults else ()
        object.__setattr__(self, "breaches", (*self.findings.breaches, *late, *blind, *own))


class Operation:
    """The caseworkers of one running Quipu, signed in once for all runs on it."""

    def __init__(self, quipu: RunningQuipu) -> None:
        self._quipu = quipu
        self._mailbox = Mailbox(quipu.mail_folder)
        offers = offers_of(quipu)
        self._staff = [(signed_in(quipu, account), offers[str(account["office"])]) for account in quipu.accounts("caseworker")]

    def carry_out(self, orders: Orders) -> Outcome:
        """Send, kill, wait, look.

        Raises:
            OperationError: a page answered what no kill explains.
        """
        journal = Journal(self._quipu.state / f"journal-{orders.name}.jsonl")
        killer = Killer(self._quipu, orders.strikes, lambda: journal.acknowledged, orders.seed)
        killer.start()
        began = time.monotonic()
        try:
            self._send(orders, journal, killer)
            sent = time.monotonic()
        finally:
            killer.stop()
            journal.close()
        settled_after = self._settle(sent)
        findings = self.inspect(orders, journal)
        return Outcome(orders, journal, killer.deeds, findings, sent - began, settled_after, self._mailbox.unseen)

    def inspect(self, orders: Orders, journal: Journal) -> Findings:
        """Compare the journal of a settled run with the database and the mailbox as they stand now."""
        self._mailbox.look()
        with self._quipu.database() as connection:
            inspection = Inspection(
                connection, f"prueba {orders.name} ", journal.submissions, root_key=self._quipu.settings.root_key
            )
            return inspection.findings(self._mailbox.received)

    def _send(self, orders: Orders, journal: Journal, killer: Killer) -> None:
        network = Network(orders.lost_answers, time.monotonic() + LONGEST_RUN)
        numbers: SimpleQueue[int] = SimpleQueue()
        for number in range(orders.submissions):
            numbers.put(number)
        caseworkers = [
            Caseworker(phone.twin(), Desk(offers), journal, network, orders.repeat)
            for phone, offers in self._staff
            for _ in range(PHONES_PER_ACCOUNT)
        ]
        with ThreadPoolExecutor(len(caseworkers)) as pool:
            clients = [pool.submit(caseworker.work, numbers, orders.name) for caseworker in caseworkers]
            self._accompany(clients, orders, journal, killer)

    def _accompany(self, clients: Sequence[Future[None]], orders: Orders, journal: Journal, killer: Killer) -> None:
        """Read mails and tell how far it is until every client is done; a client's fault is ours."""
        told = time.monotonic()
        while not all(client.done() for client in clients):
            time.sleep(LOOKS_EVERY)
            self._mailbox.look()
            if time.monotonic() > told + TELLS_EVERY:
                told = time.monotonic()
                so_far = f"  {journal.acknowledged:,} of {orders.submissions:,} acknowledged"
                print(f"{so_far}, {killer.deeds.kills.total()} kills", flush=True)
        for client in clients:
            client.result()

    def _settle(self, since: float) -> float:
        """Wait until every part is up and no job is left; gives the seconds since the last acknowledgement."""
        while not self._is_settled() and time.monotonic() < since + SECONDS_WAITED:
            time.sleep(LOOKS_EVERY)
            self._mailbox.look()
        return time.monotonic() - since

    def _is_settled(self) -> bool:
        health = ask(self._quipu.address)
        if health is None or not health.is_complete:
            return False
        try:
            with self._quipu.database() as connection:
                return connection.execute(UNFINISHED.encode()).fetchone() == (0,)
        except psycopg.OperationalError:
            return False


def signed_in(quipu: RunningQuipu, account: dict[str, str]) -> Phone:
    """A phone of somebody of the demo, who has signed in."""
    phone = Phone(quipu.address.host, quipu.address.port)
    phone.submit("/sign-in", holding="password", email=account["email"], password=account["password"])
    answer = phone.submit("/sign-in/code", holding="one_time_code", one_time_code=App(account).next_code())
    phone.hang_up()
    if answer.status not in {302, 303}:
        raise OperationError(f"{account['email']} could not sign in: {answer.status}.")
    return phone


def offers_of(quipu: RunningQuipu) -> dict[str, tuple[Offer, ...]]:
    """By office, whom its caseworkers can refer to."""
    with quipu.database() as connection:
        return {code: tuple(Offer(*pair) for pair in pairs) for code, pairs in connection.execute(OFFERS.encode()).fetchall()}
