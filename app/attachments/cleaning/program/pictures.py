"""Pictures are decoded to their pixels and encoded anew: places, cameras, names and whatever else was in the file stay behind."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.enums import Fault, FileFormat

MOST_PIXELS = 24_000_000
QUALITY = 88
DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError)
"""What Pillow's readers raise on files that are not what they seem."""


def clean(content: bytes, found: FileFormat) -> tuple[int, bytes]:
    """Pixels and bytes of the new picture; of several pictures in one file, the first."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = _upright(content, found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unacceptable(Fault.TOO_MANY_PIXELS) from None
    except DAMAGED:
        raise Unacceptable(Fault.DAMAGED) from None
    return picture.width * picture.height, _encoded(picture, found)


def _upright(content: bytes, found: FileFormat) -> Any:
    with Image.open(BytesIO(content), formats=[found.value.upper()]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unacceptable(Fault.TOO_MANY_PIXELS)
        picture.seek(0)
        picture.load()
        return _bare(ImageOps.exif_transpose(picture))


def _bare(picture: Any) -> Any:
    """The pixels alone, in a picture that never had any metadata."""
    has_holes = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    mode = "RGBA" if has_holes else "L" if picture.mode in {"1", "L"} else "RGB"
    pixels = picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


def _encoded(picture: Any, found: FileFormat) -> bytes:
    if found is FileFormat.JPEG and picture.mode == "RGBA":
        picture = picture.convert("RGB")
    made = BytesIO()
    options: dict[str, Any] = {"compress_level": 6} if found is FileFormat.PNG else {"quality": QUALITY}
    picture.save(made, format=found.value.upper(), **options)
    return made.getvalue()
