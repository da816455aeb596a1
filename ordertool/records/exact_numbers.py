"""Exact numbers and the currencies they are in: money, credit limits, quantities, loads."""

from collections.abc import Callable
from decimal import Decimal, DefaultContext, InvalidOperation, getcontext
from typing import Annotated, Literal

from pydantic_core import core_schema

from ordertool.records.values import Checked, fault

_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
DECIMALS = {code: places for places, codes in _DECIMALS.items() for code in codes.split()}
"""The currencies of ISO 4217, and the decimals of their amounts."""


def figure(amount: Decimal, currency: str) -> str:
    """An amount as people read it: its thousands told apart, with the places of its currency, or more where it has more."""
    places = len(f"{amount.normalize():f}".partition(".")[2])
    return f"{amount:,.{max(places, DECIMALS.get(currency, 2))}f}"


def _currency(value: str) -> str:
    if value not in DECIMALS:
        raise fault("no_currency", "must be a currency such as CNY")
    return value


CURRENCY = Checked(
    core_schema.no_info_after_validator_function(_currency, core_schema.str_schema(strict=True)),
    {"description": "a currency of ISO 4217 such as CNY", "type": "string", "enum": sorted(DECIMALS)},
)


def _exact(value: object) -> Decimal:
    """Read a number exactly: text or whole numbers, never a float."""
    if (
        isinstance(value, bool)
        or not isinstance(value, str | int | Decimal)
        or (isinstance(value, str) and "_" in value)
    ):
        raise fault("not_a_number", "must be a number")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise fault("not_a_number", "must be a number") from None
    if not number.is_finite():
        raise fault("not_a_number", "must be a number")
    # Bounded before it is written out in full: '1e999999999' is a number too.
    exponent = number.as_tuple().exponent
    if isinstance(exponent, str) or exponent < -_PLACES or number.adjusted() >= _DIGITS:
        raise fault(
            "too_exact",
            "must have at most {digits} digits before the point and {places} after it",
            digits=_DIGITS,
            places=_PLACES,
        )
    return Decimal(f"{number:f}") if number else Decimal(f"{number.copy_abs():f}")


_DIGITS, _PLACES = 15, 6
# Quantity times price has up to 42 digits, and sums a few more: they are exact too, here and in later threads.
DefaultContext.prec = getcontext().prec = 60


def _at_least_zero(value: Decimal) -> Decimal:
    if value < 0:
        raise fault("negative", "must not be negative")
    return value


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise fault("not_positive", "must be more than zero")
    return value


def _limit() -> Checked:
    def read(value: object) -> object:
        return value if value == "unlimited" else _at_least_zero(_exact(value))

    as_text = core_schema.plain_serializer_function_ser_schema(
        lambda limit: limit if isinstance(limit, str) else f"{limit:f}",
        return_schema=core_schema.str_schema(),
        when_used="json",
    )
    money = {"type": ["string", "number"], "pattern": _NUMBER, "minimum": 0}
    json = {"description": f"{_AMOUNT}, or unlimited", "anyOf": [money, {"const": "unlimited"}]}
    return Checked(core_schema.no_info_plain_validator_function(read, serialization=as_text), json)


def _number(check: Callable[[Decimal], Decimal], words: str, least: dict[str, int]) -> Checked:
    def read(value: object) -> Decimal:
        return check(_exact(value))

    as_text = core_schema.plain_serializer_function_ser_schema(
        lambda number: f"{number:f}", return_schema=core_schema.str_schema(), when_used="json"
    )
    json = {"description": words, "type": ["string", "number"], "pattern": _NUMBER, **least}
    return Checked(core_schema.no_info_plain_validator_function(read, serialization=as_text), json)


_NUMBER = r"^\s*([+]|-(?=[0.]+$))?(\d+[.]?\d*|[.]\d+)([eE][+-]?\d+)?\s*$"
_AMOUNT = "an exact amount in the currency beside it"
Money = Annotated[Decimal, _number(_at_least_zero, _AMOUNT, {"minimum": 0})]
"""An exact amount in the currency beside it, never negative; stored as text."""
CreditLimit = Annotated[Decimal | Literal["unlimited"], _limit()]
"""An amount, or no limit at all; a limit that was never set is None (L9)."""
PositiveMoney = Annotated[Decimal, _number(_above_zero, _AMOUNT, {"exclusiveMinimum": 0})]
Quantity = Annotated[Decimal, _number(_above_zero, "an exact number of units", {"exclusiveMinimum": 0})]
"""An exact, positive number of units; stored as text."""
Load = Annotated[Decimal, _number(_at_least_zero, "an amount of work, counted in orders", {"minimum": 0})]
"""An amount of work: the weights of orders added up; stored as text."""
