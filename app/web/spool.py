"""A large file on its way in: beyond a few bytes it lies on the disk, under a key that only this object knows."""

from __future__ import annotations

import io
import os
import tempfile
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PIECE = 1024 * 1024
"""Bytes that are read and written at a time."""


class SealedSpool(io.RawIOBase):
    """Written from its beginning to its end, then read from its beginning as often as is wanted.

    The file has no name and nobody else can open it; what is written is AES in counter mode, under a key that is never written.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
        self._algorithm, self._nonce = algorithms.AES(os.urandom(32)), os.urandom(16)
        self._cipher: Any = self._from_beginning()

    def _from_beginning(self) -> Any:
        return Cipher(self._algorithm, modes.CTR(self._nonce)).encryptor()

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._file.write(self._cipher.update(bytes(content)))
        return len(content)

    def read(self, size: int | None = -1) -> bytes:
        sealed = self._file.read(-1 if size is None else size)
        # Counter mode: the same stream of the key seals and opens.
        return bytes(self._cipher.update(sealed))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """
        Raises:
            io.UnsupportedOperation: to anywhere but the beginning or the end.
        """
        if offset or whence == os.SEEK_CUR:
            raise io.UnsupportedOperation("a sealed file is read from its beginning")
        if whence == os.SEEK_SET:
            self._cipher = self._from_beginning()
        return self._file.seek(0, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
