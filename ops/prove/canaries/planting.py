"""Planting: a caseworker and a partner type canaries into every field that is sealed, through the real pages and jobs."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from uuid import uuid4

import pikepdf

from app.foundation.clock import today_in
from ops.bench.browser import Answer, File
from ops.errors import OperationError
from ops.prove.canaries.needles import forms_of
from ops.prove.crash.caseworker import ABOUT_SIMILAR_PEOPLE, SIMILAR_PEOPLE
from ops.prove.crash.phone import Phone, fields_in
from ops.prove.crash.run import offers_of, signed_in
from ops.prove.running import RunningQuipu

LINK = re.compile(r"/r/[\w.\-]+")
SECONDS_FOR_A_MAIL = 60
HOW_FAR = "SELECT status FROM people_import WHERE id = %s"
BREAK_THE_SEALS = """UPDATE case_note SET text_sealed = set_byte(text_sealed, 20, 255 - get_byte(text_sealed, 20))
    WHERE case_id = %s"""


@dataclass(frozen=True)
class Canaries:
    """Values that stand nowhere else. ``word`` has accents and stands in every narrative."""

    number: str = field(default_factory=lambda: f"V-{secrets.randbelow(10**12):012}")
    phone: str = field(default_factory=lambda: f"+57300{secrets.randbelow(9_000_000) + 1_000_000}")
    word: str = field(default_factory=lambda: f"ñandú{secrets.token_hex(5)}ágüé")
    content: str = field(default_factory=lambda: f"kuntur{secrets.token_hex(8)}")

    def needles(self) -> Mapping[tuple[str, str], bytes]:
        values = {
            "document number": self.number,
            "document number, letters and digits": self.number.replace("-", ""),
            "phone": self.phone,
            "narrative": self.word,
            "content of an attachment": self.content,
        }
        return {(name, form): needle for name, value in values.items() for form, needle in forms_of(value).items()}


class Planter:
    """One caseworker of the demo with a browser."""

    def __init__(self, quipu: RunningQuipu, canaries: Canaries) -> None:
        self._quipu = quipu
        self._canaries = canaries
        account = quipu.accounts("caseworker")[0]
        self._phone: Phone = signed_in(quipu, account)
        self._offer = offers_of(quipu)[str(account["office"])][0]
        self.error_pages: list[bytes] = []

    def plant(self) -> None:
        """Write a person, a document, a case with all that happens in one, and a referral that a partner answers.

        Raises:
            OperationError: a page did not take what was typed.
        """
        try:
            person = self._register()
            self._add_document(person)
            self._tell_a_need(person)
            self._tell_of_the_family(person)
            self._register_twice_and_merge(person)
            self._begin_a_form()
            self._bring_a_file()
            case = self._open_case(person)
            self._work_on(case)
            for file in (person, case):
                self._attach(file)
            self._refer(case)
            self._search()
            self._meet_errors(case)
        finally:
            self._phone.hang_up()

    def _words(self, what: str) -> str:
        return f"{what} {self._canaries.word}."

    def _register(self, given_names: str = "Xqzenobia") -> str:
        typed = {
            "given_names": given_names, "surname_1": "Wkrtelly", "sex": "female", "birth_known": "age", "stated_age": "34",
            "nationality": "VEN", "population_type": "in_destination", "phone": self._canaries.phone,
            "safe_contact": self._words("Solo por la mañana"), "locality": self._words("Barrio"),
            "contact_hours": self._words("De noche"), "contact_answerer": self._words("Su hermana"),
            "ethnic_people": self._words("Pueblo"), "certified": "y", "consents-case_management": "given",
            "consents-referral_sharing": "given", "consents-contact": "given",
        }  # fmt: skip
        self._phone.hang_up()
        path = "/people/new"
        kept = [field for field in self._phone.form(path, holding="surname_1") if field[0] not in typed]
        answer = self._phone.post(path, [*kept, *typed.items()])
        seen = [field for field in fields_in(answer, holding=SIMILAR_PEOPLE) if field[0].startswith(ABOUT_SIMILAR_PEOPLE)]
        if seen:
            answer = self._phone.post(path, [*kept, *typed.items(), *seen])
        return self._accepted(answer, path)

    def _add_document(self, person: str) -> None:
        path = f"{person}/documents/new"
        self._save(path, "number", document_type=self._first_offered(path), number=self._canaries.number, state="held")

    def _tell_a_need(self, person: str) -> None:
        path = f"{person}/needs/new"
        self._save(path, "note", need=self._first_offered(path), note=self._words("Toma medicina por"))

    def _tell_of_the_family(self, person: str) -> None:
        """Through whom the person is reached; and a child of theirs, with a guardian who is registered nowhere."""
        told = {"name": self._words("Vecina"), "phone": self._canaries.phone, "notes": self._words("Después de las seis")}
        self._save(f"{person}/contacts/new", "may_be_told", relation="neighbour", may_be_told="no", **told)
        child = self._save(
            f"{person}/household/new", "relation", given_names="Xqzulay", surname_1="Wkrtelly", sex="female", birth_known="age",
            stated_age="9", relation="child",
        ).partition("#")[0]  # fmt: skip
        if child == person:
            found = re.findall(r'href="(/people/[0-9a-f-]{36})"[^>]*>[^<]*Xqzulay', self._phone.get(person).text)
            child = found[0] if found else child
        self._save(
            f"{child}/care", "situation", situation="separated", guardian_known="name", guardian_name=self._words("Tía"),
            guardian_phone=self._canaries.phone, guardian_relation="other_relative", consent_holder="other_adult",
            consent_holder_name=self._words("Madrina"), **{"since_on-today": today_in("America/Bogota").isoformat()},
        )  # fmt: skip

    def _register_twice_and_merge(self, person: str) -> None:
        """What both files said before is kept sealed, for undoing it."""
        twice = self._register("Xqzenobya")
        self._save(f"{person}/merge/{twice.rpartition('/')[2]}", "ground", ground="written_twice")

    def _begin_a_form(self) -> None:
        """A form that nobody finishes: what was typed is kept until somebody goes on."""
        typed = {"phone": self._canaries.phone, "locality": self._words("Barrio"), "keep_draft": "later"}
        self._save("/people/new", "surname_1", given_names="Xqzuleima", **typed)

    def _bring_a_file(self) -> None:
        """An import that is read, checked and left for later: with a row in order, and one with an error."""
        supervisor = signed_in(self._quipu, next(self._own_supervisors()))
        rows = [f"{name},Wkrtelly,F,{nationality},in_transit,{self._canaries.number},{self._canaries.phone}"
                for name, nationality in (("Xqzoraida", "VEN"), (self._words("Xqzayda"), "nada"))]  # fmt: skip
        heading = "given_names,surname_1,sex,nationality,population_type,document_number,phone"
        content = "\r\n".join([heading, *rows]).encode()
        path = "/imports/new"
        brought = self._accepted(supervisor.attach(path, File("file", "lista.csv", "text/csv", content)), path)
        deadline = time.monotonic() + SECONDS_FOR_A_MAIL
        while time.monotonic() < deadline:
            with self._quipu.database() as connection:
                row = connection.execute(
                    "SELECT status FROM people_import WHERE id = %s", [brought.rpartition("/")[2]]
                ).fetchone()
            if row and row[0] == "to_review":
                break
            time.sleep(0.3)
        else:
            raise OperationError(f"The import was not checked: {row}.")
        if self._canaries.word not in supervisor.get(f"{brought}/errors").text:
            raise OperationError("The import does not show the row with the error.")
        supervisor.hang_up()

    def _own_supervisors(self) -> Iterator[dict[str, str]]:
        office = self._quipu.accounts("caseworker")[0]["office"]
        return (account for account in self._quipu.accounts("supervisor") if account["office"] == office)

    def _first_offered(self, path: str) -> str:
        found = re.search(r'<option value="([0-9a-f-]{36})"', self._phone.get(path).text)
        if found is None:
            raise OperationError(f"{path} offers nothing to choose.")
        return found.group(1)

    def _open_case(self, person: str) -> str:
        return self._save(
            f"{person}/cases/new?kind=documentation", "goal", goal=self._words("Vivir con papeles"), risk="medium",
            intake_needs="regularisation", intake_authority=self._words("Consulado"),
        )  # fmt: skip

    def _work_on(self, case: str) -> None:
        self._save(f"{case}/notes/new", "text", text=self._words("Contó que huyó de"))
        self._save(f"{case}/follow-ups/new", "purpose", purpose=self._words("Preguntar por"))
        self._save(f"{case}/hold", "reason", reason=self._words("Espera a"))
        self._save(f"{case}/resume", "reason", reason=self._words("Volvió de"))

    def _attach(self, file: str) -> None:
        """Attach a document and open it again: what was made anew still holds the canary, and only sealed on the disk."""
        path = f"{file}/attachments/new"
        self._phone.hang_up()
        document = File("file", f"{self._canaries.content}.pdf", "application/pdf", _document(self._canaries.content))
        listed = self._accepted(self._phone.attach(path, document, title=self._words("Constancia")), path)
        found = re.search(rf"{listed}/[0-9a-f-]{{36}}(?=\")", self._phone.get(listed).text)
        if found is None or self._canaries.content.encode() not in self._phone.get(found.group()).body:
            raise OperationError(f"{listed} does not give out the canary that was attached.")

    def _refer(self, case: str) -> None:
        """Send a referral; the worker mails a link, and the partner answers through it in words."""
        self._save(
            f"{case}/referrals/new", "request", service=self._offer.service_id, provided_service=self._offer.provided_service_id,
            priority="normal", request=self._words("Busca"), shared_fields="contact", consent_given="y", do="send",
        )  # fmt: skip
        partner = Phone(self._quipu.address.host, self._quipu.address.port)
        link = self._mailed_link()
        page = partner.get(link)
        if self._canaries.word not in page.text:
            raise OperationError("The partner's page does not show what was asked for.")
        words = "accept-words"
        fields = [one for one in partner.form(link, holding=words) if one[0] != words]
        self._accepted(partner.post(f"{link}/accept", [*fields, (words, self._words("La esperamos en"))]), link)
        partner.hang_up()

    def _mailed_link(self) -> str:
        deadline = time.monotonic() + SECONDS_FOR_A_MAIL
        while time.monotonic() < deadline:
            for path in sorted(self._quipu.mail_folder.glob("*.eml")):
                part = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
                found = LINK.search(part.get_content()) if part else None
                if found:
                    return found.group(0)
            time.sleep(0.3)
        raise OperationError("No mail with a link arrived.")

    def _search(self) -> None:
        """Look for the person as colleagues would, and begin a registration that resembles it."""
        self._phone.hang_up()
        for typed in (self._canaries.number, self._canaries.phone):
            self._phone.submit("/search", holding="q", q=typed)
            if "Xqzenobia" not in self._phone.get("/search").text:
                raise OperationError("The search by document number or phone found nobody.")
        self._phone.submit("/people/new", holding="surname_1", phone=self._canaries.phone, look="1")

    def _meet_errors(self, case: str) -> None:
        """Pages that refuse: what does not exist, a forged form, a method that is not allowed, a broken seal."""
        # A refused form shows its typist what was typed, so that it is not lost; it must not stay anywhere else.
        self._phone.post(f"{case}/notes/new", [("text", self._words("Sin llave"))])
        answers = [self._phone.get(f"/cases/{uuid4()}"), self._phone.get(f"/people/{uuid4()}")]
        with self._quipu.database() as connection:
            connection.execute(BREAK_THE_SEALS, [case.rpartition("/")[2]])
        answers.append(self._phone.get(f"{case}/notes"))
        if answers[-1].status != 500:
            raise OperationError(f"A changed seal was answered with {answers[-1].status}.")
        self.error_pages = [answer.body for answer in answers if answer.status >= 400]

    def _save(self, path: str, holding: str, **typed: str) -> str:
        self._phone.hang_up()  # the server ends a connection that was idle for a while
        return self._accepted(self._phone.submit(path, holding=holding, **typed), path)

    def _accepted(self, answer: Answer, path: str) -> str:
        if answer.status != 303:
            raise OperationError(f"{path} answered {answer.status} to a canary.")
        return answer.location


def _document(word: str) -> bytes:
    """A PDF of one page that needs a font of this name: no way of packing hides it, and no cleaning may drop it."""
    document, made = pikepdf.new(), BytesIO()
    page = document.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{word}"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 12 Tf ET")
    document.save(made)
    return made.getvalue()
