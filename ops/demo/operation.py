"""The invented operation around the invented people: offices, staff with grants, partner bodies and what they offer."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

import sqlalchemy as sa
from flask_security.utils import hash_password

from app.accounts.models import ConductAcceptance, Grant, Office, TotpKey, User
from app.accounts.permissions import Role
from app.accounts.policies.sign_in_steps import CONDUCT_VERSION
from app.accounts.second_factor import authenticator_app
from app.accounts.services import second_factor
from app.accounts.services.second_factor import apps
from app.catalogue.models import Service
from app.directory.models import FocalPoint, Organisation, ProvidedService
from app.foundation.actor import system_actor
from app.foundation.database import db
from app.foundation.encryption import seal_contents
from ops.demo.places import AUTHORITIES, BY_DAY, CITIES, OPEN_AT_NIGHT, PROVIDERS, QUARTERS, ROUND_THE_CLOCK, City
from ops.demo.words import NAMES_OF_STAFF

CASEWORKERS_PER_OFFICE = 6
OFFICES_WITH_SIGN_IN = 5
"""One office a country gets accounts with passwords, and a second one of the first country, so that offices can ask each other;
further staff only fill the boards."""
SIGNED_IN_ROLES = (Role.CASEWORKER, Role.SUPERVISOR)
COUNTRY_ROLES = (Role.REPORTING_OFFICER,)
WHOLE_OPERATION_ROLES = (Role.DATA_PROTECTION, Role.ADMINISTRATOR, Role.REPORTING_OFFICER)
CODES_OF_A_DEMO_ACCOUNT = 2
"""Each is an argon2id hash, which a first start has to wait for."""
MAIL_DOMAIN = "demo.quipu.example"


@dataclass(frozen=True)
class Account:
    """One account of the demo, as it is printed once and kept in ``demo-accounts.json``."""

    email: str
    password: str
    totp_secret: str
    recovery_codes: list[str]
    role: str
    office: str | None


def build_operation(office_count: int) -> list[Account]:
    """Write the operation into the present transaction, and give the accounts that can sign in."""
    offices = [_add_office(city) for city in office_places(office_count)]
    db.session.add_all(offices)
    db.session.flush()
    staff_names = _names_of_staff()
    accounts: list[Account] = []
    for place, office in enumerate(offices):
        accounts += _staff_an_office(office, staff_names, can_sign_in=place < OFFICES_WITH_SIGN_IN)
    for role in WHOLE_OPERATION_ROLES:
        accounts.append(_add_account(role, None, next(staff_names)))
    _fill_the_directory(offices)
    return accounts


def office_places(count: int) -> Iterator[City]:
    """The cities in order; then the same cities again by quarter, each with a code of its own."""
    for number in range(count):
        city, lap = CITIES[number % len(CITIES)], number // len(CITIES)
        if lap == 0:
            yield city
        else:
            name = f"{city.name} {QUARTERS[(lap - 1) % len(QUARTERS)]}"
            code = f"{chr(64 + lap)}{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"
            yield replace(city, code=code, name=name)


def _add_office(city: City) -> Office:
    return Office(
        code=city.code,
        name=city.name,
        country=city.country,
        area_code=city.area,
        locality=city.name,
        address=f"Calle {len(city.name)} # {ord(city.code[-1])}-{ord(city.code[0])}",
        phone=f"555 0{ord(city.code[0])}{ord(city.code[-1])}",
        time_zone=city.time_zone,
    )


def _names_of_staff() -> Iterator[str]:
    lap = 0
    while True:
        for name in NAMES_OF_STAFF:
            yield name if lap == 0 else f"{name} {chr(64 + lap % 26 or 90)}."
        lap += 1


def _staff_an_office(office: Office, names: Iterator[str], *, can_sign_in: bool) -> list[Account]:
    accounts = [_add_account(role, office, next(names)) for role in SIGNED_IN_ROLES] if can_sign_in else []
    colleagues = CASEWORKERS_PER_OFFICE - len(accounts[:1])
    for number in range(colleagues):
        email = f"colega{number + 1}.{office.code.lower()}@{MAIL_DOMAIN}"
        _add_user(email, next(names), None, Role.CASEWORKER, office)
    return accounts


def _add_account(role: Role, office: Office | None, name: str) -> Account:
    word = role.value.replace("_", "-")
    email = f"{word}.{office.code.lower()}@{MAIL_DOMAIN}" if office else f"{word}@{MAIL_DOMAIN}"
    password = secrets.token_urlsafe(15)
    user = _add_user(email, name, password, role, office)
    return Account(
        email=email,
        password=password,
        totp_secret=_connect_app(user),
        recovery_codes=_keep_codes(user),
        role=role.value,
        office=office.code if office else None,
    )


def _connect_app(user: User) -> str:
    """An authenticator app, and the code of conduct accepted; gives the app's secret in base32."""
    key = authenticator_app.new_key()
    db.session.add_all(
        [
            TotpKey(user_id=user.id, sealed_key=seal_contents(apps.PURPOSE, key, row_id=user.id), last_counter=apps.NEVER),
            ConductAcceptance(user_id=user.id, version=CONDUCT_VERSION, locale="es"),
        ]
    )
    return authenticator_app.typed_key(key).replace(" ", "")


def _keep_codes(user: User) -> list[str]:
    actor = system_actor("ops.demo")
    codes = second_factor.make_codes(actor, user, how_many=CODES_OF_A_DEMO_ACCOUNT)
    db.session.flush()
    second_factor.keep_codes(actor, user)
    return codes


def _add_user(email: str, name: str, password: str | None, role: Role, office: Office | None) -> User:
    user = User(
        email=email,
        name=name,
        password=hash_password(password) if password else None,
        active=True,
        fs_uniquifier=uuid4().hex,
        office=office,
    )
    db.session.add(user)
    db.session.flush()
    two_years_ago = date.today() - timedelta(days=760)  # noqa: DTZ011 - only to lie before all that was invented
    db.session.add(Grant(user_id=user.id, role=role, office_id=office.id if office else None, valid_from=two_years_ago))
    return user


def _fill_the_directory(offices: list[Office]) -> None:
    services = {service.code: service for service in db.session.scalars(sa.select(Service))}
    integration = tuple(sorted(code for code in services if code.startswith("E-")))
    for country in sorted({office.country for office in offices}):
        in_country = [office for office in offices if office.country == country]
        for name, codes in PROVIDERS:
            said = {"language": "pt" if country == "BR" else "es", "is_authority": name in AUTHORITIES}
            organisation = Organisation(name=name, country=country, **said)
            db.session.add(organisation)
            db.session.flush()
            desk = f"referencias.{country.lower()}.{len(name)}@socios.quipu.example"
            phone = f"555 01{len(name):02}"
            db.session.add(FocalPoint(organisation_id=organisation.id, name="Mesa de referencias", email=desk, phone=phone))
            _offer(organisation, [services[code] for code in codes or integration[:5]], in_country)


def _offer(organisation: Organisation, services: list[Service], offices: list[Office]) -> None:
    for number, service in enumerate(services):
        office = offices[number % len(offices)]
        db.session.add(
            ProvidedService(
                organisation_id=organisation.id,
                service_id=service.id,
                country=office.country,
                area_code=office.area_code,
                locality=office.locality or office.name,
                **(ROUND_THE_CLOCK if organisation.name in OPEN_AT_NIGHT else BY_DAY),
                requirements="Un documento, aunque esté vencido.",
                accepts_referrals=True,
            )
        )
