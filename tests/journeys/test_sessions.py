"""A phone that was put down for too long, and one that was lost; at 360 px, with JavaScript and without."""

from __future__ import annotations

import os
from datetime import timedelta

import psycopg
import pytest
from playwright.sync_api import expect

from app.accounts.sessions import IDLE
from config import OWNER_ROLE, Settings
from ops.roles import libpq_url
from tests.journeys.conftest import Enter, RunningQuipu, fill_in_password, give_code, then_nothing_hinders_anybody

TYPED = "Llegó la apostilla y falta la cita en el consulado de los martes"


def let_time_pass(quipu: RunningQuipu, email: str) -> None:
    """Make the last request of somebody's sessions as old as if they had put their phones down."""
    settings = Settings.from_environment({**os.environ, "QUIPU_STATE": str(quipu.state)})
    aged = 'UPDATE browser_session SET last_seen_at = last_seen_at - %s FROM "user" u WHERE u.id = user_id AND u.email = %s'
    with psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE))) as connection:
        connection.execute("SELECT quipu_enter('owner', NULL)")
        assert connection.execute(aged, (IDLE + timedelta(minutes=1), email)).rowcount


@pytest.mark.parametrize("has_scripts", [False, True])
def test_a_note_typed_while_the_session_ran_out_is_saved_by_one_more_button(
    quipu: RunningQuipu, enter: Enter, has_scripts: bool
) -> None:
    account = quipu.account("caseworker", "CUC")
    quipu.forget_sign_in(account)
    page = enter("caseworker", "CUC", java_script_enabled=has_scripts)
    quipu.forget_sign_in(account)  # its time will run out
    page.goto("/cases")
    page.locator("main table tbody a[href^='/cases/']").first.click()
    page.goto(f"{page.url.rstrip('/')}/notes/new")
    page.locator("textarea[name=text]").fill(TYPED)
    let_time_pass(quipu, account["email"])
    page.locator("main form button[type=submit]").first.click()

    expect(page.get_by_text("Lo que envió está guardado para usted")).to_be_visible()
    fill_in_password(page, account)
    give_code(page, quipu.code_for(account))

    expect(page.locator("h1")).to_have_text("Lo que envió con la sesión ya cerrada")
    expect(page.get_by_text(TYPED)).to_be_visible()
    if has_scripts:  # the check for accessibility is a script itself
        then_nothing_hinders_anybody(page)
    page.get_by_role("button", name="Enviar este formulario de nuevo").click()

    expect(page.get_by_text(TYPED).first).to_be_visible()
    page.goto("/account/held-forms")
    expect(page.locator("h1")).not_to_have_text("Lo que envió con la sesión ya cerrada")


def test_a_lost_phone_is_signed_out_from_another_device(quipu: RunningQuipu, enter: Enter) -> None:
    account = quipu.account("supervisor", "CUC")
    quipu.forget_sign_in(account)
    lost = enter("supervisor", "CUC", java_script_enabled=False, user_agent="Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0")
    lost.goto("/account")
    quipu.forget_sign_in(account)
    page = enter("supervisor", "CUC", java_script_enabled=False)
    page.goto("/account")
    page.get_by_role("button", name="Ver las sesiones abiertas").click()
    row = page.get_by_role("row").filter(has_text="Chrome, Android").first
    row.get_by_role("button", name="Cerrar esta sesión").click()

    expect(page.get_by_text("La sesión se cerró.")).to_be_visible()
    lost.goto("/account")
    expect(lost.locator("h1")).to_have_text("Iniciar sesión")
