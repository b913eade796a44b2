"""Signing in as people do it, on a phone: the first time from the link of the invitation, every day, and by passkey.

Seconds are the browser's own plus those of a person: a tap takes 1.2 s and a letter on a phone's keyboard 0.3 s. The time
to read the code of conduct is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from ops.one_time_codes import code_of
from tests.journeys.conftest import PHONE, Enter, RunningQuipu, give_password, then_nothing_hinders_anybody

SECONDS_PER_TAP = 1.2
SECONDS_PER_LETTER = 0.3
A_MINUTE = 60
PASSWORD = "tres mangos y un violín"


@dataclass
class Thumb:
    """Counts what a person does, and for how long."""

    taps: int = 0
    letters: int = 0
    began: float = field(default_factory=time.monotonic)

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Tap into the field, unless it is ready for typing, and write."""
        self.taps += not target.evaluate("field => field === document.activeElement")
        self.letters += len(text)
        target.fill(text)

    def paste(self, target: Locator, text: str) -> None:
        """What a keyboard offers by itself, such as a saved e-mail: one tap."""
        self.taps += 1
        target.fill(text)

    def report(self, what: str) -> float:
        browser = time.monotonic() - self.began
        seconds = browser + self.taps * SECONDS_PER_TAP + self.letters * SECONDS_PER_LETTER
        print(f"\n{what}: {seconds:.0f} s ({browser:.1f} s of the browser), {self.taps} taps, {self.letters} letters, 360 px")
        return seconds


@pytest.fixture
def link(enter: Enter) -> str:
    """The path of the one-time link of somebody who has just been invited."""
    admin = enter("administrator")
    admin.goto("/accounts/new")
    admin.locator("[name=name]").fill("Ana Nueva")
    admin.locator("[name=email]").fill(f"ana{time.time_ns()}@example.org")
    admin.locator("input[name=role][value=caseworker]").check()
    admin.locator("[name=office_id]").select_option(index=1)
    admin.locator("input[name=breadth][value=office]").check()
    admin.locator("main form button[type=submit]").first.click()
    return "/invitation/" + admin.locator("#invitation-link").input_value().rpartition("/")[2]


@pytest.fixture
def phone(quipu: RunningQuipu, chromium: Browser) -> Iterator[Page]:
    """A phone at the address where passkeys work."""
    at_localhost = quipu.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(viewport=PHONE, locale="es-CO", base_url=at_localhost)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture
