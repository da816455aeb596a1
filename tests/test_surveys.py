"""The satisfaction survey (P6.2b, P6.1d): whom to ask, sheets out, answers in, one by one or a workbook, and the report."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from people import DELIVERY, Office, at, paper
from telling import made, message, refused, told

from ordertool.records.faults import validated
from ordertool.records.order import Order
from ordertool.records.survey_rules import SurveyRules
from ordertool.rules.duties import duties
from ordertool.rules.lateness import late_moves
from ordertool.rules.surveying import sampled, survey_wanted

AFTER = at("2026-11-24T09:00")


def owed(office, order, now=AFTER):
    return [
        (one.staff, one.role, one.next, f"{one.clock.due.at:%m-%d %H:%M}") for one in duties(order, now, office.ctx)
    ]


def asking(**rules):
    return Office(rules={"survey": {"sample": "all", **rules}})


# --- whom to ask


def test_reception_asks_within_five_days_after_the_slips_are_in_until_it_did():
    office = asking()
    assert owed(office, office.order("delivered")) == []
    order = office.order("closed")
    assert owed(office, order) == [("chen.jie", "receptionist", ("survey-sent", "survey"), "11-30 13:30")]
    sent = office.do("survey-sent", order, "chen.jie", now=AFTER, form="html")
    assert owed(office, sent) == []
    assert owed(office, office.do("survey", order, "chen.jie", now=AFTER, score=5)) == []
    late = office.do("survey", order, "chen.jie", now=at("2026-12-01T09:00"), score=5)
    assert [clock.limit for clock in late_moves(late, office.ctx).values()] == ["survey"]
    # Once a sheet is out, the answer is the client's to give.
    assert late_moves(office.do("survey", sent, "chen.jie", now=at("2026-12-01T09:00"), score=5), office.ctx) == {}


def test_never_an_owner_asks(desk):
    office = asking()
    office.hire("chen.jie", "service", "receptionist", "owner")
    order = office.order("closed")
    owned = order.assignment[0].model_copy(update={"to": "chen.jie"})  # before li.na did
    order = order.model_copy(update={"assignment": (owned, *order.assignment)})
    assert owed(office, order)[0][:2] == ("ma.lan", "receptionist")
    office.away("ma.lan", "2026-11-24", "2026-11-30")
    assert owed(office, order)[0][:2] == ("ma.lan", "receptionist")
    del office.staff["ma.lan"]
    assert owed(office, order)[0][:2] == ("zhao.min", "processor")
    office.hire("zhao.min", "orders", "owner")
    assert owed(office, order)[0][:2] == (None, "receptionist")
    order = desk.order("signed")
    desk.run("staff", "edit", "li.na", "--role", "owner", "--role", "receptionist", by="wu.gang")
    refused(
        desk, order, "survey", "--sheet", str(desk.root.parent / "s.html"), by="li.na", move="send a survey sheet of",
        why="li.na owns the order, did, or stands in for its owner (P6.2b)",
        hint="let another receptionist or processor enter it",
    )  # fmt: skip
    assert not (desk.root.parent / "s.html").exists()


def test_the_sample_follows_from_the_id_and_is_the_same_everywhere():
    ids = [f"SO-20261123-{number:05}" for number in range(2000)]

    def share(**rules):
        found = [one for one in ids if sampled(one, validated(SurveyRules, rules))]
        assert found == [one for one in ids if sampled(one, validated(SurveyRules, rules))]
        return found

    assert share(sample="all") == ids
    assert share(sample="none") == share(sample="none", every=3) == share(sample="none", share="0.3") == []
    assert 560 <= len(share(sample="all", share="0.3")) <= 640
    assert 620 <= len(share(sample="all", every=3)) <= 710
    assert set(share(sample="all", share="0.1")) <= set(share(sample="all", share="0.3"))
    assert share(sample="all", every=3)[:3] == ["SO-20261123-00001", "SO-20261123-00006", "SO-20261123-00008"]


def test_small_orders_foreign_money_and_clients_asked_lately_are_left_alone():
    office = asking(min_value="241200.00")
    order = office.order("closed")
    assert survey_wanted(order, office.ctx)
    assert not survey_wanted(order, asking(min_value="241200.01").ctx)
    office.rules["credit"] = {"rates": {"USD": "1.5"}}
    abroad = office.order("closed", currency="USD")
    assert not survey_wanted(abroad, office.ctx)
    office = asking(not_within_days=90)
    asked = office.do("survey-sent", order, "chen.jie", now=AFTER, form="html").model_copy(
        update={"id": "SO-20261120-00000"}
    )
    other = asked.model_copy(update={"id": "SO-20261120-00001", "survey_sheets": ()})

    def wanted(*orders):
        ctx = office.ctx
        object.__setattr__(ctx, "orders", lambda: orders)
        once = survey_wanted(order, ctx)
        assert survey_wanted(order, ctx) == once
        return once

    assert wanted(order, other)
    assert not wanted(order, asked)
    assert wanted(order, validated(Order, {**asked.plain(), "form": None}))
    office.rules["survey"]["not_within_days"] = 0
    assert wanted(order, asked)
    office.rules["survey"]["not_within_days"] = 90
    assert not survey_wanted(order.model_copy(update={"delivery": ()}), office.ctx), "a complaint alone is no order"


def test_the_client_of_an_order_whose_rest_was_waived_is_asked_too():
    office = asking()
    order = office.do(
        "deliver", office.way("delivered")[-2].new, "li.na", now=AFTER, quantities={"L1": "1"}, **DELIVERY
    )
    order = office.do("sign", order, "li.na", now=AFTER, item="D1", slips=paper("slip.pdf"))
    waived = office.do("waive", order, "wu.gang", now=AFTER, note="does without the rest")
    assert owed(office, waived) == [("chen.jie", "receptionist", ("survey-sent", "survey"), "12-01 09:00")]


@pytest.mark.parametrize("rules", ["share: 1.5", "share: 0.3\n  every: 3"])
def test_a_sample_of_a_policy_is_one(desk, rules):
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("  sample: all", f"  sample: all\n  {rules}"), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "a policy")
    assert "survey: needs a share up to 1, or every, not both" in desk.run("list", code=4).err


# --- sheets out


def words(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<body>")[2]).split())


def test_a_sheet_goes_out_as_a_page(desk):
    order = desk.order("signed")
    place = desk.root.parent / "sheet.html"
    document = made(desk, order, "survey", "--sheet", str(place), "--channel", "邮件", by="chen.jie")
    assert (document["survey_sheets"], document["file"]) == (
        [{"form": "html", "channel": "email", "id": "SV1"}], str(place),
    )  # fmt: skip
    assert message(desk).startswith(
        f"survey-sent {order} SV1\n\n  form: html\n  channel: email\n\nMove: order survey-sent\n"
    )
    said = words(place.read_text("utf-8"))
    for part in (
        f"Order no. {order}",
        "Satisfaction survey",
        "☐ 5",
        "very satisfied",
        "☐ 1",
        "very dissatisfied",
        "East hall racking",
    ):
        assert part in said
    assert "241,200" not in said
    assert [one["next"] for one in document["duties"]] == []
    again = desk.run("survey", order, "--sheet", str(place), by="chen.jie", code=2)
    assert again.err.splitlines()[0] == f"Error: {place} is there already"
    said = desk.run("survey", order, "--sheet", str(place), "--force", by="chen.jie").out.splitlines()
    assert (said[0].partition("  [")[0], said[-1]) == (f"{order}  survey-sent SV2", str(place))
    desk.run("survey", order, "--score", "4", by="chen.jie")
    refused(
        desk, order, "survey", "--sheet", str(place), "--force", by="chen.jie", move="send a survey sheet of",
        why="the client has answered the survey (P6.2b)", hint="ordertool show {tail}",
    )  # fmt: skip
    assert "SV1  11-23 09:00  chen.jie  mail  html" in desk.run("show", order).out


def test_a_dry_run_writes_no_sheet(desk):
    place = desk.root.parent / "sheet.xlsx"
    desk.run("survey", desk.order("signed"), "--sheet", str(place), "--dry-run", by="chen.jie")
    assert not place.exists()


def test_a_sheet_as_a_workbook_is_filled_in_and_read_back(desk):
    order = desk.order("signed")
    place = desk.root.parent / "sheet.xlsx"
    desk.run("survey", order, "--sheet", str(place), by="chen.jie")
    book = load_workbook(place)
    page = book.worksheets[0]
    assert [cell.value for cell in page[7]] == [order, "杭州湾物流有限公司", "East hall racking", None, None]
    page["D7"], page["E7"] = 5, "=1+1 is what we got"
    page["E7"].data_type = "s"
    book.save(place)
    said = desk.run("survey", "--from", str(place), by="chen.jie").out
    assert said == f"answers recorded: 1\n  {order}\n"
    assert desk.ask("show", order)["survey"] == {"score": 5, "comment": "=1+1 is what we got"}


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        ((), "say one thing: a score, a sheet that goes out, a workbook to fill in, or one to read", None),
        (("7K3FQ", "--score", "5", "--sheet", "x.html"), "say one thing: a score, a sheet that goes out, a workbook to fill in, or one to read", None),
        (("7K3FQ", "--from", "x.xlsx"), "say one thing: a score, a sheet that goes out, a workbook to fill in, or one to read", None),
        (("--score", "5"), "ID is missing", "name the order: ordertool survey 7K3FQ --score 5"),
        (("--blank", "x.html"), "x.html names no workbook", "let it end in .xlsx"),
        (("--from", "/nowhere.xlsx"), "/nowhere.xlsx cannot be read: there is no such file or folder", "name a workbook: .xlsx"),
    ],
)  # fmt: skip
def test_one_thing_is_said_of_a_survey(desk, args, error, hint):
    said = desk.run("survey", *args, by="chen.jie", code=2).err.splitlines()
    assert said[0] == f"Error: {error}"
    assert hint is None or said[1] == f"Hint: {hint}"


def test_a_sheet_is_a_page_or_a_workbook(desk):
    told(
        desk, "survey", desk.order("signed"), "--sheet", "sheet.pdf", by="chen.jie", code=2,
        error="sheet.pdf names no form of a sheet", hint="let it end in .html or .xlsx",
    )  # fmt: skip


# --- a workbook of answers in


@pytest.fixture
def several(desk):
    """Three signed orders of one client, whose sheets are due."""
    client = desk.client("unlimited")
    return [desk.order("signed", client) for _ in range(3)]


def answers(desk, *rows, heads=("订单号", "客户", "评分", "意见"), title="答复"):
    """A workbook as somebody else's program would write it."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    page.append(["meant for reception"])
    page.append(list(heads))
    for row in rows:
        page.append(list(row))
    place = desk.root.parent / "answers.xlsx"
    book.save(place)
    return str(place)


