"""Signing in to a demo as a script does: the password, and the second factor where the instance asks for one."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from http import HTTPStatus

from passlib.totp import TOTP  # type: ignore[import-untyped]

from ops.address import Address
from ops.errors import OperationError
from ops.prove.attack import forms
from ops.prove.attack.visitor import Reply, Visitor

CODE_FIELD = "one_time_code"
SECONDS_OF_A_CODE = 30
MOST_PAGES = 8
"""Between the password and the first page: code, code of conduct, and one to spare."""


def sign_in(address: Address, account: Mapping[str, str], name: str = "") -> Visitor:
    """A visitor who has signed in as a demo account.

    Raises:
        OperationError: the account did not get in.
    """
    visitor = Visitor(address, name or account["role"])
    (page,) = (form for form in forms.read(visitor.get("/sign-in").text).forms if "password" in form.names)
    typed = {"email": account["email"], "password": account["password"]}
    reply = _post_when_due(visitor, "/sign-in", _typed(page, typed))
    for _ in range(MOST_PAGES):
        if not 300 <= reply.status < 400:
            break
        where = reply.header("location")
        reply = visitor.get(where)
        if step := _step_on(reply, account):
            reply = _post_when_due(visitor, step.action or where, step.fields)
            if reply.status in {401, 422} and account.get("totp_secret"):
                # A code opens once: the one of this half minute may have been used by an earlier sign-in.
                time.sleep(SECONDS_OF_A_CODE - time.time() % SECONDS_OF_A_CODE + 0.5)
                if again := _step_on(visitor.get(where), account):
                    reply = _post_when_due(visitor, again.action or where, again.fields)
    visitor.forget_token()
    if visitor.get("/account").leads_to_sign_in:
        raise OperationError(f"{account['email']} could not sign in: {reply.status}.")
    return visitor


def _post_when_due(visitor: Visitor, path: str, fields: forms.Fields) -> Reply:
    """Send a form; where tries from this address have to wait, as they do after an attack on the sign-in, wait."""
    reply = visitor.post(path, fields)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        time.sleep(float(reply.header("retry-after") or 60) + 0.5)
        reply = visitor.post(path, fields)
    return reply


def _step_on(reply: Reply, account: Mapping[str, str]) -> forms.PageForm | None:
    """The form between the password and the first page, filled in: a code, printed codes, or the code of conduct."""
    for form in forms.read(reply.text).forms:
        if form.method == "post" and CODE_FIELD in form.names and account.get("totp_secret"):
            form.fields = _typed(form, {CODE_FIELD: current_code(account["totp_secret"])})
            return form
        if form.method == "post" and (
            any(re.search("conduct", name) for name in (*form.names, form.action)) or _only_goes_on(form)
        ):
            form.fields = form.filled_in()
            return form
    return None


def _only_goes_on(form: forms.PageForm) -> bool:
    """Nothing to type, as under printed codes that a tool has had made anew."""
    return not form.action and all(name == forms.CSRF_FIELD for name in form.names)


def current_code(secret: str) -> str:
    """The six figures that an authenticator app shows now, from its base-32 secret."""
    return str(TOTP(key=secret).generate().token)


def _typed(form: forms.PageForm, typed: Mapping[str, str]) -> forms.Fields:
    return [*((name, value) for name, value in form.fields if name not in typed), *typed.items()]
