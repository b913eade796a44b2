"""What is taken, what is refused, and what of it stays behind."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.attachments.cleaning import Unacceptable, cleaned, process, recognised
from app.attachments.enums import Fault, FileFormat
from ops.programs import WEB_THREADS
from tests.attachments import samples

TEN_MEGABYTES = 10 * 1024 * 1024


def fault_of(content: bytes, name: str = "photo.jpg", declared: str = "image/jpeg") -> Fault:
    with pytest.raises(Unacceptable) as refused:
        cleaned(content, recognised(content, name=name, declared=declared))
    return refused.value.fault


@pytest.mark.parametrize(
    ("kind", "found"), [("JPEG", FileFormat.JPEG), ("PNG", FileFormat.PNG), ("WEBP", FileFormat.WEBP)], ids=str
)
def test_a_picture_is_made_anew_in_its_own_format(kind: str, found: FileFormat) -> None:
    content = samples.picture(kind)
    assert recognised(content, name=f"x.{found}", declared=f"image/{found}") is found
    made = cleaned(content, found)
    picture = Image.open(BytesIO(made.content))
    assert (picture.format, picture.size, made.extent) == (kind, (60, 40), 2400)


def test_a_photo_loses_place_device_and_profile_and_stands_upright() -> None:
    content = samples.photo_with_place()
    assert samples.PLACE in content
    made = cleaned(content, FileFormat.JPEG).content
    picture = Image.open(BytesIO(made))
    assert samples.PLACE not in made
    assert (picture.size, dict(picture.getexif()), picture.info.get("icc_profile")) == ((40, 60), {}, None)


def test_what_stands_after_a_picture_is_left_behind() -> None:
    made = cleaned(samples.picture() + b"CANARY-TRAILER", FileFormat.JPEG).content
    assert b"CANARY" not in made


def test_of_a_moving_picture_the_first_one_is_taken() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    sent = BytesIO()
    frames[0].save(sent, "WEBP", save_all=True, append_images=frames[1:])
    assert getattr(Image.open(BytesIO(cleaned(sent.getvalue(), FileFormat.WEBP).content)), "n_frames", 1) == 1


def test_a_document_loses_all_that_it_does_not_show() -> None:
    content = samples.hostile_document()
    canaries = [samples.SCRIPT, samples.EMBEDDED, samples.PLACE, samples.AUTHOR.encode(), b"CANARY-LAUNCH", b"CANARY-XFA"]
    assert [canary for canary in canaries if canary not in content] == [], "the sample is what it says"
    made = cleaned(content, FileFormat.PDF)
    with pikepdf.open(BytesIO(made.content)) as document:
        open_text = BytesIO()
        document.save(open_text, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        assert set(document.Root.keys()) <= {"/Type", "/Pages"}
        assert b"(words) Tj" in document.pages[0].Contents.read_bytes()
        assert document.pages[0].Resources.XObject.Photo.Filter == pikepdf.Name.DCTDecode
    text = open_text.getvalue()
    left = [canary for canary in [*canaries, b"JavaScript", b"/Launch", b"CANARY"] if canary in text]
    assert (left, made.extent) == ([], 1)


@pytest.mark.parametrize(
    "outer",
    [(), (pikepdf.Name.FlateDecode,), (pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode)],
    ids=["bare", "packed", "twice"],
)
@pytest.mark.parametrize("last", [pikepdf.Name.DCTDecode, pikepdf.Name.DCT], ids=["DCTDecode", "DCT"])
@pytest.mark.parametrize("is_progressive", [False, True], ids=["baseline", "progressive"])
def test_a_photo_in_a_document_keeps_its_pixels_alone(
    outer: tuple[pikepdf.Name, ...], last: pikepdf.Name, *, is_progressive: bool
) -> None:
    """However it is packed; and what a phone writes behind it, a preview with a place of its own, stays behind too."""
    exif = Image.open(BytesIO(samples.photo_with_place())).info["exif"]
    photo = samples.picture(size=(60, 40), exif=exif, comment=samples.PLACE, progressive=is_progressive)
    sent = photo + samples.photo_with_place()
    for _ in outer:
        sent = zlib.compress(sent)
    made = cleaned(samples.document_with_photo(sent, *outer, last), FileFormat.PDF)
    with pikepdf.open(BytesIO(made.content)) as document:
        left = document.pages[0].Resources.XObject.Photo.read_raw_bytes()
    assert samples.PLACE not in left
    assert Image.open(BytesIO(left)).tobytes() == Image.open(BytesIO(photo)).tobytes()


def test_of_a_page_only_what_it_shows_is_taken_over() -> None:
    content = samples.document_that_tells_of_its_page()
    assert content.count(b"CANARY-OF-THE-PAGE") == 8, "the sample is what it says"
    with pikepdf.open(BytesIO(cleaned(content, FileFormat.PDF).content)) as document:
        open_text = BytesIO()
        document.save(open_text, qdf=True)
        assert b"(words) Tj" in document.pages[0].Contents.read_bytes()
    assert b"CANARY" not in open_text.getvalue()
    assert b"JavaScript" not in open_text.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "declared", "fault"),
    [
        (b"", "x.jpg", "image/jpeg", Fault.EMPTY),
        (samples.picture() + bytes(TEN_MEGABYTES), "x.jpg", "image/jpeg", Fault.TOO_LARGE),
        (samples.picture(), "../../x.jpg", "image/jpeg", Fault.NAME),
        (samples.picture(), "x.jpg\x00.html", "image/jpeg", Fault.NAME),
        (samples.picture(), "gpj.\u202ex", "image/jpeg", Fault.NAME),
        (samples.drawing(), "x.svg", "image/svg+xml", Fault.UNKNOWN_FORMAT),
        (samples.drawing(), "x.jpg", "image/jpeg", Fault.UNKNOWN_FORMAT),
        (b"<!doctype html><p>", "x.pdf", "application/pdf", Fault.UNKNOWN_FORMAT),
        (b"MZ" + bytes(100), "x.jpg", "image/jpeg", Fault.UNKNOWN_FORMAT),
        (samples.picture(), "x.html", "image/jpeg", Fault.CONTRADICTION),
        (samples.picture(), "x.jpg", "text/html", Fault.CONTRADICTION),
        (samples.page_and_picture(), "x.jpg", "image/jpeg", Fault.TWO_FORMATS),
        (samples.archive_and_picture(), "x.jpg", "image/jpeg", Fault.TWO_FORMATS),
        (b"%PDF-1.7\n<html><script>" + bytes(50), "x.pdf", "application/pdf", Fault.TWO_FORMATS),
        (samples.bomb(), "x.png", "image/png", Fault.TOO_MANY_PIXELS),
        (samples.picture("PNG", (6001, 4000)), "x.png", "image/png", Fault.TOO_MANY_PIXELS),
        (samples.picture("PNG", (300, 300))[:-40], "x.png", "image/png", Fault.DAMAGED),
        (samples.picture(size=(400, 400))[:-200], "x.jpg", "image/jpeg", Fault.DAMAGED),
        (samples.saved(samples.document())[:-60], "x.pdf", "application/pdf", Fault.DAMAGED),
        (samples.saved(samples.document(201)), "x.pdf", "application/pdf", Fault.TOO_MANY_PAGES),
        (samples.document_bomb(), "x.pdf", "application/pdf", Fault.UNPACKS_TOO_LARGE),
        (samples.document_bomb(1_200, layers=3), "x.pdf", "application/pdf", Fault.UNPACKS_TOO_LARGE),
        (samples.document_bomb(innermost=pikepdf.Name.JPXDecode), "x.pdf", "application/pdf", Fault.UNPACKS_TOO_LARGE),
        (samples.document_with_photo(b"no layer", pikepdf.Name.FlateDecode), "x.pdf", "application/pdf", Fault.DAMAGED),
        (
            samples.saved(samples.document(), encryption=pikepdf.Encryption(owner="x", user="")),
            "x.pdf",
            "application/pdf",
            Fault.ENCRYPTED,
        ),
        (
            samples.saved(samples.document(), encryption=pikepdf.Encryption(owner="x", user="y")),
            "x.pdf",
            "application/pdf",
            Fault.ENCRYPTED,
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "",
)
def test_a_hostile_file_is_refused_for_its_reason(content: bytes, name: str, declared: str, fault: Fault) -> None:
    assert fault_of(content, name, declared) is fault


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.01)
    assert fault_of(samples.picture()) is Fault.TOO_COSTLY


def test_costly_files_leave_threads_for_everybody_elses_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Four threads answer pages; files that take half a minute each must not hold them all."""
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time\ntime.sleep(2)\nsys.exit(1)\n")
    monkeypatch.setattr(process, "SECONDS_IN_LINE", 0.1)
    with monkeypatch.context() as patched, ThreadPoolExecutor() as senders:
        patched.setattr(process, "PROGRAM", slow)
        faults = list(senders.map(lambda _: fault_of(samples.picture()), range(WEB_THREADS)))
    assert sorted(faults) == sorted([Fault.BUSY] * (WEB_THREADS - process.AT_ONCE) + [Fault.TOO_COSTLY] * process.AT_ONCE)
    assert cleaned(samples.picture(), FileFormat.JPEG).extent == 2400, "whoever failed gave the turn back"


def test_a_reader_that_dies_harms_nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    broken = Path(str(tmp_path)) / "broken.py"
    broken.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(process, "PROGRAM", broken)
    assert fault_of(samples.picture()) is Fault.TOO_COSTLY


def test_the_reader_gets_neither_secrets_nor_room(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """The control of both tests above: what the process can see and take is little."""
    monkeypatch.setenv("QUIPU_ROOT_KEY", "CANARY")
    nosy = Path(str(tmp_path)) / "nosy.py"
    nosy.write_text("import os, sys\nsys.stdout.write('1\\n' + repr(sorted(os.environ.items())))\n")
    monkeypatch.setattr(process, "PROGRAM", nosy)
    assert b"CANARY" not in cleaned(b"x", FileFormat.JPEG).content
