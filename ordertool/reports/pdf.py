"""A page of HTML as PDF, by WeasyPrint, which is an extra: `pip install 'ordertool[pdf]'` (P6.2c)."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess

from ordertool.errors import StoreError
from ordertool.language import text

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def pdf(page: str) -> bytes:
    """A page as PDF. Nothing is fetched from anywhere, whatever its template names.

    Raises:
        StoreError: WeasyPrint or what it needs is missing, or a font with Chinese characters where the page has some.
    """
    try:
        from weasyprint import HTML, URLFetcher  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError:
        raise StoreError(
            text("PDF needs WeasyPrint, which is not installed"),
            text("install it: pip install 'ordertool[pdf]'; or print the page of --html from a browser"),
        ) from None
    except OSError as error:  # it is there, and what it draws with is not
        raise StoreError(
            text("WeasyPrint cannot find what it draws with: {error}", error=str(error).partition("\n")[0]),
            text("install Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0); or print the page of --html"),
        ) from None
    if _HAN.search(page) and not has_chinese_font():
        raise StoreError(
            text("no font with Chinese characters is installed, so the PDF could not be read"),
            text("install one (Debian: apt install fonts-noto-cjk); or print the page of --html from a browser"),
        )
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    written = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=("data",))).write_pdf()
    assert isinstance(written, bytes)
    return written


def has_chinese_font() -> bool:
    """Whether the machine has a font with Chinese characters."""
    if shutil.which("fc-list") is None:
        return False
    said = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(said.stdout.strip())
