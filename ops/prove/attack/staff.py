"""The staff of an attacked demo: each account signs in once, and then visits any server of the instance with that session."""

from __future__ import annotations

from collections.abc import Mapping

from ops.address import Address
from ops.prove.attack.sign_in import sign_in
from ops.prove.attack.visitor import Visitor
from ops.prove.running import RunningQuipu


class Staff:
    """Keeps the sessions of one instance. A code of the second factor opens once, so signing in again would have to wait."""

    def __init__(self, quipu: RunningQuipu) -> None:
        self._quipu = quipu
        self._entered: dict[str, Visitor] = {}

    def account(self, role: str, office: str | None = None) -> Mapping[str, str]:
        """The demo account of a role, of one office where there is one in each."""
        found = self._quipu.accounts(role)
        return next(one for one in found if office is None or one["office"] in {office, None})

    def visit(self, account: Mapping[str, str], address: Address | None = None) -> Visitor:
        """Somebody signed in as the account, at the product's server unless another is named."""
        email = account["email"]
        kept = self._entered.get(email)
        if kept is None or kept.get("/account").leads_to_sign_in:
            kept = self._entered[email] = sign_in(self._quipu.address, account)
        kept.hang_up()
        return kept.twin(address or self._quipu.address, account["role"])
