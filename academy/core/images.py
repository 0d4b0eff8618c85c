"""Images that people upload: known by their content, and made anew, so that nothing comes along but the picture."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from academy.core.errors import Invalid

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LARGEST_SIDE = 2400
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
QUALITY = 85
UNREADABLE = "This is no image we can show. Please upload a PNG, JPEG, WebP or GIF."
TOO_LARGE = f"This file is larger than {MOST_BYTES // 1024**2} MB. Please make it smaller first."


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is kept."""

    content: bytes
    content_type: str
    suffix: str
    width: int
    height: int


def remade(content: bytes) -> Picture:
    """Decode an image and encode it anew, upright, at most 2400 pixels a side, without anything that was beside it.

    What it is says its content alone. Its size is looked at before it is decoded. Of what moves the first frame stays.

    Raises:
        Invalid: It is too large, or no image of a kind that we show.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(TOO_LARGE, field="file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as found:
                return _remade(found)
    except Invalid:
        raise
    except Exception as error:
        raise Invalid(UNREADABLE, field="file") from error


def _remade(found: Image.Image) -> Picture:
    if found.width * found.height > MOST_PIXELS:
        size = f"{found.width:,} × {found.height:,} pixels"
        most = f"{MOST_PIXELS // 1_000_000} million"
        raise Invalid(f"This image has {size}; up to {most} in all are taken. Please make it smaller.", field="file")
    kind = "JPEG" if found.format == "JPEG" else "WEBP" if found.format == "WEBP" else "PNG"
    if kind == "JPEG":
        found.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    picture = ImageOps.exif_transpose(found)
    has_alpha = picture.has_transparency_data and kind != "JPEG"
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    plain.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    made = io.BytesIO()
    options = {} if kind == "PNG" else {"quality": QUALITY}
    clean.save(made, kind, optimize=kind == "JPEG", **options)
    kind = kind.lower()
    return Picture(made.getvalue(), f"image/{kind}", "jpg" if kind == "jpeg" else kind, clean.width, clean.height)
