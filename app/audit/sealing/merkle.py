"""The root of a Merkle tree over any number of leaves, as RFC 6962 section 2.1 defines it."""

from __future__ import annotations

from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"
"""Told apart, so that no inner node can be passed off as a row."""


class MerkleTree:
    """Takes leaves one after another and keeps one hash a level: a million leaves need twenty."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        node = sha256(LEAF + leaf).digest()
        complete = self.count
        # Each trailing one bit of the count is a full subtree that this leaf's makes twice as large.
        while complete & 1:
            node = sha256(NODE + self._peaks.pop() + node).digest()
            complete >>= 1
        self._peaks.append(node)
        self.count += 1

    def root(self) -> bytes:
        """The hash over all leaves so far; of none, the hash of nothing."""
        if not self._peaks:
            return sha256().digest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = sha256(NODE + peak + node).digest()
        return node
