"""Phone numbers in one form, so that the same number is the same text (P4.1a).

A mobile number is its eleven digits, a landline its area code and number with a dash (and an extension after another), a
number abroad begins with +. Which numbers there are is told by libphonenumber when one is typed; the form alone is what a
move is judged by, for the library's list grows, and history is judged alike for ever.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_MOBILE = re.compile(r"1[3-9]\d{9}")
_OWN_NETWORKS = re.compile(r"9[28]\d{9}")
"""Numbers of networks of their own, which libphonenumber does not know."""
_NORMAL = re.compile(r"1[3-9]\d{9}|9[28]\d{9}|0\d{2,3}-\d{7,8}(-\d{1,6})?|[48]00\d{7}|\+[1-9]\d{5,14}(-\d{1,6})?")
_EXTENSION = re.compile(r"(?P<number>.+?)\s*(?:转|分机|ext\.?|x|#|(?<=\d{7})-)\s*(?P<extension>\d{1,6})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_TYPED = re.compile(r"\+?[\d ()-]+")


def is_normal(phone: str) -> bool:
    """Whether a number stands in the one form."""
    return _NORMAL.fullmatch(phone) is not None


def normal_phone(typed: str) -> str | None:
    """A number in the one form, whatever way it was typed; None when it is no number that anybody can be called at."""
    plain = unicodedata.normalize("NFKC", typed).translate(_DASHES).strip()
    found = _EXTENSION.fullmatch(plain.lower())
    number, extension = (found["number"], f"-{found['extension']}") if found else (plain, "")
    if not _TYPED.fullmatch(number):
        return None
    country = re.match(r"(\+|00)86|86(?=1\d{10}$)", number)
    if country:
        # After a country code, a dash stands only in a landline: +86-574-87654321.
        return _mobile(number[country.end() :].replace(" ", "")) or _landline(
            number[country.end() :], extension, country=True
        )
    if number.startswith(("+", "00")):
        return _abroad(re.sub(r"^00", "+", number), extension)
    return _mobile(re.sub("[ -]", "", number)) or _landline(number, extension)


def _mobile(digits: str) -> str | None:
    if _OWN_NETWORKS.fullmatch(digits):
        return digits
    return digits if _MOBILE.fullmatch(digits) and _valid(digits, "CN") else None


def _landline(number: str, extension: str, *, country: bool = False) -> str | None:
    """Area code and number; or one of those that are called alike from everywhere, 400 and 800."""
    import phonenumbers  # noqa: PLC0415 (only who writes a phone number needs it)

    found = _valid(number, "CN")
    if found is None:
        return None
    digits = str(found.national_number)
    area = phonenumbers.length_of_geographical_area_code(found)
    if not area:
        return digits if is_normal(digits) and not _MOBILE.fullmatch(digits) else None
    if not country and not number.lstrip(" (").startswith("0"):
        return None  # an area code is dialled with its 0
    normal = f"0{digits[:area]}-{digits[area:]}{extension}"
    return normal if is_normal(normal) else None


def _abroad(number: str, extension: str) -> str | None:
    found = _valid(number, None)
    return f"+{found.country_code}{_national(found)}{extension}" if found and found.country_code != _CHINA else None


_CHINA = 86


def _national(found: Any) -> str:
    import phonenumbers  # noqa: PLC0415

    return str(phonenumbers.national_significant_number(found))


def _valid(number: str, region: str | None) -> Any:
    """What libphonenumber makes of a number, if it knows one such."""
    import phonenumbers  # noqa: PLC0415

    try:
        found = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    return found if phonenumbers.is_valid_number(found) else None
