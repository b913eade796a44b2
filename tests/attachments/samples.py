"""Files as they arrive, harmless and hostile, made here: no sample of a real person or of real malware is kept."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

PLACE = b"CANARY-GPS-PLACE"
SCRIPT = b"CANARY-SCRIPT"
EMBEDDED = b"CANARY-EMBEDDED-FILE"
AUTHOR = "CANARY-AUTHOR"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, **options)
    return made.getvalue()


def photo_with_place() -> bytes:
    """A photo as phones take it: on its side, with place, device and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = PLACE.decode()
    exif.get_ifd(0x8825)[29] = "2026:11:21"
    exif.get_ifd(0x8825)[27] = PLACE
    return picture(exif=exif.tobytes(), comment=PLACE, icc_profile=PLACE * 20)


def bomb() -> bytes:
    """A picture of a few kilobytes that says it has 30,000 x 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(100_000))) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def page_and_picture() -> bytes:
    return picture() + b"<html><script>alert(1)</script></html>"


def archive_and_picture() -> bytes:
    made = BytesIO(picture())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("run.js", "alert(1)")
    return made.getvalue()


def drawing() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def document(pages: int = 1) -> pikepdf.Pdf:
    new = pikepdf.new()
    for number in range(pages):
        new.add_blank_page(page_size=(200, 200))
        new.pages[number].Contents = new.make_stream(b"BT (words) Tj ET")
    return new


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    made = BytesIO()
    pdf.save(made, **options)
    return made.getvalue()


def hostile_document() -> bytes:
    """A PDF that starts a script and a program, holds a file and a photo with its place, and says who wrote it."""
    new = document()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(SCRIPT.decode()))
    new.Root.OpenAction = new.make_indirect(script)
    new.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("s"), script]))
    new.Root.AcroForm = pikepdf.Dictionary(XFA=new.make_stream(b"CANARY-XFA"), Fields=[])
    page = new.pages[0]
    page.AA = pikepdf.Dictionary(O=script)
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("CANARY-LAUNCH.exe"))
    page.Annots = [
        new.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch))
    ]
    photo = new.make_stream(photo_with_place())
    _describe(photo)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    new.attachments["inside.txt"] = EMBEDDED
    new.docinfo["/Author"] = AUTHOR
    with new.open_metadata() as metadata:
        metadata["dc:creator"] = [AUTHOR]
    return saved(new, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def _describe(photo: pikepdf.Stream) -> None:
    photo.Type, photo.Subtype, photo.ColorSpace = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DeviceRGB
    photo.Width, photo.Height, photo.BitsPerComponent = 60, 40, 8
    photo.Filter = pikepdf.Name.DCTDecode


def document_with_photo(photo: bytes, *filters: pikepdf.Name) -> bytes:
    """A PDF with a photo that is packed in these layers, the outermost first."""
    new = document()
    stream = new.make_stream(photo)
    _describe(stream)
    stream.Filter = pikepdf.Array(filters)
    new.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=stream))
    return saved(new, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def document_that_tells_of_its_page() -> bytes:
    """A PDF whose page says, beside what it shows, where on earth it lies, who wrote it, and what its program noted."""
    new = document()
    page, words = new.pages[0], pikepdf.String("CANARY-OF-THE-PAGE")
    page.VP = [pikepdf.Dictionary(Measure=pikepdf.Dictionary(GPTS=[14, -87], Place=words))]
    page.B = [new.make_indirect(pikepdf.Dictionary(T=pikepdf.Dictionary(I=pikepdf.Dictionary(Author=words))))]
    page.PresSteps = pikepdf.Dictionary(NA=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, Note=words))
    page.Scanner, page.ID = words, words
    photo = new.make_stream(photo_with_place())
    _describe(photo)
    photo.OPI, photo.Ref, photo.Measure = (pikepdf.Dictionary(F=words) for _ in range(3))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    return saved(new, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def document_bomb(megabytes: int = 300, layers: int = 1, innermost: pikepdf.Name | None = None) -> bytes:
    """A small PDF whose one stream unpacks to so much, perhaps to what only a picture's reader would unpack further."""
    new = document()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    filters = [pikepdf.Name.FlateDecode] * layers + ([innermost] if innermost else [])
    new.pages[0].Contents = pikepdf.Stream(new, packed, Filter=pikepdf.Array(filters))
    return saved(new, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
