"""Input as people type it: full-width signs, Chinese words for stored ones, parts joined by semicolons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ordertool.commands.days import to_come
from ordertool.commands.frame import Request
from ordertool.commands.named import type_named
from ordertool.errors import InvalidError
from ordertool.inputs import moment
from ordertool.language import N_, language, listed, text
from ordertool.nearest import did_you_mean

CHANNELS = {
    "电话": "phone",
    "邮件": "email",
    "电子邮件": "email",
    "在线": "online",
    "网上": "online",
    "来访": "visit",
    "拜访": "visit",
    "微信": "wechat",
    "其他": "other",
}
OUTCOMES = {"接受": "accepted", "签收": "accepted", "有备注": "remarks", "拒收": "refused"}
CAUSES = {
    "客户": "client",
    "客户原因": "client",
    "法规": "law",
    "法律": "law",
    "不可抗力": "force-majeure",
    "我方": "ours",
    "我方原因": "ours",
}
FATES = {"发生": "occurred", "已发生": "occurred", "避免": "averted", "已避免": "averted", "接受": "accepted"}
_DEGREES = {"low": 1, "低": 1, "medium": 3, "中": 3, "high": 5, "高": 5}
COMPLAINTS = {"质量": "quality", "延误": "delay", "服务": "service", "价格": "price", "其他": "other"}
SETTLEMENTS = {
    "更换": "replaced", "维修": "repaired", "赔偿": "compensated", "解释": "explained", "驳回": "rejected", "其他": "other",
}  # fmt: skip
YES_OR_NO = {"是": "yes", "否": "no"}
TRAININGS = {"信息安全": "information-security", "技能": "skill"}
STEPS = {"包装": "packaging", "单证": "documents", "运输": "transport", "照片": "photos"}
VIAS = {"书面": "written", "口头": "oral", "系统": "system"}
ROLES = {
    "接待人员": "receptionist", "订单处理人员": "processor", "业务负责人": "owner", "协办人员": "support",
    "department": "support", "财务": "finance", "负责人": "manager", "审阅人": "auditor",
}  # fmt: skip
STAGE_WORDS = {
    "咨询": "inquiry", "草拟": "draft", "已提交": "submitted", "已分配": "assigned", "已确认": "confirmed", "执行中": "active",
    "已交付": "delivered", "已签收": "signed", "已结案": "closed", "已归档": "archived", "未成交": "lost", "已取消": "cancelled",
}  # fmt: skip
_PAYMENTS = {"账期": "account", "预付": "prepayment", "货到付款": "cash-on-delivery"}
_RUN_ON = re.compile(r"^(账期|预付)\s*([0-9]+)\s*[天%]?$")
"""Terms of payment as Chinese people write them: 账期30天, 预付30%."""
_SIGNS = str.maketrans("；＝，：．％", ";=,:.%")


def word(typed: str | None, words: Mapping[str, str]) -> str | None:
    """The stored word for what was typed, in either language; anything else stays for the caller to judge."""
    return None if typed is None else words.get(typed.strip(), typed.strip())


_WHAT = {
    "--channel": N_("channel"), "--outcome": N_("outcome"), "--cause": N_("cause"), "--via": N_("way of reporting"),
    "--close": N_("outcome of a risk"), "--kind": N_("kind of complaint"), "--justified": N_("answer"),
    "--sign": N_("warning sign"), "--stage": N_("letter"),
    "--role": N_("role"), "--add-role": N_("role"),
    "--drop-role": N_("role"), "--told": N_("channel"), "--agreed-by": N_("channel"), "--grade": N_("credit grade"),
}  # fmt: skip


def one_of(typed: str | None, words: Mapping[str, str], option: str, what: str = "") -> str | None:
    """The stored word for what was typed, in either language; `what` it is called, where the option alone does not say.

    Raises:
        InvalidError: there is none; with the words that there are, in the reader's language.
    """
    found = word(typed, words)
    if found is None or found in words.values():
        return found
    near = did_you_mean(found, [*words, *words.values()])
    raise InvalidError(
        text('{option}: there is no {what} "{typed}"', option=option, what=text(what or _WHAT[option]), typed=found),
        near or text("there are: {names}", names=listed(words_there(words))),
    )


def words_there(words: Mapping[str, str]) -> list[str]:
    """The words that may be typed, in the reader's language, one for each that is stored."""
    meanings = {stored: typed for typed, stored in reversed(list(words.items()))}
    return [meanings[stored] if language() == "zh_CN" else stored for stored in dict.fromkeys(words.values())]


GRADES = {"A": "A", "B": "B", "C": "C", "D": "D"}
_AMOUNT = re.compile(r"¥?\s*(-?)¥?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*元?")


def grade(typed: str, option: str) -> str | None:
    """A credit grade, in capitals.

    Raises:
        InvalidError: it is none.
    """
    return one_of(unicodedata.normalize("NFKC", typed).upper(), GRADES, option)


def amount(typed: str | None) -> str | None:
    """An amount or a figure without its signs: `￥1,000.00`, `401元`; what is none, `$5` too, stays for the model to judge."""
    if typed is None:
        return None
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    return typed if found is None else found[1] + found[2].replace(",", "") + (found[3] or "")


def field_value(request: Request, name: str, value: str) -> str:
    """A form's field as it is stored, whatever way it was typed."""
    if name == "payment":
        return payment(value) or ""
    if name == "type":
        return type_named(request, value)
    if name == "deliver_by":
        return to_come(request, value) or ""
    return amount(value) or "" if name.rpartition(".")[2] in ("price", "quantity", "tax") else value


