"""A busy week: five orders on which everything happened that can be looked at. Told once, looked at by many tests."""

from __future__ import annotations

from typing import NamedTuple

from conftest import Desk


class Busy(NamedTuple):
    """The desk after that week, and its orders by what they are there for."""

    desk: Desk
    client: str
    whole: str
    held: str
    waiting: str
    asked: str
    archived: str


def busy_week(desk: Desk) -> Busy:
    client = desk.client("486000")  # the gate comes to 100.00 more
    archived = desk.order("archived", client)
    held = desk.order("active", client)
    waiting = desk.order("assigned", client)
    whole = _whole(desk, client, archived)
    desk.now = "2026-11-25T09:00"
    desk.run("hold", held, "--reason", "credit watch", by="zhao.min")
    desk.run("contact", waiting, "--channel", "visit", "--text", "a slip of the pen", by="chen.jie")
    desk.run("undo", waiting, by="chen.jie")
    asked = desk.ask(
        "inquire", "--client", "Ｈａｒｂｏｕｒ GmbH", "--contact", "Erika", "--email", "erika@example.com", "--channel", "email",
        "--matter", "二手货架\n40 bays, 2 t", by="chen.jie",
    )["id"]  # fmt: skip
    desk.run("forward", asked, "--to", "li.na", "--question", "second-hand?", by="chen.jie")
    desk.now = "2026-11-25T10:00"
    return Busy(desk, client, whole, held, waiting, asked, archived)