def test_a_workbook_of_all_who_have_not_answered_is_read_back_in_one_commit(desk, several):
    place = desk.root.parent / "blank.xlsx"
    desk.order("delivered")  # nobody is asked yet
    found = desk.ask("survey", "--blank", str(place), by="chen.jie")
    assert found == {"file": str(place), "orders": sorted(several)}
    book = load_workbook(place)
    page = book.worksheets[0]
    for row, score in ((7, 5), (8, "4分"), (9, None)):
        page.cell(row, 4, score)
    page.cell(8, 5, "late\nbut good")
    book.save(place)
    before = desk.git("rev-list", "--count", "HEAD").strip()
    dry = desk.run("survey", "--from", str(place), "--dry-run", by="chen.jie").out.splitlines()
    assert dry[-1] == "dry run, nothing written"
    answered = desk.ask("survey", "--from", str(place), by="chen.jie")
    assert answered["answered"] == sorted(several)[:2]
    assert int(desk.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert message(desk).splitlines()[0] == "survey 2 order records"
    assert [desk.ask("show", one)["survey"] for one in sorted(several)] == [
        {"score": 5, "comment": None}, {"score": 4, "comment": "late\nbut good"}, None,
    ]  # fmt: skip
    assert desk.run("check").code == 0


def test_a_row_that_does_not_fit_and_nothing_is_recorded_every_fault_with_its_cell(desk, several):
    first, second, third = several
    place = answers(
        desk, (first, "x", 6, "too good"), ("", "x", 3, ""), ("SO-20261123-ZZZZZ", "x", 3, ""), (second, "x", "=1+2", ""),
        (third[-5:], "x", 4.0, None), (third, "x", 4, None), (first, "x", None, "no score"), (second, "x", True, None),
        (second, "x", 3, "x" * 5001), (None, None, None, None),
    )  # fmt: skip
    before = desk.state()
    said = desk.run("survey", "--from", place, by="chen.jie", code=4).err.splitlines()
    assert desk.state() == before
    assert said == [
        "Error: no answer is recorded: 答复!C3: the score must be a whole number from 1 to 5",
        "  答复!A4: the order is missing",
        "  答复!A5: there is no order SO-20261123-ZZZZZ",
        "  答复!C6: is a formula; write the score itself",
        f"  答复!A8: {third} stands in it twice",
        "  答复!C9: the score must be a whole number from 1 to 5",
        "  答复!C10: the score must be a whole number from 1 to 5",
        "  答复!D11: comment: is longer than 5000 characters",
        "Hint: mend the workbook and read it again",
    ]


def test_a_score_of_thousands_of_digits_is_no_score(desk, several):
    place = answers(desk, (several[0], "x", "9" * 5000, ""))
    said = desk.run("survey", "--from", place, by="chen.jie", code=4).err.splitlines()
    assert said[0] == "Error: no answer is recorded: 答复!C3: the score must be a whole number from 1 to 5"


def test_what_the_table_refuses_of_a_row_refuses_all(desk, several):
    desk.run("survey", several[0], "--score", "5", by="chen.jie")
    place = answers(desk, (several[0], "x", 4), (several[1], "x", 4), heads=("Order", "Client", "Score"))
    said = desk.run("survey", "--from", place, by="chen.jie", code=3).err.splitlines()
    assert said[0] == "Error: no answer is recorded: 答复!A3: the client has answered the survey (P6.2b)"
    said = desk.run("survey", "--from", place, by="li.na", code=3).err.splitlines()
    assert said[0].startswith("Error: no answer is recorded: 答复!A3: li.na (owner) may not do that (P6.2b)")


def _packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"not a workbook", "it is no Excel workbook"),
        (_packed(a="x"), "it is no Excel workbook"),
        (_packed(a=bytes(65 * 1024 * 1024)), "it is too large"),
    ],
    ids=["text", "zip", "bomb"],
)
def test_what_is_no_workbook_is_told(desk, data, why):
    place = desk.root.parent / "answers.xlsx"
    place.write_bytes(data)
    told(
        desk, "survey", "--from", str(place), by="chen.jie", code=4, error=f"{place} holds no answers: {why}",
        hint="make one to fill in: ordertool survey --blank answers.xlsx",
    )  # fmt: skip


