"""A passkey made of software, for tests: what a browser and a device do together."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.urls import reverse
from fido2 import cbor
from fido2.utils import websafe_decode, websafe_encode

if TYPE_CHECKING:
    from django.test import Client

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
"""Flags of authenticator data, see https://www.w3.org/TR/webauthn-3/#authdata-flags."""


class SoftPasskey:
    """One credential on one device.

    Attributes:
        origin: The site it is used on.
        host: The site's name, the relying party's id.
    """

    def __init__(self, host: str = "testserver") -> None:
        self.host = host
        self.origin = f"https://{host}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.user = b""

    def create(self, options: dict[str, Any]) -> str:
        """Make the credential a server asks for.

        Args:
            options: Creation options in WebAuthn's JSON form.

        Returns:
            The registration response as JSON.
        """
        public = options["publicKey"]
        self.user = websafe_decode(public["user"]["id"])
        cose = cbor.encode(self._public_key())
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        attestation = cbor.encode(
            {
                "fmt": "none",
                "attStmt": {},
                "authData": self._data(PRESENT | VERIFIED | ATTESTED) + credential,
            }
        )
        client_data = self._client_data("webauthn.create", public["challenge"])
        return self._respond(
            {"attestationObject": attestation, "clientDataJSON": client_data},
            {"credProps": {"rk": True}},
        )

    def get(self, options: dict[str, Any]) -> str:
        """Sign what a server asks for.

        Args:
            options: Request options in WebAuthn's JSON form.

        Returns:
            The authentication response as JSON.
        """
        data = self._data(PRESENT | VERIFIED)
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        return self._respond(
            {
                "authenticatorData": data,
                "clientDataJSON": client_data,
                "signature": self.key.sign(signed, ec.ECDSA(SHA256())),
                "userHandle": self.user,
            },
            {},
        )

    def _public_key(self) -> dict[int, Any]:
        """The public key as a COSE key, https://www.rfc-editor.org/rfc/rfc9053#section-7.1.1."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _respond(self, response: dict[str, bytes], extensions: dict[str, Any]) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": extensions,
            }
        )


def register(client: Client, name: str = "Laptop") -> SoftPasskey:
    """Add a passkey to the signed-in account."""
    url = reverse("mfa_add_webauthn")
    passkey = SoftPasskey()
    options = client.get(url).context["js_data"]["creation_options"]
    client.post(url, {"name": name, "credential": passkey.create(options), "passwordless": "on"})
    return passkey
