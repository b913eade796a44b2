"""A family beside its head, and a crowd in a list: saved together or not at all, with what is wrong told at its line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, contains_eager, selectinload
from werkzeug.datastructures import MultiDict

from app.accounts.models import Office
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people.enums import (
    CareRelation,
    CareSituation,
    ConsentDecision,
    ConsentGiver,
    ConsentHolder,
    ConsentPurpose,
    Relation,
)
from app.people.forms.lines import Born, LineForm
from app.people.models import ChildCare, Consent, HouseholdMember, Person
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, audited, page

LIST = {"nationality": "VEN", "population_type": "in_transit"}
YES = {"consents-case_management": "given", "consents-statistics": "refused", "certified": "y"}


def member(number: int, **facts: Any) -> dict[str, Any]:
    """What the browser sends of one line of the family."""
    known = {"given_names": f"Integrante {number}", "sex": "male", "born": "30", "relation": "sibling"}
    return {f"family-{number}-{name}": value for name, value in {**known, **facts}.items()}


def line(number: int, **facts: str) -> dict[str, str]:
    """What the browser sends of one line of a list."""
    known = {"given_names": f"Persona {number}", "surname_1": "Zambrano", "sex": "female", "born": "40"}
    return {f"lines-{number}-{name}": value for name, value in {**known, **facts}.items()}


def people(session: Session) -> list[Person]:
    return list(session.scalars(sa.select(Person).options(selectinload(Person.nationalities)).order_by(Person.code)))


def relations(session: Session) -> dict[str, Relation]:
    rows = session.scalars(
        sa.select(HouseholdMember)
        .join(HouseholdMember.person)
        .options(contains_eager(HouseholdMember.person))
        .order_by(Person.code)
    )
    return {str(row.person.given_names): row.relation for row in rows}


def guardians(session: Session) -> dict[str, str | None]:
    """Given names -> who answered about consent for them."""
    rows = session.execute(sa.select(Person, Consent).join(Consent, Consent.person_id == Person.id).order_by(Person.given_names))
    return {str(person.given_names): consent.guardian_name for person, consent in rows}


class TestBirthInOneBox:
    @pytest.mark.parametrize(
        ("typed", "born"),
        [
            ("34", Born(age=34)),
            ("34 años", Born(age=34)),
            ("0", Born(age=0)),
            ("120", Born(age=120)),
            ("1992", Born(PartialDate(1992))),
            ("3 1992", Born(PartialDate(1992, 3))),
            ("14/3/1992", Born(PartialDate(1992, 3, 14))),
            ("14-03-1992", Born(PartialDate(1992, 3, 14))),
            (" 14.3.1992 ", Born(PartialDate(1992, 3, 14))),
            ("", None),
        ],
    )
    def test_an_age_a_year_and_a_date_are_told_apart(self, app: Flask, typed: str, born: Born | None) -> None:
        with app.test_request_context():
            form = LineForm(MultiDict({"born": typed, "given_names": "Ana", "sex": "female"}))
            assert form.validate(), form.errors
            assert form.born.data == born

    @pytest.mark.parametrize("typed", ["x", "121", "999", "30 2 1992", "13 1992", "1 2 3 4", "-3", "٣٤", "34 gatos", "19922"])
    def test_anything_else_says_how_to_write_it_and_stays_in_its_box(self, app: Flask, typed: str) -> None:
        with app.test_request_context():
            form = LineForm(MultiDict({"born": typed, "given_names": "Ana", "sex": "female"}))
            assert not form.validate()
            assert len(form.born.errors) == 1
            assert typed in form.born()

    def test_who_may_be_eighteen_is_no_child(self) -> None:
        today = date(2026, 11, 22)
        assert Born(age=17).is_under(18, today)
        assert Born(PartialDate(2010)).is_under(18, today)
        assert not Born(PartialDate(2008)).is_under(18, today)
        assert not Born().is_under(18, today)


class TestFamily:
    def test_a_family_is_saved_with_its_head_in_one_sitting(self, session: Session, ana: GuardedClient) -> None:
        lines = {
            **member(0, given_names="José", relation="partner", born="1990", agrees="given"),
            **member(1, given_names="Luis", relation="child", born="9"),
            **member(2, given_names="Sara", relation="other_relative", born="12"),
            "family-3-given_names": "",
        }
        answer = ana.submit("/people/new", **MARIA, **YES, **lines)
        assert answer.status_code == 303
        assert relations(session) == {
            "María de los Ángeles": Relation.HEAD,
            "José": Relation.PARTNER,
            "Luis": Relation.CHILD,
            "Sara": Relation.OTHER_RELATIVE,
        }
        assert {one.nationalities[0].country for one in people(session)} == {"VEN"}
        givers = {
            str(person.given_names): {
                consent.given_by for consent in session.scalars(sa.select(Consent).where(Consent.person_id == person.id))
            }
            for person in people(session)
        }
        assert givers == {
            "María de los Ángeles": {ConsentGiver.PERSON},
            "José": {ConsentGiver.PERSON},
            "Luis": {ConsentGiver.GUARDIAN},  # the head answered for their own child
            "Sara": set(),  # whose guardian is somebody else, and was not asked
        }
        assert guardians(session) == {"José": None, "Luis": "María de los Ángeles Briceño Rojas", "María de los Ángeles": None}

    def test_the_head_may_answer_for_a_child_who_is_not_their_own(self, session: Session, ana: GuardedClient) -> None:
        niece = member(0, given_names="Sara", relation="niece_nephew", born="12", in_care="y")
        assert ana.submit("/people/new", **MARIA, **YES, **niece).status_code == 303
        head, child = people(session)
        care = session.scalars(sa.select(ChildCare).where(ChildCare.person_id == child.id)).one()
        assert (care.situation, care.guardian_id, care.guardian_relation, care.consent_holder) == (
            CareSituation.SEPARATED,
            head.id,
            CareRelation.AUNT_UNCLE,
            ConsentHolder.NOBODY_YET,  # who decides for a separated child is still to be asked
        )
        file = ana.get(f"/people/{child.id}").text
        assert "Niñez separada de su familia" in file
        assert "Registre quién responde" in file
        givers = session.scalars(sa.select(Consent.given_by).where(Consent.person_id == child.id)).all()
        assert set(givers) == {ConsentGiver.GUARDIAN}
        assert guardians(session)["Sara"] == "María de los Ángeles Briceño Rojas"

    def test_a_mother_who_answers_for_her_own_child_is_recorded_as_who_decides(
        self, session: Session, ana: GuardedClient
    ) -> None:
        own = member(0, given_names="Luis", relation="child", born="9", in_care="y")
        assert ana.submit("/people/new", **MARIA, **own).status_code == 303
        head, child = people(session)
        care = session.scalars(sa.select(ChildCare)).one()
        assert (care.person_id, care.situation, care.guardian_id) == (child.id, CareSituation.ACCOMPANIED, head.id)
        assert (care.guardian_relation, care.consent_holder) == (CareRelation.PARENT, ConsentHolder.GUARDIAN)
        for way in (f"/people/{child.id}", f"/people/{head.id}"):
            assert "Niñez:" not in ana.get(way).text

    @pytest.mark.parametrize("relation", ["niece_nephew", "sibling", "grandchild", "other_relative", "not_related"])
    def test_a_child_for_whom_nobody_answers_is_asked_about_wherever_they_are_seen(
        self, session: Session, ana: GuardedClient, relation: str
    ) -> None:
        """The adults of the household do not silence the question by being there."""
        lines = {**member(0, relation="partner"), **member(1, given_names="Sara", relation=relation, born="13")}
        assert ana.submit("/people/new", **MARIA, **lines).status_code == 303
        head, _partner, child = people(session)
        file = ana.get(f"/people/{child.id}").text
        assert "Niñez: ¿quién le cuida?" in file
        assert "¿Quién cuida de esta niña, niño o adolescente?" in file, "the next step"
        assert file.count(f'href="/people/{child.id}/care"') >= 3, "next step, menu and card"
        assert "Niñez: ¿quién le cuida?" in ana.get(f"/people/{head.id}").text
        household = session.scalars(sa.select(HouseholdMember.household_id)).first()
        assert "Niñez: ¿quién le cuida?" in ana.get(f"/households/{household}").text

    def test_the_care_of_a_child_with_a_parent_can_be_recorded_too(self, session: Session, ana: GuardedClient) -> None:
        assert ana.submit("/people/new", **MARIA, **member(0, relation="child", born="9")).status_code == 303
        child = people(session)[1]
        file = ana.get(f"/people/{child.id}").text
        assert "Niñez:" not in file
        assert file.count(f'href="/people/{child.id}/care"') == 2, "menu and card"

    @pytest.mark.parametrize(
        ("head", "line"),
        [
            ({}, {"relation": "niece_nephew", "born": "13"}),  # whose aunt was not said to answer for her
            ({}, {"relation": "sibling", "born": "17", "agrees": "refused"}),
            ({"birth-year": "2012"}, {"relation": "child", "born": "0"}),  # whose mother is a child herself
        ],
    )
    def test_a_childs_consent_is_not_written_down_where_no_adult_spoke(
        self, session: Session, ana: GuardedClient, head: dict[str, str], line: dict[str, str]
    ) -> None:
        answered = member(0, **({"agrees": "given"} | line))
        refused = ana.submit("/people/new", **MARIA | head, certified="y", **answered)
        assert refused.status_code == 422
        assert 'href="#family-0-agrees"' in refused.text
        assert people(session) == []
        answered["family-0-agrees"] = ""
        assert ana.submit("/people/new", **MARIA | head, **answered).status_code == 303
        assert session.scalars(sa.select(Consent)).all() == []

    def test_who_is_under_age_answers_for_nobody(self, session: Session, ana: GuardedClient) -> None:
        young = MARIA | {"birth_known": "age", "stated_age": "16"}
        baby = member(0, relation="child", born="0", in_care="y")
        refused = ana.submit("/people/new", **young, **baby)
        assert refused.status_code == 422
        assert 'href="#family-0-in_care"' in refused.text
        assert people(session) == []

    def test_a_partner_may_say_yes_to_some_and_no_to_others(self, session: Session, ana: GuardedClient) -> None:
        partner = member(0, relation="partner", agrees="one_by_one", agrees_to=["case_management", "contact"])
        assert ana.submit("/people/new", **MARIA, certified="y", **partner).status_code == 303
        said = session.execute(sa.select(Consent.purpose, Consent.decision)).all()
        assert dict(map(tuple, said)) == {
            ConsentPurpose.CASE_MANAGEMENT: ConsentDecision.GIVEN,
            ConsentPurpose.REFERRAL_SHARING: ConsentDecision.REFUSED,
            ConsentPurpose.STATISTICS: ConsentDecision.REFUSED,
            ConsentPurpose.CONTACT: ConsentDecision.GIVEN,
        }

    @pytest.mark.parametrize(
        "answered", [{"consents-contact": "refused"}, {"family-0-agrees": "given"}, {"family-0-agrees": "one_by_one"}]
    )
    def test_what_was_said_aloud_is_certified_once(self, session: Session, ana: GuardedClient, answered: dict[str, str]) -> None:
        refused = ana.submit("/people/new", **MARIA, **member(0), **answered)
        assert refused.status_code == 422
        assert 'href="#certified"' in refused.text
        assert people(session) == []
        assert ana.submit("/people/new", **MARIA, **member(0), **answered, certified="y").status_code == 303

    def test_the_tick_that_certifies_stands_with_the_answers_before_the_family(self, ana: GuardedClient) -> None:
        shown = page(ana.get("/people/new"))
        places = [shown.index(f'name="{name}"') for name in ("consents-evidence", "certified", "family-0-given_names")]
        assert places == sorted(places)
        assert shown.count('name="certified"') == 1

    def test_who_answers_for_a_head_under_age_is_named_for_their_children_too(self, session: Session, ana: GuardedClient) -> None:
        young = {
            **MARIA,
            "birth-year": str(today_in("America/Bogota").year - 16),
            "consents-given_by": "guardian",
            "consents-guardian_name": "Rosa Rojas",
        }
        baby = member(0, given_names="Luis", relation="child", born="1")
        assert ana.submit("/people/new", **young, **YES, **baby).status_code == 303
        assert guardians(session) == {"Luis": "Rosa Rojas", "María de los Ángeles": "Rosa Rojas"}

    def test_nobody_answers_for_an_adult(self, session: Session, ana: GuardedClient) -> None:
        answer = ana.submit("/people/new", **MARIA, **member(0, born="45", in_care="y"))
        assert answer.status_code == 422
        assert 'href="#family-0-in_care"' in answer.text
        assert people(session) == []

    def test_what_is_wrong_in_a_line_is_told_there_and_nobody_is_saved(self, session: Session, ana: GuardedClient) -> None:
        answer = ana.submit("/people/new", **MARIA, **member(0), **member(1, relation="", sex="", born="x"))
        assert answer.status_code == 422
        for box in ("family-1-relation", "family-1-sex", "family-1-born"):
            assert f'href="#{box}"' in answer.text
        assert 'href="#family-0' not in answer.text
        assert 'value="Integrante 1"' in answer.text
        assert people(session) == []

    def test_a_rule_broken_by_a_member_takes_the_head_back_too(self, session: Session, ana: GuardedClient) -> None:
        answer = ana.submit("/people/new", **MARIA, **member(0), **member(1, born="2090"))
        assert answer.status_code == 422
        assert 'href="#family-1-born"' in answer.text
        assert people(session) == []

    def test_a_member_who_may_be_registered_already_is_shown_first(
        self, session: Session, ana: GuardedClient, office: Office
    ) -> None:
        known = PersonFactory(office=office, given_names="Wilmer", surname_1="Chourio", surname_2="Paz", birth_year=1990)
        lines = member(0, given_names="Wilmer", surname_1="Chourio", surname_2="Paz", born="1990", relation="partner")
        shown = ana.submit("/people/new", **MARIA, **lines)
        assert shown.status_code == 200
        assert known.code in shown.text
        assert len(people(session)) == 1
        saved = ana.submit("/people/new", **MARIA, **lines, candidates_seen=str(known.id), candidates_asked=str(known.id))
        assert saved.status_code == 303
        assert len(people(session)) == 3

    def test_without_scripts_a_button_adds_a_line_and_keeps_what_is_written(self, session: Session, ana: GuardedClient) -> None:
        answer = ana.submit("/people/new", **MARIA, **member(0), add_row="family")
        assert answer.status_code == 200
        assert 'name="family-1-given_names"' in answer.text
        assert 'value="Integrante 0"' in answer.text
        assert "Hay algo que corregir" not in answer.text
        assert people(session) == []

    def test_sent_twice_a_family_is_saved_once(self, session: Session, ana: GuardedClient) -> None:
        submission_id = new_id()
        answers = {ana.submit("/people/new", submission_id=submission_id, **MARIA, **member(0)).location for _ in range(3)}
        assert len(answers) == 1
        assert len(people(session)) == 2

    def test_more_lines_than_there_may_be_are_not_taken(self, session: Session, ana: GuardedClient) -> None:
        lines = {name: value for number in range(14) for name, value in member(number).items()}
        assert ana.submit("/people/new", **MARIA, **lines).status_code in {422, 303}
        assert len(people(session)) <= 13


class TestList:
    def test_a_list_is_saved_as_persons_and_families(self, session: Session, ana: GuardedClient) -> None:
        lines = {
            "certified": "y",
            **line(0, phone="3001234567", agrees="given"),
            **line(1, born="8", with_previous="y", agrees="given"),
            **line(2, nationality="COL"),
        }
        answer = ana.submit("/people/list/new", **LIST, **lines)
        assert answer.status_code == 303
        first, second, third = people(session)
        shown = ana.get(answer.location).text
        assert "3 personas registradas: CUC-P-000001 – CUC-P-000003" in shown
        for one in (first, second, third):
            assert f'href="/people/{one.id}"' in shown
        assert "Niñez: ¿quién le cuida?" in shown, "what the first one is to the child is not said yet"
        assert relations(session) == {"Persona 0": Relation.HEAD, "Persona 1": Relation.UNKNOWN}
        assert [one.nationalities[0].country for one in (first, second, third)] == ["VEN", "VEN", "COL"]
        assert (first.phone, third.phone) == ("+573001234567", None)
        by_guardian = sa.select(Consent.person_id).where(Consent.given_by == ConsentGiver.GUARDIAN)
        assert set(session.scalars(by_guardian)) == {second.id}
        names = {one.person_id: one.guardian_name for one in session.scalars(sa.select(Consent))}
        assert names == {first.id: None, second.id: "Persona 0 Zambrano"}, "the first adult of the family answered"

    def test_the_consent_of_a_child_alone_in_a_list_is_not_written_down(self, session: Session, ana: GuardedClient) -> None:
        alone = line(0, born="17", agrees="given")
        refused = ana.submit("/people/list/new", **LIST, **line(1), **alone, certified="y")
        assert refused.status_code == 422
        assert 'href="#lines-0-agrees"' in refused.text
        assert people(session) == []
        alone["lines-0-agrees"] = ""
        answer = ana.submit("/people/list/new", **LIST, **line(1), **alone)
        child = people(session)[0]
        shown = ana.get(answer.location).text
        assert f'href="/people/{child.id}/care"' in shown
        assert shown.count("Niñez: ¿quién le cuida?") == 2, "above the list, and at the name; not for the adult"
        assert session.scalars(sa.select(Consent)).all() == []

    def test_a_list_is_certified_where_somebody_answered_in_it(self, session: Session, ana: GuardedClient) -> None:
        refused = ana.submit("/people/list/new", **LIST, **line(0, agrees="given"))
        assert refused.status_code == 422
        assert 'href="#certified"' in refused.text
        assert people(session) == []

    def test_the_summary_names_line_and_person(self, ana: GuardedClient) -> None:
        refused = ana.submit("/people/list/new", **LIST, **line(0), **line(1, born="3 gatos"))
        assert re.search(r'href="#lines-1-born">Línea 2, Persona 1[^:<]*: Escriba la edad', refused.text)

    def test_the_age_of_a_baby_is_taken_in_months(self, session: Session, ana: GuardedClient) -> None:
        assert ana.submit("/people/list/new", **LIST, **line(0, born="18 meses")).status_code == 303
        (baby,) = people(session)
        assert (baby.birth, baby.stated_age, baby.stated_age_months) == (None, 1, 18)
        assert "18 meses (según dijo hoy)" in page(ana.get(f"/people/{baby.id}"))

    def test_the_first_button_adds_a_line_for_who_presses_enter_without_a_script(self, ana: GuardedClient) -> None:
        html = ana.get("/people/list/new").text
        form = html[html.index('<form class="q-form"') :]
        assert 'name="add_row"' in form[form.index("<button") : form.index("</button>")]

    def test_the_page_after_a_list_names_nobody_of_another_office(
        self, ana: GuardedClient, office: Office, other_office: Office
    ) -> None:
        mine, stranger = PersonFactory(office=office), PersonFactory(office=other_office, given_names="Extraña")
        answer = ana.get(f"/people/list/registered?person={mine.id}&person={stranger.id}&person=x")
        assert answer.status_code == 200
        assert mine.code in answer.text
        assert stranger.code not in answer.text
        assert "Extraña" not in answer.text

    def test_one_wrong_line_keeps_all_others_on_the_page_and_saves_nobody(self, session: Session, ana: GuardedClient) -> None:
        answer = ana.submit("/people/list/new", **LIST, **line(0), **line(1, sex=""), **line(2, born="2090"))
        assert answer.status_code == 422
        assert 'href="#lines-1-sex"' in answer.text
        assert 'value="Persona 0"' in answer.text
        later = ana.submit("/people/list/new", **LIST, **line(0), **line(1), **line(2, born="2090"))
        assert later.status_code == 422
        assert 'href="#lines-2-born"' in later.text
        assert people(session) == []

    def test_an_empty_list_and_a_family_above_the_first_line_are_refused(self, session: Session, ana: GuardedClient) -> None:
        assert ana.submit("/people/list/new", **LIST).status_code == 422
        assert ana.submit("/people/list/new", **LIST, **line(0, with_previous="y")).status_code == 422
        assert people(session) == []

    def test_the_same_person_twice_in_a_list_is_told(self, session: Session, ana: GuardedClient) -> None:
        answer = ana.submit("/people/list/new", **LIST, **line(0), **line(1, given_names="persona 0"))
        assert answer.status_code == 422
        assert 'href="#lines-1-given_names"' in answer.text
        assert people(session) == []

    def test_somebody_registered_already_is_offered_at_their_line_and_their_file_is_used(
        self, session: Session, ana: GuardedClient, office: Office
    ) -> None:
        known = PersonFactory(office=office, given_names="Wilmer", surname_1="Chourio", surname_2="Paz", birth_year=1990)
        same = line(1, given_names="Wilmer", surname_1="Chourio", surname_2="Paz", born="1990", sex=known.sex.value)
        asked = ana.submit("/people/list/new", **LIST, **line(0), **same)
        assert asked.status_code == 200
        assert f'name="lines-1-file" value="{known.id}"' in asked.text
        assert 'name="lines-0-file"' not in asked.text
        assert len(people(session)) == 1
        saved = ana.submit(
            "/people/list/new", **LIST, **line(0), **same, **{"lines-1-file": str(known.id), "lines-1-with_previous": "y"}
        )
        assert saved.status_code == 303
        assert len(people(session)) == 2
        assert relations(session) == {"Persona 0": Relation.HEAD, "Wilmer": Relation.UNKNOWN}
        assert "Ya tenían ficha: 1" in ana.get(saved.location).text

    def test_who_is_new_although_somebody_is_like_them_is_registered(
        self, session: Session, ana: GuardedClient, office: Office
    ) -> None:
        PersonFactory(office=office, given_names="Wilmer", surname_1="Chourio", surname_2="Paz", birth_year=1990)
        same = line(0, given_names="Wilmer", surname_1="Chourio", surname_2="Paz", born="1990", sex="male", file="new")
        assert ana.submit("/people/list/new", **LIST, **same).status_code == 303
        assert len(people(session)) == 2

    def test_a_file_of_another_office_is_not_found(self, session: Session, ana: GuardedClient, other_office: Office) -> None:
        stranger = PersonFactory(office=other_office)
        answer = ana.submit("/people/list/new", **LIST, **line(0, file=str(stranger.id)))
        assert answer.status_code == 404
        assert len(people(session)) == 1

    @pytest.mark.parametrize("bad", ["x", "00000000-0000-0000-0000-000000000000"])
    def test_a_file_that_is_none_registers_nobody_under_it(self, session: Session, ana: GuardedClient, bad: str) -> None:
        ana.submit("/people/list/new", **LIST, **line(0, file=bad))
        assert all(one.given_names == "Persona 0" for one in people(session))

    def test_ten_people_are_saved_in_one_submission_and_told_to_the_trail_one_by_one(
        self, session: Session, ana: GuardedClient
    ) -> None:
        submission_id = new_id()
        names = ["Ada", "Berta", "Cleo", "Dora", "Elsa", "Flor", "Gina", "Hilda", "Irma", "Julia"]
        lines: dict[str, Any] = {}
        for number, name in enumerate(names):
            lines |= line(number, given_names=name, surname_1=f"Apellido{name}")
        for _ in range(2):
            assert ana.submit("/people/list/new", submission_id=submission_id, **LIST, **lines).status_code == 303
        assert len(people(session)) == 10
        assert audited(session).count("person:registered") == 10


def test_the_first_line_is_not_asked_about_a_family_above_it(ana: GuardedClient) -> None:
    shown = ana.get("/people/list/new").text
    assert "lines-1-with_previous" in shown
    assert "lines-0-with_previous" not in shown