def test_a_workbook_without_answers_is_told(desk):
    place = answers(desk, ("x", "y", None, None))
    assert (
        "holds no answers: no row of it holds an answer"
        in desk.run("survey", "--from", place, by="chen.jie", code=4).err
    )
    place = answers(desk, *[("x",)] * 30, heads=("Client", "Place"))
    assert "no row of it holds an answer" in desk.run("survey", "--from", place, by="chen.jie", code=4).err


# --- the report


def test_L17_who_has_not_answered_is_no_zero_in_the_satisfaction_report(desk, several):
    first, second, third = several
    for one in (first, second):
        desk.run("survey", one, "--sheet", str(desk.root.parent / f"{one}.html"), by="chen.jie")
    desk.run("survey", first, "--score", "4", "--comment", "late", by="chen.jie")
    desk.run("survey", third, "--score", "3", by="chen.jie")
    found = desk.ask("report", "satisfaction")
    assert found["counts"] == {"asked": 3, "sent": 2, "answered": 2, "rate": "0.6667", "mean": "3.50"}
    group = {"asked": 3, "sent": 2, "answered": 2, "rate": "0.6667", "mean": "3.50"}
    assert found["owners"] == [{"name": "li.na", **group}]
    assert found["clients"] == [{"name": "杭州湾物流有限公司", **group}]
    assert found["months"] == [{"name": "2026-11", **group}]
    assert [(one["id"], one["score"], one["answered"], one["comment"]) for one in sorted(found["orders"], key=lambda one: several.index(one["id"]))] == [
        (first, 4, "2026-11-23", "late"), (second, None, None, None), (third, 3, "2026-11-23", None),
    ]  # fmt: skip
    lines = desk.run("report", "satisfaction", "--period", "2026Q4").out
    assert lines.startswith("Client satisfaction, 2026-10-01 to 2026-12-31  2026-11-23 09:00\n")
    assert "Response rate: 67 %" in " ".join(lines.split())
    nobody = desk.ask("report", "satisfaction", "--period", "2026Q3")
    assert nobody["counts"] == {"asked": 0, "sent": 0, "answered": 0, "rate": None, "mean": None}
    alone = desk.ask("report", "satisfaction", "--staff", "sun.tao")
    assert alone["counts"]["asked"] == 0


def test_without_an_answer_there_is_no_mean(desk, several):
    desk.run("survey", several[0], "--sheet", str(desk.root.parent / "s.html"), by="chen.jie")
    found = desk.ask("report", "satisfaction")
    assert found["owners"] == [{"name": "li.na", "asked": 1, "sent": 1, "answered": 0, "rate": "0.0000", "mean": None}]
