"""One order's life through every move there is, as the commands that make them."""

from __future__ import annotations

from telling import DELIVERY, READY, TOLD

from ordertool.book.paths import record_at

LINES = (
    "--line", "item=Rack;spec=2 m;quantity=4;unit=piece;price=10.00",
    "--line", "item=Rail;spec=3 m;quantity=6;unit=piece;price=5.00",
)  # fmt: skip
AGREED = ("--cause", "client", "--reason", "as agreed", "--agreed-by", "周敏;phone;2026-11-23T08:50")
BEFORE = ("""
orders:
  - stage: confirmed
    opening: {source: "old ledger, page 12"}
    inquiry: {client: 客户, contact: 周敏, channel: phone, matter: racks}
    form:
      client: CLIENT
      project: P
      description: D
      type: standard
      domain: storage
      lines: [{item: Rack, spec: 2 m, quantity: 4, unit: piece, price: "10.00"}]
      deliver_by: 2026-12-18
      deliver_to: Ningbo
      payment: account:30
    assignment: [{to: li.na}]
""", """
receivables:
  - {client: CLIENT, amount: "60.00", since: 2026-09-01, due: 2026-10-01, reference: old ledger}
""", """
receivables:
  - {client: CLIENT, amount: "40.00", currency: USD, since: 2026-09-01, due: 2026-10-01, reference: old ledger}
""")  # fmt: skip
"""Documents for `opening`, each of one commit."""
PHASE = ("--phase", "Make;2026-11-24;2026-12-10;li.na")
PLACES = ("{order}", "{client}", "{first}", "{meeting}")


