"""What is said about a person: how it is kept, corrected and checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import phonenumbers
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import RefusedInput
from app.foundation.partial_date import PartialDate
from app.people import queries, services
from app.people.corrections import text_of, value_of
from app.people.document_formats import IS_VALID, is_doubtful
from app.people.enums import PopulationType
from app.people.languages import OF_THE_REGION, SIGNED_IN, language_names
from app.people.models import Person, PersonChange, PersonSituation
from app.people.phones import country_it_does_not_fit, normalised
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, page, somebody

EVERYTHING: dict[str, Any] = {
    "name_as_said": "Mayu",
    "other_names": ("Rosa de Pérez", "Rosita, la de la tienda"),
    "birth_country": "VEN",
    "ethnic_people": "Wayuu",
    "languages": ("es", "guc"),
    "preferred_language": "guc",
    "place_country": "CO",
    "area_code": "CO-NSA",
    "arrival": PartialDate(2024, 5),
    "contact_hours": "sólo mañanas",
    "contact_answerer": "su hermana",
    "leave_no_message": True,
}

dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31))
names = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30), min_size=1, max_size=8)


def partial(day: date, known: int) -> PartialDate:
    return PartialDate(*(day.year, day.month, day.day)[:known])


@given(day=dates, known=st.integers(1, 3))
def test_a_corrected_date_is_read_again_as_far_as_it_was_known(day: date, known: int) -> None:
    stated = partial(day, known)
    assert value_of("arrival", text_of("arrival", stated)) == stated


@given(listed=names)
def test_corrected_names_are_read_again_whatever_marks_they_hold(listed: list[str]) -> None:
    assert value_of("other_names", text_of("other_names", tuple(listed))) == tuple(listed)


@given(typed=st.text(max_size=40), country=st.sampled_from(["CO", "EC", "VE", "BR", None]))
def test_a_phone_that_was_put_into_form_stays_as_it_is(typed: str, country: str | None) -> None:
    kept = normalised(typed, country=country)
    assert normalised(kept, country=country) == kept


@given(
    country=st.sampled_from(["CO", "EC", "PE", "BR", "VE", "CL", "AR", "MX", "PA", "DO"]),
    written_in=st.sampled_from(["CO", "BR"]),
)
def test_a_number_of_a_country_is_never_doubted_with_its_code(country: str, written_in: str) -> None:
    number = phonenumbers.format_number(phonenumbers.example_number(country), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    assert country_it_does_not_fit(number, country=written_in) is None


@pytest.mark.parametrize(
    ("written", "country", "fits_not"),
    [
        ("300 123 4567", "CO", None),
        ("300 123 456", "CO", "CO"),
        ("+58 414 123 45", "CO", "VE"),
        ("la vecina", "CO", "CO"),
        ("+999 123", "CO", "CO"),
        (None, "CO", None),
    ],
)
def test_a_number_that_a_country_does_not_have_is_doubted(written: str | None, country: str, fits_not: str | None) -> None:
    assert country_it_does_not_fit(written, country=country) == fits_not


@pytest.mark.parametrize(
    ("code", "number", "doubtful"),
    [
        ("CL-RUN", "12.531.909-2", False),
        ("CL-RUN", "12.531.909-3", True),
        ("BR-CPF", "390.533.447-05", False),
        ("BR-CPF", "390.533.447-06", True),
        ("EC-CED", "171430710-3", False),
        ("MX-CURP", "BOXW310820HNERXN09", False),
        ("MX-CURP", "BOXW310820HNERXN00", True),
        ("CR-DIMEX", "155812994816", False),
        ("AR-DNI", "20.123.456", False),
        ("AR-DNI", "20.123", True),
        ("VE-CI", "cualquier cosa", False),
        ("CL-RUN", None, False),
    ],
)
def test_a_number_is_doubted_only_where_the_country_has_a_rule(code: str, number: str | None, doubtful: bool) -> None:
    assert is_doubtful(code, number) is doubtful


def test_each_rule_belongs_to_a_document_of_the_catalogue(session: Session) -> None:
    assert set(session.scalars(sa.select(DocumentType.code).where(DocumentType.code.in_(IS_VALID)))) == set(IS_VALID)


@pytest.mark.parametrize("locale", ["es", "en", "pt"])
def test_languages_have_a_name_of_their_own(app: object, locale: str) -> None:
    known = language_names(locale)
    assert {"es", "ht", *OF_THE_REGION, *SIGNED_IN} <= known.keys()
    assert not {code for code, name in known.items() if name == code}


class TestKeeping:
    def test_everything_that_was_said_is_kept(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(**EVERYTHING))
        session.commit()
        session.expire_all()
        kept = services.facts_of(queries.get_person(caseworker, person.id))
        assert {name: getattr(kept, name) for name in EVERYTHING} == EVERYTHING

    def test_each_correction_is_kept_before_and_after(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody())
        services.change_person(caseworker, person.id, somebody(**EVERYTHING), version=1)
        session.flush()
        changes = {change.field: change for change in session.scalars(sa.select(PersonChange))}
        assert changes.keys() == EVERYTHING.keys()
        assert {name: value_of(name, changes[name].after) for name in changes} == EVERYTHING
        assert {change.before for change in changes.values()} == {None}

    def test_the_language_to_speak_in_is_one_of_those_spoken(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(preferred_language="guc", languages=("es", "es")))
        assert services.facts_of(person).languages == ("es", "guc")

    def test_an_area_tells_its_country(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(area_code="EC-P"))
        assert (person.place_country, person.stays_in) == ("EC", "EC")

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"place_country": "CO", "area_code": "EC-P"}, "area_code"),
            ({"arrival": PartialDate.from_date(today_in("America/Bogota") + timedelta(days=1))}, "arrival"),
        ],
    )
    def test_what_cannot_be_is_refused(self, caseworker: Actor, said: dict[str, Any], field: str) -> None:
        with pytest.raises(RefusedInput) as refused:
            services.register_person(caseworker, somebody(**said))
        assert refused.value.field == field


class TestSituation:
    def situations(self, session: Session) -> list[PopulationType]:
        select = sa.select(PersonSituation.population_type).order_by(PersonSituation.since_on, PersonSituation.id)
        return list(session.scalars(select))

    def test_the_first_is_kept_with_its_day(self, session: Session, caseworker: Actor) -> None:
        services.register_person(caseworker, somebody())
        row = session.scalars(sa.select(PersonSituation)).one()
        assert (row.population_type, row.since_on) == (PopulationType.IN_TRANSIT, today_in(caseworker.time_zone))

    def test_a_change_keeps_what_was_before(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody())
        services.change_person(caseworker, person.id, somebody(population_type=PopulationType.RETURNEE), version=1)
        session.flush()
        assert self.situations(session) == [PopulationType.IN_TRANSIT, PopulationType.RETURNEE]

    def test_of_who_has_no_history_the_registration_begins_it(self, session: Session, caseworker: Actor, person: Person) -> None:
        said = services.facts_of(person)
        changed = somebody(**vars(said) | {"population_type": PopulationType.PENDULAR})
        services.change_person(caseworker, person.id, changed, version=1)
        session.flush()
        assert self.situations(session) == [PopulationType.IN_DESTINATION, PopulationType.PENDULAR]

    def test_another_change_adds_nothing(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody())
        services.change_person(caseworker, person.id, somebody(locality="La Parada"), version=1)
        session.flush()
        assert self.situations(session) == [PopulationType.IN_TRANSIT]


def saved(client: GuardedClient, url: str, **typed: Any) -> str:
    """The page after a form was saved."""
    answer = client.submit(url, **typed)
    assert answer.status_code == 303, page(answer)
    return page(client.get(answer.location))


class TestDoubts:
    def test_a_phone_that_is_none_is_saved_and_told_without_another_tap(self, ana: GuardedClient) -> None:
        shown = saved(ana, "/people/new", **MARIA, phone="300 123 456")
        assert "300 123 456 no es un número de Colombia" in shown
        assert "Por revisar" in shown

    def test_a_good_phone_is_not_spoken_of(self, ana: GuardedClient) -> None:
        shown = saved(ana, "/people/new", **MARIA, phone="300 123 4567")
        assert "Por revisar" not in shown

    def test_changing_the_details_tells_it_too(self, ana: GuardedClient, office: Office) -> None:
        person = PersonFactory(office=office)
        shown = saved(ana, f"/people/{person.id}/edit", **MARIA, version=1, phone="+58 414")
        assert "+58 414 no es un número de Venezuela" in shown


def test_an_edit_page_begins_with_all_that_is_known(ana: GuardedClient, caseworker: Actor) -> None:
    person = services.register_person(caseworker, somebody(**EVERYTHING))
    shown = page(ana.get(f"/people/{person.id}/edit"))
    for words in ("Mayu", "Rosa de Pérez&#10;Rosita, la de la tienda", "sólo mañanas", "su hermana"):
        assert words in shown, words
    assert "selected" in shown.split('value="guc"')[0].rsplit("<option", 1)[1]


def test_a_stale_change_shows_lists_in_words(session: Session, ana: GuardedClient, caseworker: Actor) -> None:
    person = services.register_person(caseworker, somebody(**EVERYTHING))
    services.change_person(caseworker, person.id, somebody(**EVERYTHING | {"locality": "Centro"}), version=1)
    session.commit()
    shown = page(ana.submit(f"/people/{person.id}/edit", **MARIA, version=1, third_language="fr"))
    assert "español y Wayuunaiki" in shown
    assert "Rosa de Pérez, Rosita, la de la tienda" in shown
