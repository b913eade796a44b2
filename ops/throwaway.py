"""A PostgreSQL and a Valkey for one test run: real servers in a temporary folder, gone when the run ends, however it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from config import OWNER_ROLE, socket_folder
from ops.guardian import Guardian
from ops.postgres import Cluster
from ops.process import Process
from ops.state import ensure_root_key, ensure_secrets, make_folders
from ops.valkey import Valkey


@dataclass(frozen=True)
class ThrowawayServers:
    """The servers of one test run."""

    state: Path
    cluster: Cluster
    valkey: Valkey
    postgres_process: Process = field(repr=False)
    valkey_process: Process = field(repr=False)

    @property
    def settings_environment(self) -> dict[str, str]:
        """What ``Settings.from_environment`` reads to find these servers; add DATABASE_URL for a database of your own."""
        return {"QUIPU_STATE": str(self.state), "QUIPU_TESTING": "1"}

    def database_url(self, name: str) -> str:
        """The owner's URL of one database of this cluster."""
        password = quote(self.cluster.secrets.database_passwords[OWNER_ROLE], safe="")
        return f"postgresql+psycopg://{OWNER_ROLE}:{password}@/{name}?host={quote(str(self.cluster.sockets))}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """A database owned by the owner role, empty or as a copy of another to which nobody is connected; gives its URL."""
        self.cluster.create_database(name, template=template)
        return self.database_url(name)

    def drop_database(self, name: str) -> None:
        self.cluster.drop_database(name)


@contextmanager
def throwaway_servers() -> Iterator[ThrowawayServers]:
    """Start both servers without durability, and remove everything at the end, also when this process is killed.

    The database ``quipu`` exists and is empty. Takes about a second.
    """
    # A short name: the path of a Unix socket holds 107 bytes.
    state = Path(tempfile.mkdtemp(prefix="quipu-test-"))
    with ExitStack() as clean_up:
        guardian = Guardian()
        clean_up.callback(shutil.rmtree, state, ignore_errors=True)
        clean_up.callback(guardian.dismiss)
        guardian.remove_afterwards(state)
        make_folders(state)
        secrets = ensure_secrets(state)
        ensure_root_key(state, {})
        cluster = Cluster(data=state / "postgres", sockets=socket_folder(state), secrets=secrets, is_durable=False)
        valkey = Valkey(data=state / "valkey", socket=socket_folder(state) / "valkey.sock", is_durable=False)
        cluster.initialise()
        valkey.initialise()
        log = clean_up.enter_context((state / "servers.log").open("ab"))
        postgres_process = Process(cluster.program(), guardian, output=log)
        clean_up.callback(postgres_process.stop)
        valkey_process = Process(valkey.program(), guardian, output=log)
        clean_up.callback(valkey_process.stop)
        postgres_process.wait_until_ready()
        valkey_process.wait_until_ready()
        cluster.prepare()
        yield ThrowawayServers(state, cluster, valkey, postgres_process, valkey_process)
