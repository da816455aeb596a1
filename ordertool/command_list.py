"""The commands there are, with their help lines: moves from the table, the rest from here, in the order of an order's life."""

from __future__ import annotations

from ordertool.language import N_, _

READING: dict[str, str] = {
    "show": N_("Show one order"),
    "list": N_("List orders"),
    "inbox": N_("What waits for you now, by due time"),
    "due": N_("Everything late or soon late, by whom"),
    "board": N_("The open orders by stage"),
    "search": N_("Find orders by words in them"),
    "explain": N_("What may happen next, by whom, until when, and why not"),
    "log": N_("The moves of a record, or of the book"),
    "print": N_("Print a confirmation, a delivery slip, a handover sheet, a client statement or a letter"),
    "receivables": N_("What clients owe, when it is due, and how late it is"),
    "dun": N_("Write the dunning letter that is due to a client"),
}
NOUNS: dict[str, tuple[str, dict[str, str]]] = {
    "client": (
        N_("Clients' files"),
        {
            "confirm": N_("Say that all of a client's file is still right"),
            "show": N_("Show a client's file"),
            "list": N_("List clients"),
        },
    ),
    "staff": (
        N_("The staff"),
        {
            "show": N_("Show a person"),
            "list": N_("List the staff"),
            "training": N_("Who was trained, and who is due"),
        },
    ),
    "meeting": (
        N_("Meetings"),
        {
            "done": N_("Report that an action of a meeting is done"),
            "agenda": N_("The agenda, made from the records since the last meeting"),
            "show": N_("Show a meeting"),
            "list": N_("List meetings"),
            "print": N_("Print the minutes of a meeting"),
        },
    ),
    "assess": (
        N_("Assessments"),
        {
            "run": N_("Compute the assessment of a quarter or half-year, and keep its figures"),
            "show": N_("Show the figures of a period, everybody's or one person's"),
            "explain": N_("The evidence behind a figure, line by line, down to the commit"),
            "compare": N_("Two periods beside each other"),
            "export": N_("The assessment as Excel workbook, written report, letters or JSON"),
            "today": N_("Where everybody stands in the period that runs"),
            "publish": N_("Publish the figures: from then on everybody may see them, and appeal"),
            "appeal": N_("Appeal against your own figures"),
            "answer": N_("Answer an appeal: accept or reject it, with the reason"),
            "approve": N_("Approve the figures, and freeze them"),
            "revise": N_("Put revised figures beside the approved ones, with the reason"),
            "note": N_("Keep an observation of a person's work as evidence"),
            "reward": N_("Record a reward, a sanction or a certificate"),
        },
    ),
    "export": (
        N_("Sheets for others"),
        {
            "orders": N_("The tracking sheet of orders, for Excel"),
            "clients": N_("The files of clients, with what they ordered and owe, for Excel"),
            "receivables": N_("What clients owe, debt by debt, for Excel"),
            "events": N_("Every move as an object-centric event log (OCEL 2.0), for process mining"),
        },
    ),
    "report": (
        N_("Reports over all orders"),
        {
            "daily": N_("For the morning meeting: what came in, what is late, what is due"),
            "workload": N_("What each owner carries against their share, and what of it is late"),
            "fairness": N_("How evenly orders were given out, and how evenly the rules would have allowed"),
            "risk": N_("Risks by likelihood and effect, and what was late outside the owner's hands"),
            "bulletin": N_("What concerns a department: assignments, progress, deliveries, problems, assistance"),
            "complaints": N_("Complaints: open, late, by who answers for them and by client"),
            "satisfaction": N_("How content clients are: asked, answered, scores, by owner, client and month"),
            "receivables": N_("What clients owe, by client and order, with ageing bands"),
            "list": N_("List the reports, each with what it counts now; so does `report` alone"),
            "diff": N_("What changed between two runs: of documents in files, or of a report as of two moments"),
        },
    ),
    "notices": (
        N_("Notices to the staff"),
        {
            "list": N_("The notices that wait, and those that went out"),
            "show": N_("One notice, as it was or will be sent"),
            "send": N_("Send the notices that wait, also those that are to be tried later"),
        },
    ),
    "policy": (
        N_("The company's policy"),
        {
            "show": N_("The policy in words"),
            "coverage": N_("Which clause is enforced where, and which by nothing"),
            "try": N_("What a changed policy would have done with past assignments and time limits"),
        },
    ),
}
BOOK: dict[str, str] = {
    "init": N_("Make a new book"),
    "save": N_("Make the move that an edit by hand stands for"),
    "tick": N_("Remind, escalate what is late, and send the notices that wait: for cron"),
    "check": N_("Check the whole book and name every problem"),
    "schema": N_("The JSON Schemas of a book's files, for editors"),
    "doctor": N_("Look at this machine, git, the calendar and the locks, and say what to do"),
    "completion": N_("Print what makes your shell complete commands, orders and people"),
}
_CHAPTERS = (
    (N_("Intake:"), ("P2.1", "P2.2")),
    (N_("Assignment:"), ("P2.3",)),
    (N_("Follow-up:"), ("P2.4", "P5.1", "P5.2a", "P7.2")),
    (N_("Delivery and payment:"), ("P2.5", "P5.2c", "P6.2", "P7.1")),
    (N_("At any time:"), ("P",)),
)
"""The parts of an order's life, and the clauses of the moves in them."""
_INTAKE = {"new", "inquiry", "draft"}


def sections(noun: str = "") -> dict[str, dict[str, str]]:
    """The commands, or those of a noun, with their help lines: by the order's life, then what reads, then files."""
    from ordertool.rules.workflow import TABLE  # noqa: PLC0415 (only help and mistakes need the whole table)

    rows = [row for row in TABLE if row.kind == (noun or "order") and not row.command]
    if noun:
        return {_("Commands:"): {row.verb: row.help for row in rows} | NOUNS[noun][1]}
    found: dict[str, dict[str, str]] = {_(title): {} for title, _clauses in _CHAPTERS}
    for row in rows:
        clause = "P2.1" if row.frm <= _INTAKE and row.verb != "opening" else row.clause.number
        title = next(title for title, clauses in _CHAPTERS if clause.startswith(clauses))
        found[_(title)][row.verb] = row.help
    kinds = {str(row.kind) for row in TABLE}
    files = {name: about for name, (about, _verbs) in NOUNS.items() if name in kinds}
    sheets = {name: about for name, (about, _verbs) in NOUNS.items() if name not in kinds}
    found |= {_("Reading:"): READING | sheets, _("Clients, staff, meetings:"): files, _("The book:"): BOOK}
    return found


def commands(noun: str = "") -> dict[str, str]:
    """The same in one list."""
    return {name: about for part in sections(noun).values() for name, about in part.items()}


def typed_names(noun: str) -> dict[str, list[str]]:
    """What somebody may type for a command, in either language, also without the noun before it: the commands meant."""
    found = {word: [name] for name in commands(noun) for word in (name, _(name))}
    own = found.keys() | set()
    for one in () if noun else NOUNS:
        for verb in commands(one):
            for word in {verb, _(verb)} - own:
                found.setdefault(word, []).append(f"{one} {verb}")
    return found
