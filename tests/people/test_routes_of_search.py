"""The search page: what it says when many have a name, and about a birth that was typed."""

from __future__ import annotations

import re

from app.accounts.models import Office
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import CountStatements, page


def look_for(ana: GuardedClient, text: str) -> str:
    response = ana.post("/search", data={"q": text})
    assert (response.status_code, response.location) == (303, "/search")
    return page(ana.get("/search"))


def many(office: Office, count: int) -> None:
    for n in range(count):
        PersonFactory(office=office, given_names="Rosa", surname_1="Guerrero", surname_2=None, birth_year=1960 + n % 40)


def test_too_many_people_are_counted_with_what_to_add(ana: GuardedClient, office: Office) -> None:
    many(office, 30)
    shown = look_for(ana, "rosa <guerrero>")
    assert "30 personas tienen un nombre así. Agregue el otro apellido, otro nombre o el año de nacimiento" in shown
    assert "por ejemplo: rosa &lt;guerrero&gt; 1987" in shown
    assert "Buscar en todos los años" not in shown


def test_few_people_are_not_counted(ana: GuardedClient, office: Office) -> None:
    many(office, 3)
    assert "tienen un nombre así" not in look_for(ana, "rosa guerrero")


def test_a_year_is_taken_back_by_a_button(ana: GuardedClient, office: Office) -> None:
    many(office, 30)
    shown = look_for(ana, "rosa guerrero 1987")
    assert "Solo quienes pueden haber nacido en 1987" in shown
    assert "años (1987)" in shown
    assert len(set(re.findall(r'href="(/people/[0-9a-f-]{36})"', shown))) == 1
    sent = re.search(r'name="q" value="([^"]*)">\s*<button[^>]*>Buscar en todos los años', shown)
    assert sent is not None
    assert "30 personas tienen un nombre así" in look_for(ana, sent[1])


def test_a_year_that_nobody_has_is_said_and_hides_nobody(ana: GuardedClient, office: Office) -> None:
    many(office, 3)
    shown = look_for(ana, "rosa guerrero 1931")
    assert "Nadie con este nombre consta como nacido en 1931." in shown
    assert len(set(re.findall(r'href="(/people/[0-9a-f-]{36})"', shown))) == 3
    assert "Buscar en todos los años" not in shown


def test_who_is_not_there_at_all_is_not_said_to_be_born_in_another_year(ana: GuardedClient, office: Office) -> None:
    many(office, 1)
    shown = look_for(ana, "quispe 1987")
    assert "No se encontró a nadie en sus oficinas" in shown
    assert "Nadie con este nombre" not in shown


def test_a_name_is_not_looked_up_as_the_code_of_something(ana: GuardedClient, count_statements: CountStatements) -> None:
    with count_statements() as of_a_name:
        ana.post("/search", data={"q": "rosa guerrero 1987"})
    with count_statements() as of_a_code:
        ana.post("/search", data={"q": "CUC-P-999999"})
    assert len(of_a_name) < len(of_a_code)
    assert not any(" FROM person " in statement or ' FROM "case" ' in statement for statement in of_a_name)