def life(desk, number):
    """Every move there is, for one order: (actor, arguments), with {order}, {client} and the {first} client to be filled in."""
    form, slip = desk.paper(f"form-{number}.txt", f"form {number}"), desk.paper(f"slip-{number}.txt", f"slip {number}")
    signed = desk.paper(f"signed-{number}.txt", f"signed {number}")
    return [
        ("chen.jie", ("inquire", "--client", f"客户 {number}", "--contact", "周敏", "--channel", "phone", "--matter",
                      "racks")),
        ("chen.jie", ("forward", "{order}", "--to", "li.na", "--question", "load?")),
        ("li.na", ("reply", "{order}", "--text", "2.5 t")),
        ("chen.jie", ("lose", "{order}", "--reason", "bought elsewhere")),
        ("chen.jie", ("undo", "{order}")),
        ("chen.jie", ("client", "add", "--name", f"客户 {number}", "--contact", "周敏")),
        ("chen.jie", ("client", "edit", "{client}", "--needs", "racks")),
        ("chen.jie", ("client", "confirm", "{client}")),
        ("qian.yu", ("client", "credit", "{client}", "--grade", "A", "--line", "500", "--days", "30", "--evidence", "x",
                     "--valid-until", "2027-06-30")),
        ("chen.jie", ("draft", "{order}", "--client", "{client}", "--project", "P", "--description", "D", "--type",
                      "standard", "--domain", "storage", *LINES, "--deliver-by", "2026-12-18", "--deliver-to", "Ningbo",
                      "--payment", "account:30")),
        ("chen.jie", ("review", "{order}", "--return", "deliver_to: no house number")),
        ("chen.jie", ("draft", "{order}", "--set", "deliver_to=Ningbo 88")),
        ("chen.jie", ("review", "{order}", "--pass")),
        ("chen.jie", ("submit", "{order}", "--original", form)),
        ("zhao.min", ("send-back", "{order}", "--reason", "no drawing")),
        ("chen.jie", ("submit", "{order}", "--original", form, "--attach", slip)),
        ("chen.jie", ("undo", "{order}")),
        ("chen.jie", ("submit", "{order}", "--original", form, "--attach", slip)),
        ("zhao.min", ("correct", "{order}", "--set", "contract=HT-1", "--cause", "typed wrong")),
        ("zhao.min", ("assign", "{order}", "--to", "li.na")),
        ("li.na", ("decline", "{order}", "--reason", "away")),
        ("zhao.min", ("assign", "{order}", "--to", "sun.tao")),
        ("zhao.min", ("reassign", "{order}", "--to", "li.na", "--reason", "knows the client")),
        ("li.na", ("confirm", "{order}")),
        ("wu.gang", ("hold", "{order}", "--reason", "credit watch")),
        ("zhao.min", ("resume", "{order}")),
        ("li.na", ("plan", "{order}", *PHASE, "--every", "3d")),
        ("li.na", ("progress", "{order}", "--state", "cut", "--percent", "40")),
        ("li.na", ("escalate", "{order}", "--problem", "no crane")),
        ("zhao.min", ("coordinate", "{order}", "Q1", "--with", "production", "--decision", "hire one")),
        ("zhao.min", ("resolve", "{order}", "Q1", "--solution", "crane on site")),
        ("li.na", ("assist", "{order}", "--ask", "production", "--need", "two welders")),
        ("he.jun", ("assist", "{order}", "A1", "--accept")),
        ("he.jun", ("assist", "{order}", "A1", "--done")),
        ("zhao.min", ("team", "{order}", "--member", "li.na", "--member", "he.jun", "--reason", "three trades")),
        ("zhao.min", ("session", "{order}", "--present", "li.na", "--matters", "crane", "--decision",
                      "hire one;he.jun;2026-11-26")),
        ("he.jun", ("session", "{order}", "SS1.1", "--done")),
        ("li.na", ("risk", "{order}", "--risk", "ice", "--likelihood", "3", "--effect", "4", "--countermeasure", "by rail",
                   "--owner", "he.jun")),
        ("he.jun", ("risk", "{order}", "RR1", "--review", "colder")),
        ("li.na", ("risk", "{order}", "RR1", "--close", "averted", "--note", "thaw")),
        ("li.na", ("contact", "{order}", "--channel", "phone", "--text", "told the date")),
        ("li.na", ("change", "{order}", "--set", "lines.L2.quantity=5", *AGREED)),
        ("qian.yu", ("override", "{order}", "--reason", "guarantee", "--until", "2026-12-31", "--amount", "600")),
        ("wu.gang", ("cancel", "{order}", "--reason", "gave up")),
        ("wu.gang", ("undo", "{order}")),
        ("li.na", ("prepare", "{order}", *READY, *TOLD)),
        ("li.na", ("deliver", "{order}", "--quantity", "L1=4", *DELIVERY)),
        ("li.na", ("sign", "{order}", "--slip", signed)),
        ("wu.gang", ("close", "{order}", "--waive", "does without the rails")),
        ("zhao.min", ("reopen", "{order}", "--reason", "wants them after all")),
        ("li.na", ("sign", "{order}", "--slip", form)),
        ("li.na", ("deliver", "{order}", "--quantity", "L2=5", *DELIVERY)),
        ("lin.wei", ("complain", "{order}", "--text", "scratched")),
        ("li.na", ("respond", "{order}", "K1", "--text", "we look at it")),
        ("li.na", ("settle", "{order}", "K1", "--solution", "painted", "--feedback", "content")),
        ("li.na", ("sign", "{order}", "--slip", form)),
        ("chen.jie", ("survey", "{order}", "--sheet", str(desk.root.parent / f"sheet-{number}.html"), "--force")),
        ("chen.jie", ("survey", "{order}", "--score", "5")),
        ("zhao.min", ("take-back", "{order}", "--quantity", "L2=1", "--reason", "scratched")),
        ("zhao.min", ("undo", "{order}")),
        ("zhao.min", ("close", "{order}")),
        ("qian.yu", ("invoice", "{order}", "--number", "7", "--amount", "60.00")),
        ("qian.yu", ("pay", "{order}", "--amount", "60.00", "--on", "2026-11-23")),
        ("qian.yu", ("pay", "{order}", "--refund", "--amount", "5.00", "--on", "2026-11-23", "--reason", "rail back")),
        ("wu.gang", ("pay", "{order}", "--write-off", "--amount", "10.00", "--reason", "rail back")),
        ("zhao.min", ("archive", "{order}")),
        ("wu.gang", ("staff", "add", f"n{number}", "--name", "新人", "--email", f"n{number}@example.com", "--department",
                     "sales", "--role", "owner")),
        ("chen.jie", ("client", "add", "--name", f"客户 {number}", "--contact", "周敏", "--although-like", "overlooked")),
        ("wu.gang", ("client", "merge", "{client}", "--into", "{first}", "--reason", "opened twice")),
        ("zhao.min", ("staff", "train", f"n{number}", "--topic", "secrets", "--on", "2026-11-20")),
        ("wu.gang", ("staff", "away", f"n{number}", "--from", "2026-12-01", "--to", "2026-12-05")),
        ("wu.gang", ("staff", "back", f"n{number}", "--on", "2026-12-03")),
        ("wu.gang", ("staff", "edit", f"n{number}", "--weight", "5")),
        ("wu.gang", ("staff", "leave", f"n{number}", "--on", "2026-11-23", "--reason", "x")),
        ("wu.gang", ("staff", "rejoin", f"n{number}")),
        ("zhao.min", ("meeting", "call", "--when", "2026-11-25T09:00", "--where", "Room 2", "--invite", "li.na")),
        ("zhao.min", ("meeting", "cancel", "{meeting}", "--reason", "half of us are at the fair")),
        ("zhao.min", ("meeting", "call", "--when", "2026-11-23T09:00", "--where", "Room 2", "--invite", "li.na")),
        ("zhao.min", ("meeting", "minutes", "{meeting}", "--decision", "hire one", "--action", "li.na;quote;2026-12-01")),
        ("li.na", ("meeting", "done", "{meeting}", "X1")),
    ]  # fmt: skip