def code(typed: str | None) -> str | None:
    """A unified social credit code in half-width capitals, without the spaces it is often written with."""
    return None if typed is None else "".join(unicodedata.normalize("NFKC", typed).upper().split())


def payment(typed: str | None) -> str | None:
    """Payment terms: `account:30`, `prepayment:30` or `cash-on-delivery`, or their Chinese words."""
    if typed is None:
        return None
    typed = _RUN_ON.sub(r"\1:\2", typed.strip().translate(_SIGNS))
    terms, colon, figure = typed.partition(":")
    return _PAYMENTS.get(terms, terms) + colon + figure.rstrip("%天")


_WRITTEN = {
    ("who", "channel", "when"): N_("who;channel;when"),
    ("name", "start", "end", "person"): N_("name;start;end;person"),
    ("name", "on"): N_("name;date"),
    ("who", "what", "due"): N_("who;what;date"),
    ("risk", "countermeasure"): N_("risk;countermeasure"),
    ("problem", "solution"): N_("problem;solution"),
    ("what", "who", "by"): N_("what;who;date"),
    ("indicator", "record", "move"): N_("indicator;id;move"),
    ("indicator", "record", "move", "item"): N_("indicator;id;move;item"),
}
"""How parts are written, by their names."""


def parts(typed: str, names: tuple[str, ...], option: str) -> dict[str, str]:
    """Values joined by semicolons, by name; the last takes all that is left.

    Raises:
        InvalidError: there are fewer than names.
    """
    found = [part.strip() for part in typed.replace("；", ";").split(";", len(names) - 1)]
    if len(found) < len(names) or not all(found):
        raise InvalidError(
            text('{option} "{typed}": a part is missing', option=option, typed=typed),
            text('write it as "{form}"', form=text(_WRITTEN[names])),
        )
    return dict(zip(names, found, strict=True))


def pairs(typed: str, known: Iterable[str], option: str) -> dict[str, str]:
    """`name=value` pairs joined by semicolons.

    Raises:
        InvalidError: one is no pair, or its name is not known, or stands twice.
    """
    names = tuple(known)
    found: dict[str, str] = {}
    for part in typed.replace("；", ";").replace("＝", "=").split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals or name not in names or name in found:
            raise InvalidError(
                text('{option} "{typed}": "{part}" does not fit', option=option, typed=typed, part=part.strip()),
                text('write it as "{form}"', form=";".join(f"{name}=…" for name in names)),
            )
        found[name] = value
    return found


def pair(typed: str, option: str) -> tuple[str, str]:
    """One `name=value`.

    Raises:
        InvalidError: it is none.
    """
    name, equals, value = typed.replace("＝", "=", 1).partition("=")
    if not equals or not name.strip():
        raise InvalidError(
            text('{option} "{typed}" is not name=value', option=option, typed=typed),
            text("write it as {option} name=value", option=option),
        )
    return name.strip(), value


def quantities_of(typed: Iterable[str]) -> dict[str, str]:
    """Quantities by line, from `L1=120`.

    Raises:
        InvalidError: one is no pair, or a line is named twice.
    """
    quantities: dict[str, str] = {}
    for one in typed:
        line, number = pair(one, "--quantity")
        if line in quantities:
            raise InvalidError(text("line {line} is named twice", line=line), text("name each line once"))
        quantities[line] = amount(number) or ""
    return quantities


def at_most(typed: str | None) -> int | None:
    """How many rows `--limit` asks for.

    Raises:
        InvalidError: it is no number, or less than one.
    """
    limit = whole(typed, "--limit")
    if limit is not None and limit < 1:
        raise InvalidError(
            text('{option} "{typed}" is less than one', option="--limit", typed=typed), text("leave it out to see all")
        )
    return limit


def whole(typed: str | None, option: str) -> int | None:
    """A whole number; `40%` and `3d` count as such.

    Raises:
        InvalidError: it is none.
    """
    if typed is None:
        return None
    figure = unicodedata.normalize("NFKC", typed).strip().rstrip("%天日d").strip()
    if not re.fullmatch(r"-?[0-9]{1,9}", figure):  # nobody means a larger one
        raise InvalidError(
            text('{option} "{typed}" is not a whole number', option=option, typed=typed), text("write it in digits")
        )
    return int(figure)


def level(typed: str | None, option: str) -> int | None:
    """How likely or how bad something is: 1 to 5, or low, medium, high.

    Raises:
        InvalidError: it is no whole number.
    """
    degree = _DEGREES.get((typed or "").strip().lower())
    return whole(typed, option) if degree is None else degree


def span(typed: str) -> str:
    """A working time as it is stored: `4h` for `4小时`, `1d` for `1天`."""
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    for word, unit in (
        ("个工作日", "d"),
        ("工作日", "d"),
        ("天", "d"),
        ("日", "d"),
        ("个小时", "h"),
        ("小时", "h"),
        ("分钟", "m"),
    ):
        plain = plain.replace(word, unit)
    return "".join(plain.split())


def said(typed: str | None, zone: ZoneInfo, option: str) -> dict[str, Any] | None:
    """`who;channel;when it was said`."""
    if typed is None:
        return None
    found: dict[str, Any] = parts(typed, ("who", "channel", "when"), option)
    return {
        "who": found["who"],
        "channel": one_of(found["channel"], CHANNELS, option),
        "at": moment(found["when"], zone),
    }


def moment_or_none(typed: str | None, zone: ZoneInfo) -> datetime | None:
    """A time, if one was given."""
    return None if typed is None else moment(typed, zone)


def given(**values: Any) -> dict[str, Any]:
    """The values that were given."""
    return {name: value for name, value in values.items() if value is not None and value != []}
