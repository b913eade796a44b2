"""Journeys: the whole product as ``./quipu run`` starts it, in a real browser."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from config import ROOT
from ops.one_time_codes import App

SECONDS_TO_START = 180
SECONDS_OF_A_SHARED_SIGN_IN = 240
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class RunningQuipu:
    """One running demo: where it answers, and how to get in."""

    url: str
    state: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    apps: dict[str, App] = field(default_factory=dict, repr=False)
    """E-mail -> the authenticator app of a demo account: one for the whole run, so that no code is given twice."""
    signed_in: dict[str, Any] = field(default_factory=dict, repr=False)
    """E-mail -> the cookies of a sign-in and when it was: a code opens once, so journeys share it for a while."""

    def code_for(self, account: dict[str, str]) -> str:
        """The next code of an account's app."""
        return self.apps.setdefault(account["email"], App(account)).next_code()

    def recent_sign_in(self, account: dict[str, str]) -> Any:
        """The cookies of somebody who need not prove themselves again yet; None when they have to."""
        at, cookies = self.signed_in.get(account["email"], (0.0, None))
        return cookies if time.monotonic() - at < SECONDS_OF_A_SHARED_SIGN_IN else None

    def forget_sign_in(self, account: dict[str, str]) -> None:
        """Let the next journey of this account sign in by itself."""
        self.signed_in.pop(account["email"], None)

    def account(self, role: str, office: str | None = None) -> dict[str, str]:
        accounts: list[dict[str, str]] = json.loads((self.state / "demo-accounts.json").read_text())
        return next(one for one in accounts if one["role"] == role and (office is None or one["office"] == office))

    def mails(self) -> list[str]:
        return [path.read_text() for path in sorted((self.state / "mail").glob("*.eml"))]

    def health(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except OSError:
            return {"status": "down"}


@pytest.fixture(scope="session")
def quipu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningQuipu]:
    """A demo started by the very command that the README teaches."""
    state = tmp_path_factory.mktemp("journey") / "state"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    left_out = {"DATABASE_URL", "REDIS_URL", "QUIPU_PUBLIC_URL", "QUIPU_TESTING"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {"QUIPU_STATE": str(state), "QUIPU_PORT": str(port)}
    with (state.parent / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ops", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    running = RunningQuipu(f"http://127.0.0.1:{port}", state, process)
    try:
        _wait_until_up(running, state.parent / "run.log")
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait_until_up(running: RunningQuipu, log: Path) -> None:
    ends = time.monotonic() + SECONDS_TO_START
    while running.health().get("status") != "up":
        if running.process.poll() is not None or time.monotonic() > ends:
            pytest.fail(f"Quipu did not come up:\n{log.read_text()[-3000:]}")
        time.sleep(0.3)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("QUIPU_CHROMIUM")
    if not path:
        pytest.skip("no browser: run ./quipu test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


Enter = Callable[..., Page]


@pytest.fixture
def enter(quipu: RunningQuipu, chromium: Browser) -> Iterator[Enter]:
    """``enter("caseworker", "CUC")`` gives the page of somebody who has signed in, on a phone unless told otherwise."""
    contexts: list[BrowserContext] = []

    def sign_in(role: str | None, office: str | None = None, *, size: dict[str, int] | None = None, **options: Any) -> Page:
        account = quipu.account(role, office) if role else None
        known = quipu.recent_sign_in(account) if account else None
        context = chromium.new_context(
            viewport=size or PHONE,  # type: ignore[arg-type]
            locale="es-CO",
            base_url=quipu.url,
            storage_state=known,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if account and known:
            page.goto("/")
        elif account:
            give_password(page, account)
            give_code(page, quipu.code_for(account))
            quipu.signed_in[account["email"]] = (time.monotonic(), context.storage_state())
        return page

    yield sign_in
    for context in contexts:
        context.close()


def give_password(page: Page, account: dict[str, str]) -> None:
    page.goto("/sign-in")
    fill_in_password(page, account)


def fill_in_password(page: Page, account: dict[str, str]) -> None:
    page.get_by_label("Correo electrónico").fill(account["email"])
    page.get_by_label("Contraseña", exact=True).fill(account["password"])
    page.get_by_role("button", name="Iniciar sesión").click()


def give_code(page: Page, code: str) -> None:
    page.get_by_label("Código").fill(code)
    page.get_by_role("button", name="Comprobar código").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def then_nothing_hinders_anybody(page: Page) -> None:
    """No accessibility violation, no sideways scrolling, and one heading that the title begins with."""
    violations = Axe().run(page).response["violations"]
    words = [f"{one['id']}: {one['help']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]}" for one in violations]
    assert words == [], f"{page.url}\n" + "\n".join(words)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"
    assert page.title().removeprefix("Error: ").startswith(page.locator("h1").inner_text().strip())


def then_somebody_is_registered(page: Page) -> None:
    """After pressing the button that registers; where it is asked who of others this is, it is somebody else."""
    saved = page.get_by_text("Registro guardado").first
    anyway = page.get_by_role("button", name="No, es otra persona: registrar").last
    expect(saved.or_(anyway).first).to_be_visible(timeout=15_000)
    if anyway.is_visible():
        anyway.click()
    expect(saved).to_be_visible(timeout=15_000)
