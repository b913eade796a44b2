"""A photo is attached on a phone without JavaScript, opened again, seen in the access log, and removed."""

from __future__ import annotations

import mimetypes
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Page, expect

from tests.attachments import samples
from tests.journeys.conftest import Enter, RunningQuipu, then_nothing_hinders_anybody

TITLE = "Constancia de la Cruz Roja: «Ñandú», 3 páginas"
ODD_NAME = "María José's photo; rm -rf (1).JPG"


def test_a_photo_is_attached_on_a_phone_and_opened_again(quipu: RunningQuipu, enter: Enter) -> None:
    worker = enter("caseworker", "CUC", java_script_enabled=False, accept_downloads=True)
    case = given_the_caseworker_opens_a_case(worker)
    before = sealed_files(quipu)
    when_she_sends_what_cannot_be_attached(worker, case)
    assert sealed_files(quipu) == before
    when_she_attaches_the_photo(worker, case)
    then_the_photo_comes_back_without_its_place(worker)
    then_what_lies_on_the_disk_is_sealed(sealed_files(quipu) - before)

    supervisor = enter("supervisor", "CUC")
    then_the_access_log_tells_who_opened_it(supervisor, case)
    reader = enter("caseworker", "QTO")
    then_another_office_finds_nothing(reader, case)
    when_she_removes_it(worker, case)
    then_nothing_hinders_who_reads_the_list(supervisor, case)


def given_the_caseworker_opens_a_case(page: Page) -> str:
    page.goto("/cases?whose=mine")
    links = page.locator("main a[href^='/cases/']")
    hrefs = [str(links.nth(number).get_attribute("href")) for number in range(links.count())]
    return next(href for href in hrefs if re.fullmatch(r"/cases/[0-9a-f-]{36}", href))


def when_she_sends_what_cannot_be_attached(page: Page, case: str) -> None:
    """Each time a sentence that says what to do, and her words are still there."""
    large = samples.picture() + bytes(11 * 1024 * 1024)
    for name, content, sentence in (
        ("dibujo.svg", samples.drawing(), "Elija una foto"),
        ("bomba.png", samples.bomb(), "24 megapíxeles"),
        ("pagina.jpg", samples.page_and_picture(), "esconde otra cosa"),
        ("grande.jpg", large, "más de 10 MB"),
    ):
        page.goto(f"{case}/attachments/new")
        send(page, content, name)
        expect(page.locator(".govuk-error-summary")).to_contain_text(sentence)
        expect(page.get_by_label("¿Qué muestra?")).to_have_value(TITLE)


def send(page: Page, content: bytes, name: str) -> None:
    page.get_by_label("¿Qué muestra?").fill(TITLE)
    kind = mimetypes.guess_type(name)[0] or ""
    page.get_by_label("Tome una foto").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Adjuntar el archivo").click()


def when_she_attaches_the_photo(page: Page, case: str) -> None:
    page.goto(f"{case}/attachments")
    page.get_by_role("link", name="Adjuntar un archivo").or_(page.get_by_role("button", name="Adjuntar un archivo")).last.click()
    send(page, samples.photo_with_place(), ODD_NAME)
    expect(page).to_have_url(re.compile(f"{case}/attachments$"))
    expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()


def then_the_photo_comes_back_without_its_place(page: Page) -> None:
    with page.expect_download() as started:
        page.get_by_role("link", name=TITLE, exact=True).click()
    content = Path(started.value.path()).read_bytes()
    assert re.fullmatch(r"archivo-\d+\.jpg", started.value.suggested_filename)
    assert Image.open(BytesIO(content)).format == "JPEG"
    assert samples.PLACE in samples.photo_with_place()
    assert samples.PLACE not in content


def sealed_files(quipu: RunningQuipu) -> set[Path]:
    return set((quipu.state / "attachments").glob("??/*"))


def then_what_lies_on_the_disk_is_sealed(files: set[Path]) -> None:
    (file,) = files
    assert b"JFIF" not in file.read_bytes()
    assert "photo" not in str(file)


def then_the_access_log_tells_who_opened_it(page: Page, case: str) -> None:
    page.goto(f"{case}/access-log")
    expect(page.locator("main")).to_contain_text("abrió un adjunto")
    page.goto(f"{case}/attachments")
    then_nothing_hinders_anybody(page)
    page.goto(f"{case}/attachments/new")
    then_nothing_hinders_anybody(page)


def then_another_office_finds_nothing(page: Page, case: str) -> None:
    answer = page.goto(f"{case}/attachments")
    assert answer
    assert answer.status == 404


def when_she_removes_it(page: Page, case: str) -> None:
    page.goto(f"{case}/attachments")
    row = page.get_by_role("link", name=re.compile("^Quitar")).first
    page.goto(urljoin(page.url, str(row.get_attribute("href"))))
    page.get_by_label("Era el archivo equivocado, o de otra persona").check()
    page.get_by_role("button", name="Quitar el adjunto").click()
    expect(page.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)


def then_nothing_hinders_who_reads_the_list(page: Page, case: str) -> None:
    page.goto(f"{case}/attachments")
    page.get_by_text("Adjuntos quitados").first.click()
    expect(page.locator("main")).to_contain_text("Era el archivo equivocado, o de otra persona")
    then_nothing_hinders_anybody(page)
