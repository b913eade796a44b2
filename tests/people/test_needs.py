"""What a person finds hard to do and what they need: dated, and of the class that the catalogue says."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.enums import RestrictedKind
from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.accounts.services import let_know
from app.audit.models import AuditEvent
from app.catalogue.models import SpecificNeed
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.columns import Privacy
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.foundation.ids import new_id
from app.people import policies, queries, services
from app.people.enums import AnsweredBy, Difficulty, GenderIdentity, Sex
from app.people.models import Functioning, Person, PersonNeed
from app.people.personal_data import erase_person
from app.people.services import NewAnswers, NewNeed
from tests.conftest import SignIn
from tests.factories.catalogue import seeded
from tests.factories.emergency import use_of_file
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import audited, page

TODAY = today_in("America/Bogota")
ORDINARY, HIGHLY_SENSITIVE = "SM-CI", "SV-VA"
NOTE = "Necesita insulina dos veces al día"
DOMAINS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
LEAST = dict.fromkeys(DOMAINS, "none") | {"answered_by": "person"}


def need_of(person: Person, code: str, **known: Any) -> PersonNeed:
    row = PersonNeed(person_id=person.id, need_id=seeded(SpecificNeed, code).id, **known)
    session = sa.orm.object_session(person)
    assert session is not None
    session.add(row)
    session.flush()
    return row


def stated(code: str, **known: Any) -> NewNeed:
    return NewNeed(need_id=seeded(SpecificNeed, code).id, **known)


def today_as_boxes(actor: Actor) -> dict[str, str]:
    today = today_in(actor.time_zone)
    return {"answered_on-day": str(today.day), "answered_on-month": str(today.month), "answered_on-year": str(today.year)}


@pytest.fixture
def knower(session: Session, caseworker: Actor, person: Person) -> Actor:
    """The caseworker, the only one who knows the file that is restricted now."""
    let_know(caseworker, RestrictedKind.PERSON, person.id, office_id=person.office_id, user_ids=[caseworker.id])
    person.is_restricted = True
    session.flush()
    user = session.get_one(User, caseworker.id)
    return actor_for(user)


OLD, ADULT, TEEN, LITTLE = 1950, 1990, 15, 3
"""Born in a year, or so many years ago."""


@pytest.mark.parametrize(
    ("code", "born", "sex", "fits"),
    [
        ("CR-TP", ADULT, Sex.FEMALE, False),
        ("CR-TP", TEEN, Sex.FEMALE, True),
        ("CR-TP", 19, Sex.FEMALE, True),
        ("CR-TP", LITTLE, Sex.FEMALE, False),
        ("CR-TP", TEEN, Sex.MALE, False),
        ("CR-CP", LITTLE, Sex.FEMALE, False),
        ("CR-CS", ADULT, Sex.FEMALE, False),
        ("SC-CH", ADULT, Sex.MALE, False),
        ("X-UC", TEEN, Sex.MALE, True),
        ("X-PL", ADULT, Sex.MALE, False),
        ("X-PL", ADULT, Sex.UNKNOWN, True),
        ("X-ER", ADULT, Sex.FEMALE, False),
        ("X-ER", OLD, Sex.FEMALE, True),
        ("SM-CI", LITTLE, Sex.MALE, True),
        ("CR-CS", None, Sex.FEMALE, True),
    ],
)
def test_only_what_can_be_at_an_age_and_sex_is_offered(code: str, born: int | None, sex: Sex, *, fits: bool) -> None:
    today = date(2026, 11, 22)
    year = born if born is None or born > 1900 else today.year - born - 1
    person = Person(sex=sex, birth_year=year, birth_month=12 if year else None)
    assert policies.can_have_need(person, code, today) == fits


def test_a_trans_man_may_be_pregnant_and_a_trans_woman_at_risk() -> None:
    today = date(2026, 11, 22)
    man = Person(sex=Sex.FEMALE, gender_identity=GenderIdentity.TRANS_MAN, birth_year=1990)
    woman = Person(sex=Sex.MALE, gender_identity=GenderIdentity.TRANS_WOMAN, birth_year=1990)
    assert policies.can_have_need(man, "X-PL", today)
    assert policies.can_have_need(woman, "X-WR", today)


def test_the_form_offers_needs_in_groups_and_none_that_cannot_be(ana: GuardedClient, office: Office) -> None:
    woman = PersonFactory(office=office, birth_year=1993)
    shown = page(ana.get(f"/people/{woman.id}/needs/new"))
    assert re.findall(r'<optgroup label="([^"]+)"', shown) == [
        "Familia", "Salud y discapacidad", "Seguridad", "Documentos y estadía", "Condiciones de vida y pertenencia",
        "Sólo en una ficha restringida",
    ]  # fmt: skip
    assert "Embarazo adolescente" not in shown
    assert "Embarazo o lactancia" in shown


class TestRecordingNeeds:
    def test_an_ordinary_need_is_kept_with_its_note_sealed(self, session: Session, caseworker: Actor, person: Person) -> None:
        row = services.record_need(caseworker, person.id, stated(ORDINARY, since_on=date(2026, 3, 4), note=NOTE))
        assert (row.need.code, row.since_on, row.note, row.recorded_by) == (ORDINARY, date(2026, 3, 4), NOTE, caseworker.id)
        assert NOTE.encode() not in row.note_sealed  # type: ignore[attr-defined]
        assert audited(session) == ["need:recorded"]

    def test_a_highly_sensitive_one_is_refused_in_an_open_file_and_says_what_to_do(
        self, session: Session, caseworker: Actor, person: Person
    ) -> None:
        with pytest.raises(RefusedInput, match="restrinja la ficha") as refused:
            services.record_need(caseworker, person.id, stated(HIGHLY_SENSITIVE))
        assert refused.value.field == "need"
        assert session.scalars(sa.select(PersonNeed)).all() == []

    def test_in_a_restricted_file_who_knows_it_records_it(self, knower: Actor, person: Person) -> None:
        row = services.record_need(knower, person.id, stated(HIGHLY_SENSITIVE))
        assert [one.id for one in queries.list_needs(knower, person)] == [row.id]

    def test_the_same_need_is_not_recorded_twice_while_it_lasts(self, caseworker: Actor, person: Person) -> None:
        first = services.record_need(caseworker, person.id, stated(ORDINARY))
        with pytest.raises(RefusedInput, match="ya lo dice"):
            services.record_need(caseworker, person.id, stated(ORDINARY))
        services.end_need(caseworker, person.id, first.id, today_in(caseworker.time_zone))
        services.record_need(caseworker, person.id, stated(ORDINARY))

    def test_what_the_catalogue_lacks_is_refused(self, caseworker: Actor, person: Person) -> None:
        with pytest.raises(RefusedInput):
            services.record_need(caseworker, person.id, NewNeed(need_id=new_id()))

    def test_a_day_to_come_is_refused(self, caseworker: Actor, person: Person) -> None:
        tomorrow = today_in(caseworker.time_zone) + timedelta(days=1)
        with pytest.raises(RefusedInput) as refused:
            services.record_need(caseworker, person.id, stated(ORDINARY, since_on=tomorrow))
        assert refused.value.field == "since_on"

    def test_it_does_not_exist_for_another_office(self, far_away: Actor, person: Person) -> None:
        with pytest.raises(NotFound):
            services.record_need(far_away, person.id, stated(ORDINARY))


class TestEndingNeeds:
    def test_it_stays_with_its_end(self, caseworker: Actor, person: Person) -> None:
        row = need_of(person, ORDINARY)
        today = today_in(caseworker.time_zone)
        services.end_need(caseworker, person.id, row.id, today)
        assert row.ended_on == today
        with pytest.raises(WrongState):
            services.end_need(caseworker, person.id, row.id, today)

    def test_it_does_not_end_before_it_began_nor_tomorrow(self, caseworker: Actor, person: Person) -> None:
        today = today_in(caseworker.time_zone)
        row = need_of(person, ORDINARY, since_on=today)
        for day in (today - timedelta(days=1), today + timedelta(days=1)):
            with pytest.raises(RefusedInput):
                services.end_need(caseworker, person.id, row.id, day)

    def test_the_need_of_somebody_else_is_not_found(self, caseworker: Actor, person: Person, office: Office) -> None:
        other = need_of(PersonFactory(office=office), ORDINARY)
        with pytest.raises(NotFound):
            services.end_need(caseworker, person.id, other.id, today_in(caseworker.time_zone))


class TestClasses:
    def test_the_catalogue_decides_of_which_class_a_need_is(self, session: Session) -> None:
        classes = {need.code: policies.need_class(need) for need in session.scalars(sa.select(SpecificNeed))}
        assert (classes[ORDINARY], classes[HIGHLY_SENSITIVE]) == (Privacy.NARRATIVE, Privacy.RESTRICTED)

    def test_a_need_of_class_p4_vanishes_when_the_file_opens_and_comes_back_with_the_restriction(
        self, session: Session, knower: Actor, person: Person
    ) -> None:
        services.record_need(knower, person.id, stated(HIGHLY_SENSITIVE))
        services.record_need(knower, person.id, stated(ORDINARY))
        person.is_restricted = False
        session.flush()
        assert [row.need.code for row in queries.list_needs(knower, person)] == [ORDINARY]
        person.is_restricted = True
        session.flush()
        assert {row.need.code for row in queries.list_needs(knower, person)} == {ORDINARY, HIGHLY_SENSITIVE}

    def test_the_database_alone_shows_and_takes_it_only_in_a_restricted_file(
        self, session: Session, knower: Actor, person: Person
    ) -> None:
        need_of(person, HIGHLY_SENSITIVE)
        need_of(person, ORDINARY)
        count = sa.text("SELECT count(*) FROM person_need")
        seen = {}
        for is_restricted in (True, False):
            person.is_restricted = is_restricted
            session.flush()
            with session.begin_nested() as savepoint:
                session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": knower.id})
                session.execute(sa.text("SET LOCAL ROLE app_rw"))
                seen[is_restricted] = session.scalar(count)
                savepoint.rollback()
        assert seen == {True: 2, False: 1}
        add = sa.text("INSERT INTO person_need (person_id, need_id, recorded_at) VALUES (:person, :need, now())")
        session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": knower.id})
        session.execute(sa.text("SET LOCAL ROLE app_rw"))
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), session.begin_nested():
            session.execute(add, {"person": person.id, "need": seeded(SpecificNeed, HIGHLY_SENSITIVE).id})
        session.execute(add, {"person": person.id, "need": seeded(SpecificNeed, ORDINARY).id})

    def test_a_need_that_becomes_highly_sensitive_is_hidden_at_once(
        self, session: Session, caseworker: Actor, person: Person
    ) -> None:
        row = need_of(person, ORDINARY)
        session.commit()
        seeded(SpecificNeed, ORDINARY).is_highly_sensitive = True
        session.flush()
        session.expire(row)
        assert queries.list_needs(caseworker, person) == []

    def test_who_reads_in_an_emergency_reads_no_need(
        self, session: Session, sign_in: SignIn, other_office: Office, person: Person
    ) -> None:
        need_of(person, ORDINARY, note=NOTE)
        reader = sign_in(Role.CASEWORKER, at=other_office)
        use_of_file(person, user_id=reader.user.id)
        session.commit()
        file = reader.get(f"/people/{person.id}")
        assert (file.status_code, f"/people/{person.id}/needs" in file.text, NOTE in file.text) == (200, False, False)
        assert reader.get(f"/people/{person.id}/needs").status_code == 403


class TestPages:
    def test_the_page_shows_needs_and_is_written_down_and_can_be_left_at_once(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        need_of(person, ORDINARY, note=NOTE)
        need_of(person, "SM-MN", since_on=date(2026, 1, 2), ended_on=date(2026, 2, 3))
        session.commit()
        shown = page(ana.get(f"/people/{person.id}/needs"))
        for words in ("Enfermedad crónica", NOTE, "Necesidades que ya pasaron", "Salir rápido a otro sitio"):
            assert words in shown, words
        opened = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:opened")).one()
        assert opened.fields == ["needs"]

    def test_the_file_itself_shows_none_and_counts_none(self, session: Session, ana: GuardedClient, person: Person) -> None:
        need_of(person, ORDINARY, note=NOTE)
        session.commit()
        shown = page(ana.get(f"/people/{person.id}"))
        assert f"/people/{person.id}/needs" in shown
        assert "Enfermedad crónica" not in shown
        assert NOTE not in shown

    def test_a_need_is_recorded_and_ended_from_its_page(self, session: Session, ana: GuardedClient, person: Person) -> None:
        need = str(seeded(SpecificNeed, ORDINARY).id)
        saved = ana.submit(f"/people/{person.id}/needs/new", need=need, note=NOTE)
        assert (saved.status_code, saved.location) == (303, f"/people/{person.id}/needs")
        row = session.scalars(sa.select(PersonNeed)).one()
        day = {"ended_on-day": "1", "ended_on-month": "11", "ended_on-year": "2026"}
        assert ana.submit(f"/people/{person.id}/needs/{row.id}/end", **day).status_code == 303
        assert session.scalars(sa.select(PersonNeed.ended_on)).one() == date(2026, 11, 1)

    def test_a_highly_sensitive_one_goes_on_with_its_text_to_where_the_file_is_restricted_too(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        need = str(seeded(SpecificNeed, HIGHLY_SENSITIVE).id)
        answer = ana.submit(f"/people/{person.id}/needs/new", need=need, note=NOTE)
        assert (answer.status_code, answer.location) == (307, f"/people/{person.id}/needs/new/restricted")
        assert session.scalars(sa.select(PersonNeed)).all() == []

    def test_with_something_to_mend_it_stays_on_its_page(self, ana: GuardedClient, person: Person) -> None:
        need = str(seeded(SpecificNeed, HIGHLY_SENSITIVE).id)
        answer = ana.submit(f"/people/{person.id}/needs/new", need=need, note="x" * 601)
        assert answer.status_code == 422

    @pytest.mark.parametrize("need", ["", "x", "018f0000-0000-7000-8000-000000000000"])
    def test_what_is_no_need_is_refused(self, ana: GuardedClient, person: Person, need: str) -> None:
        assert ana.submit(f"/people/{person.id}/needs/new", need=need).status_code == 422

    @pytest.mark.parametrize("address", ["needs", "needs/new", "functioning/new"])
    def test_it_does_not_exist_for_another_office(self, far: GuardedClient, person: Person, address: str) -> None:
        assert far.get(f"/people/{person.id}/{address}").status_code == 404

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION])
    def test_roles_that_read_no_file_read_no_need(self, sign_in: SignIn, person: Person, role: Role) -> None:
        assert sign_in(role).get(f"/people/{person.id}/needs").status_code == 403

    def test_an_erased_file_takes_nothing_more(self, session: Session, ana: GuardedClient, person: Person) -> None:
        erase_person(person)
        session.commit()
        assert ana.get(f"/people/{person.id}/needs/new").status_code in {403, 409}


class TestDailyLife:
    def test_answers_are_kept_round_by_round(self, session: Session, ana: GuardedClient, person: Person) -> None:
        for walking in ("some", "a_lot"):
            answers = LEAST | {"walking": walking, "answered_by": "somebody_for_them"} | today_as_boxes(ana.actor)
            assert ana.submit(f"/people/{person.id}/functioning/new", **answers).status_code == 303
        rows = session.scalars(sa.select(Functioning).order_by(Functioning.id)).all()
        assert [(row.walking, row.answered_by) for row in rows] == [
            (Difficulty.SOME, AnsweredBy.SOMEBODY_FOR_THEM),
            (Difficulty.A_LOT, AnsweredBy.SOMEBODY_FOR_THEM),
        ]
        shown = page(ana.get(f"/people/{person.id}/needs"))
        for words in ("Sí, mucha dificultad", "Respuestas anteriores", "Sí, alguna dificultad"):
            assert words in shown, words

    @pytest.mark.parametrize(
        "young",
        [
            {"birth_year": TODAY.year - 3},
            {"birth_year": None, "stated_age": 0, "stated_age_months": 3, "age_stated_on": TODAY},
            {"birth_year": None, "stated_age": 4, "age_stated_on": TODAY},
        ],
        ids=["three years", "three months", "said four"],
    )
    def test_under_5_the_questions_are_not_asked_and_the_page_says_why(
        self, session: Session, ana: GuardedClient, office: Office, young: dict[str, Any]
    ) -> None:
        child = PersonFactory(office=office, **young)
        session.commit()
        shown = page(ana.get(f"/people/{child.id}/needs"))
        assert "a partir de los 5 años" in shown
        assert "/functioning/new" not in shown
        assert ana.get(f"/people/{child.id}/functioning/new").status_code == 409
        answer = ana.submit(f"/people/{child.id}/functioning/new", **LEAST, **today_as_boxes(ana.actor))
        assert answer.status_code == 409
        assert session.scalars(sa.select(Functioning)).all() == []

    @pytest.mark.parametrize(
        ("years", "chosen"), [(8, "somebody_for_them"), (17, "somebody_for_them"), (40, "person"), (None, "person")]
    )
    def test_for_a_child_who_knows_them_is_proposed_to_answer(
        self, session: Session, ana: GuardedClient, office: Office, years: int | None, chosen: str
    ) -> None:
        said = {"stated_age": years, "age_stated_on": TODAY} if years else {}
        person = PersonFactory(office=office, birth_year=None, **said)
        session.commit()
        shown = ana.get(f"/people/{person.id}/functioning/new").text
        assert re.findall(r'value="(\w+)" checked', shown) == [chosen]

    @pytest.mark.parametrize("years", [5, 4.99])
    def test_the_day_of_turning_5_decides(self, caseworker: Actor, office: Office, years: float) -> None:
        born = TODAY.replace(year=TODAY.year - 5) + timedelta(days=years < 5)
        person = PersonFactory(office=office, birth_year=born.year, birth_month=born.month, birth_day=born.day)
        assert policies.is_too_young_for_questions(person, today_in(caseworker.time_zone)) is (years < 5)

    @pytest.mark.parametrize("domain", DOMAINS)
    def test_each_question_needs_an_answer_of_its_own(self, ana: GuardedClient, person: Person, domain: str) -> None:
        answers = {name: value for name, value in LEAST.items() if name != domain} | today_as_boxes(ana.actor)
        assert ana.submit(f"/people/{person.id}/functioning/new", **answers).status_code == 422

    def test_the_questions_do_not_speak_of_disability(self, ana: GuardedClient, person: Person) -> None:
        shown = page(ana.get(f"/people/{person.id}/functioning/new")).casefold()
        assert shown.count("¿tiene dificultad") == 6
        assert "discapacidad" not in shown

    def test_a_day_to_come_is_refused(self, caseworker: Actor, person: Person) -> None:
        tomorrow = today_in(caseworker.time_zone) + timedelta(days=1)
        new = NewAnswers(
            difficulties=dict.fromkeys(DOMAINS, Difficulty.NONE), answered_by=AnsweredBy.PERSON, answered_on=tomorrow
        )
        with pytest.raises(RefusedInput):
            services.record_functioning(caseworker, person.id, new)

    def test_what_was_answered_is_never_written_anew(self, session: Session, caseworker: Actor) -> None:
        session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": caseworker.id})
        session.execute(sa.text("SET LOCAL ROLE app_rw"))
        for statement in ("UPDATE functioning SET seeing = 'none'", "DELETE FROM functioning", "DELETE FROM person_situation"):
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), session.begin_nested():
                session.execute(sa.text(statement))

    def test_who_only_reads_in_an_emergency_is_refused(self, sign_in: SignIn, other_office: Office, person: Person) -> None:
        reader = sign_in(Role.CASEWORKER, at=other_office)
        with pytest.raises((NotAllowed, NotFound)):
            services.read_needs(reader.actor, person.id)
