"""A passkey in software: makes and uses WebAuthn credentials as a phone does, and can be told to misbehave."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

USER_PRESENT, USER_VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


@dataclass
class SoftwarePasskey:
    """Attributes:
    checks_person: whether it says that it has checked PIN, finger or face.
    origin: the address that it believes to be at.
    """

    origin: str = "http://localhost"
    checks_person: bool = True
    sign_count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """The answer to the options of a page that makes a passkey."""
        self.user_handle = base64url_to_bytes(options["user"]["id"])
        numbers = self._key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cose
        about = self._about(options["rp"]["id"], flags=HAS_CREDENTIAL) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        client = self._client_data("webauthn.create", options["challenge"])
        return self._answer(
            {"clientDataJSON": client, "attestationObject": attestation}, transports=["internal", "carrier-pigeon"]
        )

    def get(self, options: dict[str, Any]) -> str:
        """The answer to the options of a page that asks for a passkey."""
        self.sign_count += 1
        about = self._about(options["rpId"])
        client = self._client_data("webauthn.get", options["challenge"])
        signature = self._key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": about, "signature": signature, "userHandle": self.user_handle}
        )

    def _about(self, party: str, *, flags: int = 0) -> bytes:
        flags |= USER_PRESENT | (USER_VERIFIED if self.checks_person else 0)
        return hashlib.sha256(party.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, response: dict[str, bytes], **further: object) -> str:
        identity = bytes_to_base64url(self.credential_id)
        words = {name: bytes_to_base64url(content) for name, content in response.items()}
        return json.dumps(
            {
                "id": identity,
                "rawId": identity,
                "type": "public-key",
                "response": {**words, **further},
                "clientExtensionResults": {},
            }
        )
