"""Where Quipu listens, and where it refuses to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.address import Address, any_free_port, choose_address, published_address, read_address
from ops.errors import OperationError
from ops.state import InstanceKind


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named_in_the_refusal(taken_port: int) -> None:
    with pytest.raises(OperationError, match=f"Port {taken_port} .* taken"):
        choose_address({"QUIPU_PORT": str(taken_port)}, InstanceKind.DEMO)


def test_without_a_wish_the_next_free_port_is_used(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.address.DEFAULT_PORT", taken_port)
    assert choose_address({}, InstanceKind.DEMO).port > taken_port


@pytest.mark.parametrize("wish", ["0", "65536", "eighty", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(wish: str) -> None:
    with pytest.raises(OperationError, match="1 to 65535"):
        choose_address({"QUIPU_PORT": wish}, InstanceKind.DEMO)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104 - the point of the test
def test_a_demo_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(OperationError, match="this machine only"):
        choose_address({"QUIPU_HOST": host}, InstanceKind.DEMO)


def test_a_real_instance_may_listen_for_others() -> None:
    port = any_free_port()
    wish = {"QUIPU_HOST": "0.0.0.0", "QUIPU_PORT": str(port)}  # noqa: S104 - the point of the test
    address = choose_address(wish, InstanceKind.REAL)
    assert address.url == f"http://0.0.0.0:{port}"
    assert address.reachable_here == Address("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_refused_with_the_reason() -> None:
    with pytest.raises(OperationError, match=r"cannot listen on 192\.0\.2\.7"):
        choose_address({"QUIPU_HOST": "192.0.2.7", "QUIPU_PORT": "8000"}, InstanceKind.REAL)


def test_an_address_of_the_sixth_version_is_written_in_brackets() -> None:
    assert Address("::1", 8000).url == "http://[::1]:8000"


def test_the_address_can_be_found_while_it_is_published(tmp_path: Path) -> None:
    with published_address(tmp_path, Address("127.0.0.1", 8123)):
        assert read_address(tmp_path) == Address("127.0.0.1", 8123)
    assert read_address(tmp_path) is None
