"""Faults in the words of the pages."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from ops.translations import disagreements


def catalogue(*messages: tuple[object, object], context: str | None = None) -> Catalog:
    made = Catalog(locale="es", fuzzy=False)
    for text, translation in messages:
        made.add(text, translation, context=context)
    return made


def test_a_sentence_that_two_rooms_translate_differently_is_a_fault_with_both_translations() -> None:
    found = list(
        disagreements(
            {
                "people": catalogue(("Name", "Nombre"), ("Close", "Cerrar")),
                "cases": catalogue(("Name", "Nombre"), ("Close", "Cierre")),
                "referrals": catalogue(("Close", "Cerrar")),
            }
        )
    )
    assert found == ["es: 'Close' is translated differently: people, referrals: 'Cerrar'; cases: 'Cierre'"]


def test_plurals_are_compared_as_a_whole() -> None:
    case = ("%(num)s case", "%(num)s cases")
    found = list(
        disagreements(
            {
                "cases": catalogue((case, ("%(num)s caso", "%(num)s casos"))),
                "people": catalogue((case, ("%(num)s caso", "%(num)s expedientes"))),
            }
        )
    )
    assert len(found) == 1
    assert "expedientes" in found[0]


def test_the_same_word_in_another_context_may_have_another_translation() -> None:
    assert not list(
        disagreements({"cases": catalogue(("Open", "Abrir")), "people": catalogue(("Open", "Abierto"), context="state")})
    )