def money(desk, number):
    """What a client's file holds of money, from before the book on."""
    return [
        *(("wu.gang", ("opening", "--from", "-")) for _document in BEFORE),
        ("qian.yu", ("dun", "{client}", "--out", str(desk.root.parent / f"letter-{number}.html"))),
        ("qian.yu", ("pay", "{client}", "--amount", "50.00")),
        ("qian.yu", ("pay", "{client}", "--amount", "30.00", "--currency", "USD", "--to", "OB2=10")),
        ("qian.yu", ("pay", "{client}", "--from-deposit", "DP2", "--amount", "10.00", "--to", "OB2")),
        ("qian.yu", ("pay", "{client}", "--refund", "--from-deposit", "DP2", "--amount", "5.00", "--reason", "x")),
        ("wu.gang", ("pay", "{client}", "--write-off", "--to", "OB1", "--amount", "10.00", "--reason", "x")),
        ("qian.yu", ("client", "watch", "{client}", "--reason", "heard of trouble")),
        ("qian.yu", ("client", "release", "{client}", "--reason", "it was nothing")),
        ("wu.gang", ("client", "dismiss", "{client}", "--reason", "the bank confirms it")),
    ]  # fmt: skip


ASSESSED = (
    ("2027-01-05T09:00", "wu.gang", ("staff", "add", "ma.hong", "--name", "马红", "--email", "ma.hong@example.com",
                                     "--department", "office", "--role", "manager")),
    ("2027-01-05T10:00", "wu.gang", ("assess", "run", "2026Q4")),
    ("2027-01-05T11:00", "wu.gang", ("assess", "publish", "2026Q4")),
    ("2027-01-06T09:00", "li.na", ("assess", "appeal", "2026Q4", "--text", "the line was dead")),
    ("2027-01-07T09:00", "wu.gang", ("assess", "answer", "2026Q4", "AP1", "--reject", "it was not")),
    ("2027-01-15T09:00", "ma.hong", ("assess", "approve", "2026Q4")),
    ("2027-01-15T10:00", "chen.jie", ("inquire", "--client", "晚到公司", "--contact", "周敏", "--channel", "phone", "--matter",
                                      "rails", "--at", "2026-12-01T09:00")),
    ("2027-01-15T11:00", "ma.hong", ("assess", "revise", "2026Q4", "--reason", "an inquiry was entered late")),
    ("2027-01-15T12:00", "zhao.min", ("assess", "note", "li.na", "--text", "calmed an angry client")),
    ("2027-01-15T13:00", "wu.gang", ("assess", "reward", "li.na", "--kind", "certificate", "--reason", "first aid")),
)  # fmt: skip
"""What a quarter is assessed by, from the first figures to a revision; and what is kept beside."""


def going_live(desk):
    """Let what was open before the book come in, as the manager sets it."""
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8") + "\ngo_live: 2026-12-31\n", "utf-8")
    me = ("-c", "user.name=吴刚", "-c", "user.email=wu.gang@example.com")
    desk.git(*me, "commit", "-qam", "the book goes live at the end of the year")


def newest(book, kind):
    """The id of the record that the last commit brought."""
    return next(place[1] for path in book.changes("HEAD") if (place := record_at(path)) and place[0] == kind)


def lived(desk, book, number=1):
    """Play a whole life; the order's id."""
    known = {"order": "", "client": "", "first": "", "meeting": ""}
    documents = iter(BEFORE)
    for actor, template in [*life(desk, number), *money(desk, number)]:
        args = [part.format(**known) if part in PLACES else part for part in template]
        before = next(documents).replace("CLIENT", known["client"]) if args[0] == "opening" else ""
        desk.run(*args, by=actor, stdin=before.encode())
        if args[0] == "inquire":
            known["order"] = newest(book, "order")
        if args[:2] == ["meeting", "call"]:
            known["meeting"] = newest(book, "meeting")
        if args[:2] == ["client", "add"]:
            known["client"] = newest(book, "client")
            known["first"] = known["first"] or known["client"]
        if args[:2] == ["client", "merge"]:
            known["client"] = known["first"]
    for desk.now, actor, args in ASSESSED:
        desk.run(*args, by=actor)
    return known["order"]
