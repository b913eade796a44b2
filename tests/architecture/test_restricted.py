"""A restricted file does not exist for those without need-to-know, in every channel and behind each wall alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import services
from app.cases.models import Case
from app.cases.services import Circle
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.enums import Relation
from app.people.models import Household, HouseholdMember, Person
from app.referrals.enums import ReferralStatus
from tests.architecture.test_second_wall import BEHIND_THE_SEARCH, tables_about_somebody
from tests.conftest import SignIn, actor_of
from tests.factories.attachments import attachment_of
from tests.factories.cases import case_at, follow_up_of, note_of
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, PersonFactory
from tests.factories.referrals import link_to, sent_referral_of
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA
from tests.referrals.partner import address

NAMES = ("Quintanapalla", "QUINTANAPALLA", "Yuleisy")
GOAL = "Salir de la casa sin que nadie lo sepa"
TITLE, CONTENT = "Orden de alejamiento", "Juzgado segundo, medida de protección"
CHANGES_EACH_TIME = re.compile(r'name="(?:csrf_token|submission_id)" [^>]*value="[^"]*"|value="[^"]*" [^>]*name="submission_id"')


@dataclass(frozen=True)
class Secret:
    """One person with a case, a referral and a household, and everything that would give them away."""

    person_id: UUID
    case_id: UUID
    referral_id: UUID
    attachments: tuple[str, ...]
    marks: tuple[str, ...]
    codes: tuple[str, ...]


@pytest.fixture
def neighbour(office: Office) -> tuple[Person, Household]:
    """Somebody whose household the secret person joins."""
    person = PersonFactory(office=office, given_names="Rosa", surname_1="Molina")
    household = HouseholdFactory(office=office)
    HouseholdMemberFactory(household_id=household.id, person_id=person.id)
    return person, household


@pytest.fixture
def make_secret(session: Session, office: Office, neighbour: tuple[Person, Household]) -> Callable[[], Secret]:
    """Register the secret person, let them join the neighbour's household, open and restrict their file."""

    def make() -> Secret:
        carrier = actor_of(Role.CASEWORKER, office)
        day = today_in(office.time_zone)
        case = case_at(
            office, person__given_names="Yuleisy", person__surname_1="Quintanapalla", goal=GOAL, caseworker_id=carrier.id,
            risk="high",
        )  # fmt: skip
        person = session.get_one(Person, case.person_id)
        session.add(HouseholdMember(
            household_id=neighbour[1].id, person_id=person.id, relation=Relation.CHILD, joined_on=day
        ))  # fmt: skip
        follow_up_of(case, days=-3)
        note_of(case, text="Dijo dónde se esconde.")
        referral = sent_referral_of(case, ReferralStatus.ACCEPTED)
        of_case, of_person = (attachment_of(owner, title=TITLE, content=CONTENT.encode()).id for owner in (case, person))
        attachments = (f"/cases/{case.id}/attachments/{of_case}", f"/people/{person.id}/attachments/{of_person}")
        services.restrict_person(carrier, person.id, Circle(frozenset(), "Corre peligro", "Nadie más debe saberlo"))
        session.commit()
        codes = (person.code, case.code, referral.code)
        ids = (str(person.id), str(case.id), str(referral.id))
        return Secret(person.id, case.id, referral.id, attachments, (*NAMES, GOAL, TITLE, CONTENT, *codes, *ids), codes)

    return make


def listings(neighbour_id: UUID) -> tuple[str, ...]:
    return (
        "/", "/cases", "/cases?whose=office", "/cases?whose=office&status=closed", "/referrals", "/referrals?show=answered",
        "/caseload", "/caseload/overdue", "/caseload/silent", "/caseload/returned", "/caseload/unassigned",
        f"/people/{neighbour_id}", f"/people/{neighbour_id}/household/leave", f"/people/{neighbour_id}/death",
    )  # fmt: skip


def files(secret: Secret) -> tuple[str, ...]:
    case = f"/cases/{secret.case_id}"
    return (
        f"/people/{secret.person_id}", f"/people/{secret.person_id}/edit", f"/people/{secret.person_id}/who-knows",
        case, f"{case}/history", f"{case}/notes", f"{case}/services", f"{case}/follow-ups", f"{case}/referrals",
        f"{case}/who-knows", f"/referrals/{secret.referral_id}", f"{case}/attachments",
        f"/people/{secret.person_id}/attachments", *secret.attachments,
    )  # fmt: skip


def search_for(client: GuardedClient, text: str) -> str:
    return client.post("/search", data={"q": text}, follow_redirects=True).text


def candidates_for(client: GuardedClient) -> str:
    """What registering the same person again says of those who are like them."""
    answer = client.submit(
        "/people/new", **MARIA | {"given_names": "Yuleisy", "surname_1": "Quintanapalla"}
    )  # fmt: skip
    return answer.text


def as_text(pages: Mapping[str, str]) -> dict[str, str]:
    return {page: CHANGES_EACH_TIME.sub("", text) for page, text in pages.items()}


@pytest.fixture
def colleague(sign_in: SignIn) -> GuardedClient:
    """Supervises the office, and was not named."""
    return sign_in(Role.SUPERVISOR)


def test_every_page_reads_as_if_the_file_had_never_been(
    colleague: GuardedClient, neighbour: tuple[Person, Household], make_secret: Callable[[], Secret]
) -> None:
    pages = listings(neighbour[0].id)
    before = as_text({page: colleague.get(page).text for page in pages})
    secret = make_secret()
    after = as_text({page: colleague.get(page).text for page in pages})
    changed = [page for page in pages if _without_colleagues(before[page]) != _without_colleagues(after[page])]
    assert changed == []
    assert all(colleague.get(page).status_code == 404 for page in files(secret))