def _whole(desk: Desk, client: str, origin: str) -> str:
    """An order on which every move was made that leaves a trace."""
    order = desk.ask(
        "inquire", "--client", "杭州湾物流有限公司", "--contact", "周敏", "--phone", "13800001234", "--email",
        "zhou.min@example.com", "--channel", "wechat", "--matter", "gate for the west yard", "--answer", "yes, we make gates",
        "--origin", origin, by="chen.jie",
    )["id"]  # fmt: skip
    desk.run(
        "forward", order, "--to", "li.na", "--question", "which motor?", "--promised", "2026-11-23T16:00", by="chen.jie"
    )
    desk.run("reply", order, "--text", "the quiet one", by="li.na")
    form = (
        "draft", order, "--client", client, "--project", "Gate", "--description", "Supply and install", "--type", "special",
        "--domain", "transport", "--line", "item=Sliding gate;spec=6 m 电动;quantity=2;unit=piece;price=1850.00",
        "--deliver-by", "2026-12-18", "--deliver-to", "宁波市海港路88号", "--payment", "prepayment:30",
    )  # fmt: skip
    desk.run(*form, "--set", "contract=HT-2026-7", "--set", "client_order=PO 4711", by="chen.jie")
    desk.run("review", order, "--return", "deliver_to: no gate number", by="chen.jie")
    desk.run("draft", order, "--set", "deliver_to=宁波市海港路88号3号门", by="chen.jie")
    desk.run("review", order, "--pass", by="chen.jie")
    desk.run(
        "override", order, "--reason", "bank guarantee", "--until", "2026-12-31", "--amount", "600000", by="qian.yu"
    )
    desk.run("submit", order, "--original", desk.paper("gate.txt", "form"), by="chen.jie")
    desk.run("send-back", order, "--reason", "drawing is missing", by="zhao.min")
    desk.run("review", order, "--pass", by="chen.jie")
    papers = ("--original", desk.paper("gate.txt", "form"), "--attach", desk.paper("图纸.pdf", "drawing"))
    desk.run("submit", order, *papers, by="chen.jie")
    desk.run("assign", order, "--to", "sun.tao", "--reason", "knows gates", by="zhao.min")
    desk.run("decline", order, "--reason", "away next week", by="sun.tao")
    desk.run(
        "assign", order, "--to", "li.na", "--reason", "knows the client", "--note", "mind the cable", by="zhao.min"
    )
    desk.run("confirm", order, by="li.na")
    desk.run("pay", order, "--amount", "1110.00", "--on", "2026-11-23", "--reference", "B-17", by="qian.yu")
    desk.run(
        "plan", order, "--phase", "Make;2026-11-23;2026-11-24;li.na", "--phase", "Install;2026-11-23;2026-12-18;he.jun",
        "--node", "Drawings approved;2026-11-26", "--risk", "steel late;second supplier", "--every", "3d", by="li.na",
    )  # fmt: skip
    desk.run(
        "risk", order, "--risk", "port freezes", "--likelihood", "high", "--effect", "4", "--countermeasure", "by rail",
        "--owner", "he.jun", "--trigger", "ice", "--look", "2026-12-01", by="li.na",
    )  # fmt: skip
    desk.run("risk", order, "RK1", "--review", "steel is on the way", "--likelihood", "1", "--effect", "3", by="li.na")
    desk.run("risk", order, "RK1", "--close", "averted", "--note", "steel came", by="zhao.min")
    desk.run(
        "progress", order, "--state", "Frames cut", "--percent", "40", "--eta", "2026-12-18", "--problem", "paint cracked;repaint",
        "--done", "PH1", "--via", "written", by="li.na",
    )  # fmt: skip
    desk.run("escalate", order, "--problem", "crane not available", by="li.na")
    desk.run("coordinate", order, "Q1", "--with", "production", "--decision", "hire a crane", by="zhao.min")
    desk.run("resolve", order, "Q1", "--solution", "crane on site 12-14", by="zhao.min")
    desk.run("escalate", order, "--problem", "no power on site", by="li.na")
    for need in ("two welders", "a forklift", "a truck"):
        desk.run("assist", order, "--ask", "production", "--need", need, by="li.na")
    desk.run("assist", order, "A1", "--accept", by="he.jun")
    desk.run("assist", order, "A1", "--done", by="he.jun")
    desk.run("assist", order, "A2", "--decline", "--reason", "it is broken", by="he.jun")
    desk.run("team", order, "--member", "li.na", "--member", "he.jun", "--reason", "two trades", by="zhao.min")
    desk.run(
        "session", order, "--present", "li.na", "--present", "he.jun", "--matters", "the cable", "--decision",
        "dig the trench;he.jun;2026-11-27", "--decision", "ask the client;li.na;2026-11-24", by="zhao.min",
    )  # fmt: skip
    desk.run("session", order, "SS1.2", "--done", by="li.na")
    desk.run("contact", order, "--channel", "phone", "--text", "told the install date", by="li.na")
    desk.run(
        "change", order, "--set", "deliver_by=2026-12-24", "--reason", "port closed", "--cause", "force-majeure",
        "--agreed-by", "周敏;phone;2026-11-23T08:50", by="li.na",
    )  # fmt: skip
    desk.run(
        "correct", order, "--set", "contract=HT-2026-8", "--cause", "typed wrong", "--delay", "4h", "--loss", "120.50",
        by="zhao.min",
    )  # fmt: skip
    desk.run(
        "prepare", order, "--done", "packaging", "--done", "documents", "--done", "transport", "--told",
        "周敏;phone;2026-11-23T08:40", "--when", "2026-11-24T09:00", "--method", "truck", by="li.na",
    )  # fmt: skip
    desk.run(
        "deliver", order, "--quantity", "L1=1", "--place", "west yard", "--delivered-by", "driver Wu", "--received-by", "周敏",
        "--outcome", "remarks", "--remarks", "one scratch", by="li.na",
    )  # fmt: skip
    desk.run("sign", order, "--slip", desk.paper("slip.pdf"), by="li.na")
    for words in ("a scratch", "too loud"):
        desk.run("complain", order, "--text", words, by="chen.jie")
    for complaint in ("K1", "K2"):
        desk.run("respond", order, complaint, "--text", "we look at it", "--channel", "phone", by="li.na")
    desk.run(
        "settle", order, "K1", "--solution", "polished", "--feedback", "content", "--outcome", "repaired", by="li.na"
    )
    desk.run(
        "deliver", order, "--quantity", "L1=1", "--place", "west yard", "--delivered-by", "driver Wu", "--received-by", "周敏",
        by="li.na",
    )  # fmt: skip
    desk.run("invoice", order, "--number", "26332018", "--amount", "1110.00", "--tax", "127.70", by="qian.yu")
    desk.run("pay", order, "--refund", "--amount", "10.00", "--reason", "one bolt", by="qian.yu")
    desk.run("pay", order, "--write-off", "--amount", "5.00", "--reason", "cents", by="wu.gang")
    desk.run("survey", order, "--sheet", str(desk.root.parent / "survey.html"), "--channel", "email", by="chen.jie")
    desk.run("survey", order, "--score", "4", "--comment", "good, but late", by="chen.jie")
    return order