def authenticator(phone: Page) -> CDPSession:
    """A device with a screen lock, as Chromium plays one."""
    session = phone.context.new_cdp_session(phone)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def choose_password(page: Page, thumb: Thumb) -> None:
    thumb.write(page.get_by_label("Contraseña nueva"), PASSWORD)
    thumb.write(page.get_by_label("La misma otra vez"), PASSWORD)
    thumb.tap(page.get_by_role("button", name="Guardar contraseña y empezar"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Código de conducta")
    then_nothing_hinders_anybody(page)


def accept_conduct(page: Page, thumb: Thumb) -> None:
    thumb.tap(page.get_by_label("Lo leí y lo cumpliré"))
    thumb.tap(page.get_by_role("button", name="Aceptar y continuar"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Configure su segundo paso")
    then_nothing_hinders_anybody(page)


def keep_codes(page: Page, thumb: Thumb) -> None:
    expect(page.locator(".q-printed-codes li")).to_have_count(10, timeout=20_000)
    then_nothing_hinders_anybody(page)
    thumb.tap(page.get_by_role("button", name="Ya los tengo: continuar"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoy, ")


def connect_app(page: Page, thumb: Thumb) -> None:
    key = page.locator(".q-typed-key").text_content() or ""
    thumb.taps += 1  # the link that opens the app on the same phone; the code is copied there
    thumb.paste(page.get_by_label("Código", exact=True), code_of(key.replace(" ", "")))
    thumb.tap(page.get_by_role("button", name="Conectar aplicación"))


def test_a_new_caseworker_is_in_under_a_minute_with_an_app(enter: Enter, link: str) -> None:
    page = enter(None)
    page.goto(link)
    thumb = Thumb()
    choose_password(page, thumb)
    accept_conduct(page, thumb)
    connect_app(page, thumb)
    keep_codes(page, thumb)
    assert thumb.report("First sign-in with an app") < A_MINUTE


def test_a_new_caseworker_comes_in_without_javascript(enter: Enter, link: str) -> None:
    page = enter(None, java_script_enabled=False)
    page.goto(link)
    page.get_by_label("Contraseña nueva").fill(PASSWORD)
    page.get_by_label("La misma otra vez").fill(PASSWORD)
    page.get_by_role("button", name="Guardar contraseña y empezar").click()
    page.get_by_label("Lo leí y lo cumpliré").check()
    page.get_by_role("button", name="Aceptar y continuar").click()
    expect(page.get_by_text("Las llaves de acceso no funcionan en esta dirección")).to_be_visible()
    connect_app(page, Thumb())
    page.get_by_role("button", name="Ya los tengo: continuar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoy, ")


@pytest.mark.usefixtures("authenticator")
def test_a_new_caseworker_is_in_under_a_minute_with_a_passkey_and_enters_by_one_tap_afterwards(phone: Page, link: str) -> None:
    phone.goto(link)
    thumb = Thumb()
    choose_password(phone, thumb)
    accept_conduct(phone, thumb)
    thumb.tap(phone.get_by_role("button", name="Crear llave de acceso"))
    thumb.taps += 1  # the finger on the device
    keep_codes(phone, thumb)
    assert thumb.report("First sign-in with a passkey") < A_MINUTE

    phone.context.clear_cookies()
    phone.goto("/sign-in")
    then_nothing_hinders_anybody(phone)
    daily = Thumb()
    daily.tap(phone.get_by_role("button", name="Entrar con llave de acceso"))
    daily.taps += 1
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Hoy, ")
    assert daily.report("Daily sign-in with a passkey") < A_MINUTE / 6


def test_the_daily_sign_in_with_an_app_takes_few_taps(quipu: RunningQuipu, enter: Enter) -> None:
    page = enter(None)
    account = quipu.account("caseworker", "LIM")
    code = quipu.code_for(account)
    page.goto("/sign-in")
    thumb = Thumb()
    thumb.paste(page.get_by_label("Correo electrónico"), account["email"])
    thumb.write(page.get_by_label("Contraseña", exact=True), account["password"])
    thumb.tap(page.get_by_role("button", name="Iniciar sesión"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Segundo paso")
    then_nothing_hinders_anybody(page)
    thumb.write(page.get_by_label("Código"), code)
    thumb.tap(page.get_by_role("button", name="Comprobar código"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoy, ")
    assert thumb.report("Daily sign-in with an app") < A_MINUTE / 2


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_is_added_proves_the_second_step_and_is_removed(quipu: RunningQuipu, phone: Page) -> None:
    account = quipu.account("caseworker", "QTO")
    give_password(phone, account)
    phone.get_by_label("Código").fill(quipu.code_for(account))
    phone.get_by_role("button", name="Comprobar código").click()
    phone.goto("/account/passkeys/new")
    then_nothing_hinders_anybody(phone)
    phone.get_by_label("Nombre del dispositivo").fill("Mi teléfono")
    phone.get_by_role("button", name="Crear llave de acceso").click()
    expect(phone.get_by_text("La llave de acceso se agregó")).to_be_visible()
    then_nothing_hinders_anybody(phone)

    phone.context.clear_cookies()
    give_password(phone, account)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Segundo paso")
    then_nothing_hinders_anybody(phone)
    phone.get_by_role("button", name="Usar llave de acceso").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Hoy, ")

    phone.goto("/account/prove?next=/account/second-step")
    then_nothing_hinders_anybody(phone)
    phone.get_by_role("button", name="Usar llave de acceso").click()
    phone.get_by_role("button", name="Quitar llave de acceso").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("¿Quitar")
    phone.get_by_role("button", name="Quitar llave de acceso").click()
    expect(phone.get_by_text("ya no abre su cuenta")).to_be_visible()


def test_a_device_that_gives_no_passkey_is_told_what_to_do(phone: Page, authenticator: CDPSession) -> None:
    authenticator.send("WebAuthn.disable")
    phone.goto("/sign-in")
    phone.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }")
    phone.get_by_role("button", name="Entrar con llave de acceso").click()
    expect(phone.get_by_role("alert")).to_contain_text("El dispositivo no dio ninguna llave de acceso")
    then_nothing_hinders_anybody(phone)
