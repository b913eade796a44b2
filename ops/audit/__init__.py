"""``./quipu audit``: verify the trail against its seals, seal now, or begin a new era after a restore."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psycopg

from app.audit.sealing.keys import PUBLIC_KEYS_NAME, NoSealKeyError, load_key, load_public_keys
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import RestoredError, Sealer
from app.audit.sealing.verifier import verify
from app.foundation.clock import now
from config import AUDIT_ROLE, Settings
from ops.audit.eras import begin_era
from ops.audit.report import report
from ops.errors import OperationError


def main(arguments: Sequence[str]) -> int:
    """Do one of the three.

    Raises:
        OperationError: the database or a key cannot be reached, or a restored database awaits its era.
    """
    asked = _parser().parse_args(arguments)
    settings = Settings.from_environment()
    try:
        return _DEEDS[asked.deed](settings, asked)
    except psycopg.OperationalError as error:
        raise OperationError(f"The database does not answer: {str(error).strip().splitlines()[0]}") from None
    except (NoSealKeyError, RestoredError) as error:
        raise OperationError(str(error)) from None


def _verify(settings: Settings, asked: argparse.Namespace) -> int:
    public_keys = load_public_keys(asked.public_keys or settings.key_folder / PUBLIC_KEYS_NAME)
    began = now()
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True, connect_timeout=5) as connection:
        found = verify(connection, Ledger(asked.file or settings.audit_file), public_keys, at=began)
    print(report(found, seconds=(now() - began).total_seconds()))
    return 0 if found.is_whole else 1


def _seal(settings: Settings, _asked: argparse.Namespace) -> int:
    key = load_key(settings.key_folder)
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True, connect_timeout=5) as connection:
        made = Sealer(connection, Ledger(settings.audit_file), key).seal()
    print(f"Seal {made.number} over {made.row_count} rows." if made else "Nothing was written since the last seal.")
    return 0


def _begin_era(settings: Settings, _asked: argparse.Namespace) -> int:
    era = begin_era(settings)
    if era is None:
        print("This database goes on from its last seal: no new era is needed.")
    else:
        print(f"Era {era} has begun; all that the database held before is sealed.")
    return 0


_DEEDS: Mapping[str, Callable[[Settings, argparse.Namespace], int]] = {
    "verify": _verify,
    "seal": _seal,
    "begin-era": _begin_era,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./quipu audit", description=__doc__)
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="verify | seal | begin-era")
    verifying = deeds.add_parser("verify", help="check every row and every seal; exit code 1 on any fault")
    verifying.add_argument("--file", type=Path, help="a copy of the file of seals, such as the one on another machine")
    verifying.add_argument("--public-keys", type=Path, help="a copy of the public keys, one a line")
    deeds.add_parser("seal", help="seal what is settled, without waiting for the minute")
    deeds.add_parser("begin-era", help="after a restore, before anything writes: seal what came back, and count on anew")
    return parser
