"""Files that a command leaves outside the book, where somebody asked for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ordertool.errors import StoreError, UsageError
from ordertool.language import system_words, text


def leave(place: Path, data: bytes | Callable[[Callable[[bytes], object]], object], *, force: bool) -> Path:
    """Write a file, of one piece or by a function that gives its pieces; one that is there already only when told to.

    Raises:
        UsageError: there is one, or standard output is meant.
        StoreError: it cannot be written.
    """
    if str(place) == "-":
        raise UsageError(text("it is written into a file"), text("name one; --json answers on standard output"))
    try:
        with place.open("wb" if force else "xb") as file:
            if callable(data):
                data(file.write)
            else:
                file.write(data)
    except FileExistsError:
        raise UsageError(
            text("{path} is there already", path=place), text("overwrite it with --force, or name another file")
        ) from None
    except OSError as error:
        raise StoreError(
            text("{path} cannot be written: {error}", path=place, error=system_words(error)),
            text("choose another place"),
        ) from error
    return place
