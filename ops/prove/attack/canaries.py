"""What is planted before an attack, by the system's own forms: a person with a case and a note in each office that has accounts.

Each carries a word that stands nowhere else. Whoever of another office meets it in an answer has found a leak.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ops.errors import OperationError
from ops.prove.attack import forms
from ops.prove.attack.forms import Fields
from ops.prove.attack.visitor import Reply, Visitor
from ops.prove.crash.forms import INTAKES

CODE = re.compile(r"\b([A-Z]{3})-(?:P|H|R|\d{4})-\d{5,6}\b")
"""Codes of persons, households, referrals and cases begin with the office that made them."""


@dataclass(frozen=True)
class Canary:
    """The planted file of one office. ``word`` stands in the person's surname, the case's goal and the note."""

    office: str
    word: str
    person: str
    case: str


def plant(visitor: Visitor, office: str) -> Canary:
    """Register a person, open a case and write a note as a caseworker of the office.

    Raises:
        OperationError: a form was refused.
    """
    word = "Zq" + "".join(secrets.choice("bdfgjkmnprtvz") for _ in range(8))
    person = saved(visitor, "/people/new", "surname_1", _person(word))
    case = saved(visitor, f"{person}/cases/new?kind=humanitarian_aid", "goal", {"goal": word, "risk": "high", **_intake()})
    saved(visitor, f"{case}/notes/new", "text", {"text": f"Nota {word}"})
    return Canary(office, word, person, case)


def saved(visitor: Visitor, path: str, holding: str, typed: Mapping[str, str]) -> str:
    """Fill in the form of a page and send it; gives the path that it led to."""
    reply = visitor.get(path)
    form = next((form for form in forms.read(reply.text).forms if holding in form.names), None)
    if form is None:
        raise OperationError(f"{path} answered {reply.status} and shows no form with {holding}.")
    fields: Fields = [(name, value) for name, value in form.fields if name not in typed]
    answer = visitor.post(path, [*fields, *typed.items()])
    if answer.status != 303:
        raise OperationError(f"{path} refused what the attack plants: {answer.status}.")
    return urlsplit(answer.header("location")).path


def leaks(reply: Reply, own: Sequence[str], canaries: Sequence[Canary]) -> Iterator[str]:
    """What an answer holds of offices that are not ``own``: codes of records, and planted words."""
    text = reply.text
    for found in CODE.finditer(text):
        if found.group(1) not in own:
            yield f"the code {found.group(0)}"
    for canary in canaries:
        if canary.office not in own and canary.word in text:
            yield f"the planted word of {canary.office}"


def _person(word: str) -> Mapping[str, str]:
    return {
        "given_names": "Canaria",
        "surname_1": word,
        "surname_2": word[::-1].capitalize(),
        "sex": "female",
        "birth_known": "age",
        "stated_age": "34",
        "nationality": "VEN",
        "population_type": "in_destination",
        "locality": word,
        "consents-case_management": "given",
        "certified": "y",
    }


def _intake() -> Mapping[str, str]:
    return INTAKES["humanitarian_aid"]
