"""Sealing and keyed hashing: AES-256-GCM with bound context, HKDF sub-keys, blind indexes of names.

Every sealed value is bound to where it stands (vault, table, row), so that a value moved to another row does not
open there. Keys of 256 bits; nonces of 96 random bits, far below the bound of 2**32 messages under one key.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voices.errors import VaultError

KEY_BYTES = 32
NONCE_BYTES = 12
SEAL_VERSION = b"\x01"
"""First byte of every sealed value, so that a later form can be told apart."""

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})


def new_key() -> bytes:
    """Return a random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def derive(secret: bytes, study: str, purpose: str) -> bytes:
    """Return the 32-byte sub-key of a secret for one study and one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=study.encode(), info=f"voices vault/{purpose}".encode()).derive(secret)


def stretch(passphrase: str, salt: bytes) -> bytes:
    """Return the key of a passphrase (Argon2id, RFC 9106, second recommended setting: 64 MiB, three passes)."""
    text = unicodedata.normalize("NFKC", passphrase).encode()
    return Argon2id(salt=salt, length=KEY_BYTES, iterations=3, lanes=4, memory_cost=64 * 1024).derive(text)


def bound(*parts: str | int) -> bytes:
    """Return the context a value is bound to; the separator cannot stand in an id."""
    return "\x1f".join(str(part) for part in parts).encode()


def seal(key: AESGCM, plain: bytes, context: bytes) -> bytes:
    """Return `plain` encrypted and bound to `context`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return SEAL_VERSION + nonce + key.encrypt(nonce, plain, context)


def unseal(key: AESGCM, sealed: bytes, context: bytes, what: str) -> bytes:
    """Return what `seal` was given; `what` names the row for the error and holds ids only.

    Raises:
        VaultError: the value was changed, stands in another row than it was written to, or the key is another.
    """
    if sealed[:1] != SEAL_VERSION:
        raise VaultError(f"{what}: sealed by a version of voices this one does not know")
    try:
        return key.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], context)
    except InvalidTag:
        # No cause: nothing of the failed attempt may travel in a traceback.
        raise VaultError(f"{what}: the seal is broken; the row was changed or moved outside voices") from None


def keyed_hash(key: bytes, *parts: str | bytes) -> bytes:
    """Return the HMAC-SHA256 of the parts, each with its length so that no two lists collide."""
    mac = hmac.new(key, digestmod=sha256)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        mac.update(len(data).to_bytes(8, "big") + data)
    return mac.digest()


def fold(name: str) -> str:
    """Return a name as the blind index sees it: NFKC, case folded, spaces collapsed, one kind of apostrophe.

    >>> fold("  O\u2019Neill   MARY ")
    "o'neill mary"
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.translate(_APOSTROPHES).split())


def blind_index(key: bytes, name: str) -> bytes:
    """Return the value under which a name can be found without being stored."""
    return hmac.digest(key, fold(name).encode(), "sha256")
