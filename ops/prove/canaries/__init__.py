"""``./quipu prove canaries``: what was typed into sealed fields stands nowhere in the clear, in whatever form."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterator, Sequence

from ops.prove.canaries.needles import forms_of
from ops.prove.canaries.places import Hit, Places
from ops.prove.canaries.planting import Canaries, Planter
from ops.prove.running import RunningQuipu, proof_folder, running_quipu

HITS_SHOWN = 20


def main(arguments: Sequence[str]) -> int:
    """Run the proof and print its figures; 0 when no canary was found and every control was."""
    argparse.ArgumentParser(prog="./quipu prove canaries", description=__doc__).parse_args(arguments)
    with running_quipu(proof_folder(os.environ, "canaries"), os.environ) as quipu:
        hits, places = search_for_canaries(quipu)
        missed = missed_controls(quipu)
    print("\n".join(report(hits, places, missed)))
    return 0 if not hits and not missed else 1


def search_for_canaries(quipu: RunningQuipu) -> tuple[list[Hit], Places]:
    """Plant canaries through the pages, and look for them everywhere."""
    canaries = Canaries()
    planter = Planter(quipu, canaries)
    planter.plant()
    places = Places(quipu, planter.error_pages)
    return places.search(canaries.needles()), places


def missed_controls(quipu: RunningQuipu) -> list[str]:
    """The positive control: a value planted in the clear in each kind of place and each form; what was not found of it."""
    word = f"contról{secrets.token_hex(6)}ñ"
    forms = forms_of(word)
    whole = b" ".join(forms.values())
    with quipu.database() as connection:
        connection.execute("CREATE TABLE canary_control (form bytea, words text)")
        # More than once: where a page of the write-ahead log ends, its header parts what stands there.
        connection.execute("INSERT INTO canary_control SELECT %s, %s FROM generate_series(1, 3)", [whole, word])
        connection.execute(
            "INSERT INTO outbox_message (id, job, arguments, created_at, due_at, done_at, attempts)"
            " VALUES (uuidv7(), 'canary.control', jsonb_build_object('words', %s::text), now(), now(), now(), 0)",
            [word],
        )
    quipu.broker().set("canary:control", whole)
    (quipu.state / "log").mkdir(exist_ok=True)
    (quipu.state / "log" / "canary-control.log").write_bytes(whole)
    (quipu.state / "attachments" / "canary-control").write_bytes(whole)
    quipu.mail_folder.mkdir(exist_ok=True)
    (quipu.mail_folder / "canary-control.txt").write_bytes(whole)
    places = Places(quipu, [whole])
    found = {(hit.place, hit.form) for hit in places.search({("control", form): needle for form, needle in forms.items()})}
    # The dump and the outbox are text: they hold the value itself, and bytes as hex.
    everywhere = ("data files", "write-ahead log", "broker's files", "logs", "attachments", "mails", "error pages")
    wanted = {(place, form) for place in everywhere for form in forms} | {("dump", "UTF-8"), ("dump", "hex"), ("outbox", "UTF-8")}
    return sorted(f"{place}: {form}" for place, form in wanted - found)


def report(hits: Sequence[Hit], places: Places, missed: Sequence[str]) -> Iterator[str]:
    """The figures, and the first of the hits."""
    for place, size in places.searched.items():
        yield f"{place:<17}{size / 1e6:>10,.1f} MB searched"
    yield f"{len(hits)} hits of planted canaries"
    yield from (f"  {hit.canary} as {hit.form} in {hit.place} ({hit.file})" for hit in hits[:HITS_SHOWN])
    yield f"{len(missed)} of the control's forms were missed" if missed else "Every control was found, in every form and place."
    yield from (f"  {words}" for words in missed[:HITS_SHOWN])