def _without_colleagues(text: str) -> str:
    """The new colleague who carries the file is no secret: they stand in lists of colleagues."""
    return re.sub(r"(?s)<tr.*?</tr>|<option.*?</option>|<li.*?</li>", _unless_a_colleague, text)


def _unless_a_colleague(row: re.Match[str]) -> str:
    return "" if "Colega" in row.group() else row.group()


def leaks(client: GuardedClient, neighbour: Person, secret: Secret) -> list[str]:
    """Each place that shows something of the secret file which the one who asks did not type themselves."""
    texts: dict[str, Any] = {page: client.get(page).text for page in (*listings(neighbour.id), *files(secret))}
    names = ("Yuleisy Quintanapalla", "quintana paya")
    texts |= {f"search {text}": search_for(client, text) for text in (*names, *secret.codes)}
    texts["candidates"] = candidates_for(client)
    typed = {"search": (*NAMES, *secret.codes), "candidates": NAMES}
    return [
        f"{place}: {mark}"
        for place, text in texts.items()
        for mark in secret.marks
        if mark in text and mark not in place and mark not in typed.get(place.split(" ")[0], ())
    ]


@pytest.fixture
def open_policies(monkeypatch: pytest.MonkeyPatch, make_secret: Callable[[], Secret]) -> Callable[[], Secret]:
    """The first wall falls: every policy admits everything; the secret file's ids stand in everybody's reach."""

    def fall() -> Secret:
        secret = make_secret()
        held = Actor.scopes_for
        beyond = {secret.person_id, secret.case_id}
        monkeypatch.setattr(Actor, "scopes_for", lambda self, permission: held(self, permission) | beyond)
        monkeypatch.setattr(Actor, "may_at", lambda self, permission, _scope_id: self.may(permission))
        for module in (
            "app.people.policies.access",
            "app.people.queries.households",
            "app.cases.policies.scope",
            "app.attachments.queries",
        ):
            monkeypatch.setattr(f"{module}.lies_within", lambda *_: sa.true())
        return secret

    return fall


def let_the_second_wall_fall(session: Session) -> None:
    for table in {*tables_about_somebody(), "household", "need_to_know", "restriction"} - BEHIND_THE_SEARCH:
        session.execute(sa.text(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'))
    session.commit()


def test_with_the_policies_open_the_database_alone_shows_nothing(
    colleague: GuardedClient, neighbour: tuple[Person, Household], open_policies: Callable[[], Secret]
) -> None:
    assert leaks(colleague, neighbour[0], open_policies()) == []


def test_without_the_database_the_policies_alone_show_nothing(
    session: Session, colleague: GuardedClient, neighbour: tuple[Person, Household], make_secret: Callable[[], Secret]
) -> None:
    secret = make_secret()
    let_the_second_wall_fall(session)
    assert leaks(colleague, neighbour[0], secret) == []


def test_without_both_walls_the_file_shows_everywhere(
    session: Session, colleague: GuardedClient, neighbour: tuple[Person, Household], open_policies: Callable[[], Secret]
) -> None:
    """The control of the two tests above."""
    secret = open_policies()
    let_the_second_wall_fall(session)
    places = {leak.split(":")[0] for leak in leaks(colleague, neighbour[0], secret)}
    assert {
        f"/people/{secret.person_id}",
        f"/cases/{secret.case_id}",
        "/cases?whose=office",
        "/referrals?show=answered",
        *secret.attachments,
    } <= places
    assert f"/people/{neighbour[0].id}" in places


def test_those_who_were_named_find_it(
    session: Session, sign_in: SignIn, office: Office, neighbour: tuple[Person, Household]
) -> None:
    carrier = sign_in(Role.CASEWORKER)
    supervisor = sign_in(Role.SUPERVISOR)
    case = case_at(office, caseworker_id=carrier.user.id)
    code = case.code
    services.restrict_case(carrier.actor, case.id, Circle(frozenset({supervisor.user.id}), "Corre peligro"))
    session.commit()
    for client in (carrier, supervisor):
        assert client.get(f"/cases/{case.id}").status_code == 200
        assert code in client.get("/cases?whose=office").text
        assert client.post("/search", data={"q": code}).location == f"/cases/{case.id}"


def test_the_trail_names_no_restricted_record(session: Session, sign_in: SignIn, make_secret: Callable[[], Secret]) -> None:
    secret = make_secret()
    focal_point = sign_in(Role.DATA_PROTECTION)
    for page in ("/audit", f"/audit?subject={secret.person_id}", f"/audit?subject={secret.case_id}"):
        shown = focal_point.get(page).text
        assert not [mark for mark in secret.marks if mark in shown and mark not in page], page
    assert focal_point.get(f"/audit?subject={secret.codes[1]}").status_code == 422


def test_a_partner_goes_on_answering_the_referral_of_a_restricted_case(
    session: Session, office: Office, client: GuardedClient
) -> None:
    carrier = actor_of(Role.CASEWORKER, office)
    case = case_at(office, caseworker_id=carrier.id)
    referral = sent_referral_of(case, ReferralStatus.SENT)
    services.restrict_case(carrier, case.id, Circle(frozenset(), "Corre peligro", "Nadie más"))
    session.commit()
    link = link_to(referral)
    assert client.get(address(link)).status_code == 200
    assert session.get_one(Case, case.id).is_restricted
