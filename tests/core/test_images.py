"""Of an image that is uploaded only the picture is kept; what is none, or a bomb, is refused in words."""

import io
import struct
import zlib

import pytest
from PIL import Image

from academy.core import images
from academy.core.errors import Invalid
from academy.core.images import remade

GPS, ORIENTATION = 0x8825, 0x0112


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    """Make an image, red on its left half."""
    made = Image.new(mode, size, "blue" if mode == "RGB" else 0)
    made.paste("red" if mode == "RGB" else 255, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def claimed(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")],
)
def test_each_kind_is_known_by_its_content(kind: str, content_type: str) -> None:
    made = remade(drawn(kind))
    assert made.content_type == content_type
    with Image.open(io.BytesIO(made.content)) as again:
        assert again.size == (made.width, made.height) == (40, 20)


def test_it_stands_upright_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    exif[0x010F] = "Camera of Ada"
    made = remade(drawn("JPEG", exif=exif, comment=b"at home"))
    assert (made.width, made.height) == (20, 40)
    assert b"Camera of Ada" not in made.content
    assert b"at home" not in made.content
    with Image.open(io.BytesIO(made.content)) as again:
        assert not again.getexif()


def test_transparency_stays() -> None:
    with Image.open(io.BytesIO(remade(drawn(mode="RGBA")).content)) as again:
        assert again.mode == "RGBA"


def test_a_large_one_is_made_smaller() -> None:
    made = remade(drawn("JPEG", (4000, 1000)))
    assert (made.width, made.height) == (2400, 600)


def test_of_what_moves_the_first_picture_stays() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(remade(out.getvalue()).content)) as again:
        assert getattr(again, "n_frames", 1) == 1
        assert again.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


def test_what_stands_behind_a_picture_is_gone() -> None:
    polyglot = drawn("GIF") + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in remade(polyglot).content
    hidden = drawn("PNG", pnginfo=_said("<script>alert(1)</script>"))
    assert b"script" in hidden
    assert b"script" not in remade(hidden).content


def _said(words: str) -> object:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", words)
    return info


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no image",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a<script>alert(1)</script>",
        b"%PDF-1.7",
        b"MZ\x90",
        drawn()[:60],
        drawn("TIFF"),
        drawn("BMP"),
        drawn("ICO"),
    ],
)
def test_what_is_no_image_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="PNG, JPEG, WebP or GIF"):
        remade(content)


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("was decoded"))
    for size in ((60_000, 60_000), (200_000, 300), (8_000, 8_000)):
        with pytest.raises(Invalid, match=r"pixels|PNG, JPEG"):
            remade(claimed(*size))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Invalid, match="larger than 8 MB"):
        remade(b"\0" * (images.MOST_BYTES + 1))
