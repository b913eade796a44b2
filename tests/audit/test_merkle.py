"""The tree against RFC 6962's own recursive definition."""

from __future__ import annotations

from hashlib import sha256

import pytest

from app.audit.sealing.merkle import MerkleTree


def root_by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1: split at the largest power of two below the number of leaves."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + root_by_the_book(leaves[:split]) + root_by_the_book(leaves[split:])).digest()


@pytest.mark.parametrize("count", [*range(20), 63, 64, 65, 1000])
def test_the_root_is_that_of_the_definition(count: int) -> None:
    leaves = [str(number).encode() for number in range(count)]
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(leaf)
    assert (tree.root(), tree.count) == (root_by_the_book(leaves), count)


def test_the_root_of_known_leaves_is_the_published_one() -> None:
    """Test vector of Certificate Transparency's reference implementation: the eight leaves of its tests."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(bytes.fromhex(leaf))
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_two_leaves_do_not_look_like_one_that_holds_their_hashes() -> None:
    two, one = MerkleTree(), MerkleTree()
    two.add(b"a")
    two.add(b"b")
    one.add(sha256(b"\x00a").digest() + sha256(b"\x00b").digest())
    assert two.root() != one.root()
