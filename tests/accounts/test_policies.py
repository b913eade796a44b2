from __future__ import annotations

import unicodedata

import pytest

from app.accounts.permissions import Role
from app.accounts.policies import LONGEST_PASSWORD, check_can_give_grant, check_password
from app.accounts.scopes import Reach, Scope
from app.foundation.actor import Actor, ActorKind
from app.foundation.errors import NotAllowed, RefusedInput
from app.foundation.ids import new_id

ME = new_id()
CUCUTA, QUITO = new_id(), new_id()
WHOLE = Reach(is_whole=True)
COLOMBIA = Reach(countries=frozenset({"CO"}), office_ids=frozenset({CUCUTA}))
ACTOR = Actor(kind=ActorKind.STAFF, name="Rosa", id=ME)


@pytest.mark.parametrize(
    "password",
    [
        "tres mangos y un violín",
        "correct horse battery staple",
        "El tranvía lila duerme",
        "xK9#mQ2$vL7@pR4",
        "839201748362915",
    ],
)
def test_a_password_of_ones_own_is_taken(password: str) -> None:
    check_password(password, about_the_user=["Ana Pérez", "ana.perez@example.org", "Cúcuta"])


@pytest.mark.parametrize(
    "password",
    [
        "Quipu2026Quipu2026",
        "contraseña12345!",
        "C0ntr4señ4Segura2026",
        "aaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "jaguar jaguar jaguar",
        "qwertyuiopasdfghjkl",
        "zyxwvutsrqponmlkjihgfedcba",
        "password password",
        "Ana Pérez Cúcuta 2026",
        "perez.ana@example.org",
    ],
)
def test_a_guessable_password_is_refused_whatever_its_length(password: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        check_password(password, about_the_user=["Ana Pérez", "ana.perez@example.org", "Cúcuta"])
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", ["", "catorce letra!", "ñ" * (LONGEST_PASSWORD + 1)])
def test_a_password_has_a_least_and_a_greatest_length(password: str) -> None:
    with pytest.raises(RefusedInput):
        check_password(password)


@pytest.mark.parametrize(
    ("reach", "scope", "is_allowed"),
    [
        (WHOLE, Scope(), True),
        (WHOLE, Scope(country="EC"), True),
        (COLOMBIA, Scope(country="CO"), True),
        (COLOMBIA, Scope(office_id=CUCUTA), True),
        (COLOMBIA, Scope(), False),
        (COLOMBIA, Scope(country="EC"), False),
        (COLOMBIA, Scope(office_id=QUITO), False),
        (Reach(), Scope(office_id=CUCUTA), False),
    ],
)
def test_nobody_gives_a_role_further_than_they_administer(reach: Reach, scope: Scope, is_allowed: bool) -> None:
    if is_allowed:
        check_can_give_grant(ACTOR, new_id(), role=Role.ADMINISTRATOR, scope=scope, reach=reach)
        return
    with pytest.raises(NotAllowed):
        check_can_give_grant(ACTOR, new_id(), role=Role.ADMINISTRATOR, scope=scope, reach=reach)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR])
def test_a_role_that_opens_files_never_holds_everywhere(role: Role) -> None:
    with pytest.raises(RefusedInput) as refusal:
        check_can_give_grant(ACTOR, new_id(), role=role, scope=Scope(), reach=WHOLE)
    assert refusal.value.field == "scope"


def test_nobody_gives_themselves_a_role() -> None:
    with pytest.raises(NotAllowed):
        check_can_give_grant(ACTOR, ME, role=Role.CASEWORKER, scope=Scope(office_id=CUCUTA), reach=WHOLE)


@pytest.mark.parametrize("scope", [Scope(), Scope(country="CO"), Scope(office_id=CUCUTA)])
def test_a_scope_reads_back_what_it_wrote(scope: Scope) -> None:
    assert Scope.parse(str(scope)) == scope


@pytest.mark.parametrize("text", ["", "office:", "office:x", "country:COL", "everything", "operation:1"])
def test_no_other_text_is_a_scope(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Scope.parse(text)


def test_a_letter_with_an_accent_counts_once_however_it_is_normalised() -> None:
    """What is hashed is NFKD, in which an ñ is two characters: eight of them must not pass for sixteen."""
    letters = unicodedata.normalize("NFKD", "ñáéíóúüçãõâêôàì")
    check_password(letters)
    with pytest.raises(RefusedInput, match="15"):
        check_password(letters[:-2])


@pytest.mark.parametrize(
    "password",
    [
        "1q2w3e4r5t6y7u8i9o",
        "iloveyou iloveyou iloveyou",
        "Acogida-Refugio-2026",
        "ACNUR UNHCR OIM r4v 2026!!",
        "diosteama bendecida 123456",
        "colombia venezuela ecuador",
        "qweasdzxc qweasdzxc",
        "p4ssw0rd p4ssw0rd p4ssw0rd",
    ],
)
def test_what_guessers_try_here_first_is_refused(password: str) -> None:
    with pytest.raises(RefusedInput):
        check_password(password)


@pytest.mark.parametrize("length", [64, 128, LONGEST_PASSWORD])
def test_long_passwords_are_taken_whole(length: int) -> None:
    words = (
        "el tranvia lila duerme sobre cuatro nubes de algodon y nadie lo despierta hasta que llueve tinta verde en martes raro "
    )
    check_password((words * 2)[:length])
