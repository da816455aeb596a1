"""Who is told of what, in which words, and what no notice ever says (P2.3b, P5.1b, P0.4, L8)."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta

import pytest
from people import CLIENT, NOW, Office, at, client, full_story, paper

from ordertool.language import language, speaking, use_language
from ordertool.notices.discreet import discreet
from ordertool.notices.titles import EVENTS, SAYS, WHY
from ordertool.rules.telling import NEXT, TELLS, recipients
from ordertool.rules.workflow import TABLE

STORY = """
inquire        chen.jie
forward        chen.jie  li.na:holder
reply          li.na     chen.jie:taker
forward        ma.lan    guo.feng:holder
reply          he.jun    chen.jie:taker
draft          ma.lan    chen.jie:next
review         ma.lan    chen.jie:next
contact        chen.jie
lose           chen.jie  zhao.min:next
undo           chen.jie
draft          ma.lan    chen.jie:next
review         chen.jie
submit         chen.jie  zhao.min:receiver
correct        zhao.min
send-back      zhao.min  chen.jie:taker
submit         ma.lan    zhao.min:receiver
assign         zhao.min  sun.tao:owner chen.jie:taker
decline        sun.tao   zhao.min:assigner
assign         zhao.min  sun.tao:owner chen.jie:taker
reassign       zhao.min  li.na:owner sun.tao:former-owner
confirm        li.na     zhao.min:assigner
override       qian.yu   li.na:owner chen.jie:taker
hold           wu.gang   li.na:owner zhao.min:next
resume         zhao.min  li.na:owner
plan           li.na     he.jun:phases
progress       he.jun    li.na:owner
progress       zhao.min  li.na:owner he.jun:phases
plan           li.na     he.jun:phases
escalate       li.na     zhao.min:processor
escalate       li.na     zhao.min:processor
coordinate     zhao.min  li.na:owner guo.feng:joined
coordinate     zhao.min  li.na:owner
resolve        zhao.min  li.na:owner guo.feng:joined
assist         li.na     guo.feng:department
assist         zhao.min  qian.yu:department
assist-answer  guo.feng  li.na:asker
assist-answer  qian.yu   zhao.min:asker
assist-done    he.jun    li.na:asker
team           zhao.min  li.na:members he.jun:members qian.yu:members
session        zhao.min  he.jun:tasked qian.yu:tasked
session-done   he.jun    zhao.min:lead
session-done   zhao.min
change         li.na     he.jun:phases
change         zhao.min  li.na:owner he.jun:phases
risk           he.jun    li.na:owner sun.tao:watching
risk-review    sun.tao   li.na:owner
risk-close     zhao.min  li.na:owner
cancel         wu.gang   li.na:owner he.jun:phases zhao.min:next
undo           wu.gang   li.na:owner he.jun:phases chen.jie:taker
prepare        li.na
prepare        li.na
deliver        li.na
pay            qian.yu   li.na:owner
complain       lin.wei   li.na:owner zhao.min:processor wu.gang:manager
respond        li.na     lin.wei:asker zhao.min:processor
sign           li.na
settle         li.na     lin.wei:asker zhao.min:processor
waive          wu.gang   li.na:owner qian.yu:next
undo           wu.gang   li.na:owner he.jun:phases chen.jie:taker
deliver        li.na
deliver        li.na
survey-sent    chen.jie
take-back      zhao.min  li.na:owner
undo           zhao.min  li.na:owner he.jun:phases chen.jie:taker
survey         zhao.min  li.na:owner
sign           li.na     zhao.min:next
close          zhao.min  li.na:owner chen.jie:taker qian.yu:next
reopen         wu.gang   li.na:owner
sign           li.na     zhao.min:next
invoice        qian.yu   li.na:owner
refund         qian.yu
close          zhao.min  li.na:owner chen.jie:taker qian.yu:next
pay            qian.yu   li.na:owner
write-off      wu.gang   zhao.min:next
archive        zhao.min
"""
"""Every move of the full story, by whom, and who is told of it and why."""


def told(office, made):
    entry = made.new.log[-1]
    return recipients(made.old, made.new, entry, office.ctx)


def in_words(found):
    return " ".join(f"{staff}:{why}" for staff, why in found)


# The table


def test_who_is_told_of_every_move_of_a_life():
    office = Office()
    lines = [
        f"{made.move.verb:14} {made.new.log[-1].by:9} {in_words(told(office, made))}".rstrip()
        for made in full_story(office)
    ]
    assert lines == STORY.strip().splitlines()


def others():
    """Stories of what the full one leaves out: a department that helps, an assignment that is taken back."""
    office = Office()
    order = office.order("active")
    later = NOW + timedelta(hours=8)
    asked = office.do("assist", order, "li.na", now=later, department="production", need="two welders")
    helped = office.do("assist-answer", asked, "guo.feng", now=later, item="A1", answer={"outcome": "accepted"})
    yield office, office.tried("progress", helped, "li.na", now=later, state="cut")[0]
    yield office, office.tried("cancel", helped, "wu.gang", now=later, note="gave up")[0]
    received = {"received": ["form.pdf", "drawing.pdf"]}
    yield office, office.tried("reassign", helped, "zhao.min", now=later, to="sun.tao", reason="ill", **received)[0]
    delivered = office.order("delivered")
    yield office, office.tried("take-back", delivered, "li.na", now=later, quantities={"L2": "1"}, reason="bent")[0]
    held = office.tried("hold", helped, "wu.gang", now=later, note="credit watch")[0]
    yield office, held
    yield office, office.tried("resume", held.new, "wu.gang", now=later)[0]
    unknown = Office()
    draft = unknown.way("submitted")[-1].old
    unknown.clients[CLIENT] = client()
    handed = {"original": paper("form.pdf"), "to": "zhao.min"}
    yield unknown, unknown.tried("submit", draft, "chen.jie", now=later, **handed)[0]
    assigned = office.order("assigned")
    yield office, office.tried("undo", assigned, "zhao.min", now=later)[0]
    active = office.order("active")
    yield office, office.tried("contact", active, "he.jun", now=later, channel="phone", text="told the date")[0]
    yield office, office.tried("complain", active, "zhao.min", now=later, text="late", owner="sun.tao")[0]
    office = Office()
    office.hire("gao.yan", "orders", "processor", joined="2026-02-02T09:00")
    together = {"members": ["he.jun"], "reason": "three trades"}
    team = office.tried("team", active, "zhao.min", now=later, lead="gao.yan", **together)[0]
    yield office, team
    held = {"when": later.isoformat(), "present": ["he.jun"], "matters": "crane"}
    yield office, office.tried("session", team.new, "zhao.min", now=later, **held)[0]
    yield (
        office,
        office.tried("correct", active, "zhao.min", now=later, set={"contract": "HT-1"}, cause="typed wrong")[0],
    )


def test_every_row_and_every_word_of_it_tells_somebody():
    office = Office()
    seen = {(made.move.verb, why) for made in full_story(office) for _staff, why in told(office, made)}
    seen |= {(made.move.verb, why) for office, made in others() for _staff, why in told(office, made)}
    assert {(row.move, why) for row in TELLS for why in row.who} - seen == set()
    assert {verb for verb, why in seen if why != NEXT} == {row.move for row in TELLS}


def test_a_department_that_helps_hears_what_becomes_of_the_order():
    helping = {made.move.verb: in_words(told(office, made)) for office, made in others()}
    for verb in ("progress", "cancel", "reassign", "hold", "resume"):
        assert "guo.feng:helping" in helping[verb], verb
    assert helping["undo"] == "li.na:former-owner chen.jie:taker"


def test_whoever_is_away_is_told_and_the_deputy_with_them():
    office = Office()
    way = office.way("submitted")
    office.away("li.na", "2026-11-20", "2026-11-23", "sun.tao")
    order = way[-1].new
    office.hire("li.na", "sales", "owner")
    made = office.tried(
        "assign", order, "zhao.min", now=at("2026-11-23T11:00"), to="li.na", received=["form.pdf", "drawing.pdf"]
    )[0]
    office.away("li.na", "2026-11-23", "2026-11-30", "sun.tao")
    assert in_words(told(office, made)) == "li.na:owner sun.tao:owner chen.jie:taker"


def test_nobody_is_told_of_their_own_move_nor_of_what_they_typed_for_another():
    office = Office()
    office.hire("li.na", "sales", "owner", "processor")
    order = office.order("submitted")
    papers = {"received": ["form.pdf", "drawing.pdf"]}
    made = office.tried("assign", order, "li.na", now=at("2026-11-23T11:00"), to="li.na", **papers)[0]
    assert in_words(told(office, made)) == "chen.jie:taker"
    typed = {"typed": at("2026-11-23T12:00"), "typist": "wu.gang"}
    made = office.tried("hold", made.new, "zhao.min", now=at("2026-11-23T11:30"), note="credit watch", **typed)[0]
    assert "wu.gang" not in dict(told(office, made))


def test_each_person_is_told_once_though_named_twice():
    office = Office()
    order = office.order("active")
    later = NOW + timedelta(hours=8)
    problem = office.do("escalate", order, "li.na", now=later, problem="no crane")
    decided = {"departments": ["sales", "sales"], "decision": "hire one"}
    made = office.tried("coordinate", problem, "zhao.min", now=later, item="Q1", decisions=decided)[0]
    assert in_words(told(office, made)) == "li.na:owner"


def test_every_event_and_every_why_has_its_words():
    meetings = {f"meeting {row.verb}" for row in TABLE if row.kind == "meeting"}
    assessments = {f"assessment {row.verb}" for row in TABLE if row.kind == "assessment"}
    assert {row.verb for row in TABLE if row.kind == "order"} | meetings | assessments | {
        "remind",
        "late",
    } == EVENTS.keys()
    why = {NEXT, "responsible", "ladder", "invited", "action", "caller", "bulletin", "assessed", "appellant"}
    assert {why for row in TELLS for why in row.who} | why == WHY.keys()
    assert {name for row in TELLS for name in row.says} | {"requirements"} == SAYS.keys()


# The words


def letter_to(desk, person, event=None):
    """The last notice to a person, as `notices show` gives it."""
    found = [one for one in desk.ask("notices", "list", "--to", person) if event in (None, one["event"])]
    return desk.ask("notices", "show", found[0]["id"])


def in_english(desk):
    """The same book, with notices in English."""
    policy = desk.root / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("language: zh_CN", "language: en"), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "Notices in English")


def silent(desk):
    """The same book, where nobody is told that a client was not talked to (P5.2a): for stories of other clocks."""
    policy = desk.root / "policy.yaml"
    words = policy.read_text("utf-8")
    assert "contact: 5d " in words
    policy.write_text(words.replace("contact: 5d ", "contact: 900d "), "utf-8")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "Silence is allowed")


ASSIGNED = """\
李娜 (li.na):

赵敏 (zhao.min) assigned the order to 李娜 (li.na).

Order: {order}
Client: 杭州湾物流有限公司
Project: East hall racking
Delivery by: 2026-12-18
Owner: 李娜 (li.na)
Reason: knows the client
Requirements: before the holidays
Time: 2026-11-23 09:00
Entered by: 吴刚 (wu.gang)
Goods:
  - Pallet racking 2700x1000x6000 × 120 bay
  - Guard rail 400x3000 × 60 piece

Your next step: confirm, until 2026-11-23 14:00
  ordertool confirm {tail}

--{space}
You are told because you own the order.
宁波港仓储设备有限公司
"""


def test_the_notice_of_an_assignment(desk):
    order = desk.order("submitted")
    in_english(desk)
    desk.run(
        "assign", order, "--to", "li.na", "--reason", "knows the client", "--note", "before the holidays", by="zhao.min"
    )
    found = letter_to(desk, "li.na")
    assert found["subject"] == f"{order[-5:]} 杭州湾物流有限公司: 赵敏 (zhao.min) assigned the order to 李娜 (li.na)"
    assert found["body"] == ASSIGNED.format(order=order, tail=order[-5:], space=" ")


ZH_ASSIGNED = """\
李娜 (li.na)：

赵敏 (zhao.min) 将订单分配给 李娜 (li.na)。

订单：{order}
客户：杭州湾物流有限公司
项目名称：East hall racking
交付日期：2026-12-18
业务负责人：李娜 (li.na)
时间：2026-11-23 09:00
代录人：吴刚 (wu.gang)
货物：
  - Pallet racking 2700x1000x6000 × 120 bay
  - Guard rail 400x3000 × 60 piece

请您处理：确认接收，期限 2026-11-23 14:00
  ordertool confirm {tail}

--{space}
收到本通知的缘由：您是本单业务负责人。
宁波港仓储设备有限公司
"""


def test_the_notice_of_an_assignment_in_chinese_whatever_the_sender_speaks(desk):
    order = desk.order("assigned")
    found = letter_to(desk, "li.na")
    assert found["subject"] == f"{order[-5:]} 杭州湾物流有限公司：赵敏 (zhao.min) 将订单分配给 李娜 (li.na)"
    assert found["body"] == ZH_ASSIGNED.format(order=order, tail=order[-5:], space=" ")
    assert language() == "en"


def test_another_language_is_left_again_also_after_a_fault():
    use_language("zh_CN")
    with suppress(ZeroDivisionError), speaking("en"):
        assert language() == "en"
        raise ZeroDivisionError
    assert language() == "zh_CN"


def test_who_is_asked_for_assistance_reads_how_to_answer(desk):
    order = desk.order("active")
    in_english(desk)
    desk.run("assist", order, "--ask", "production", "--need", "two welders on 12-15", by="li.na")
    body = letter_to(desk, "he.jun", "assist")["body"]
    assert "Needed: two welders on 12-15\n" in body
    assert (
        f"Your next step: assist-answer A1, until 2026-11-24 09:00\n  ordertool assist {order[-5:]} A1 --accept\n"
        in body
    )
    assert "You are told because your department is asked.\n" in body


def test_whose_turn_it_is_not_reads_whose_it_is(desk):
    order = desk.order("assigned")
    in_english(desk)
    body = letter_to(desk, "chen.jie", "assign")["body"]
    assert f"Next: confirm, by 李娜 (li.na), until 2026-11-23 14:00\n  ordertool show {order[-5:]}\n" in body
    assert "Goods" not in body


# What no notice says


SECRET = "周敏 13800001234 min.zhou@example.org 1,850.00 元"


def test_no_notice_of_a_whole_life_says_amounts_phones_addresses_or_contacts(desk):
    order = desk.order("submitted")
    desk.run("assign", order, "--to", "sun.tao", "--reason", f"ask {SECRET}", "--note", SECRET, by="zhao.min")
    desk.run("decline", order, "--reason", SECRET, by="sun.tao")
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    desk.run("confirm", order, by="li.na")
    desk.run("plan", order, "--phase", "Make;2026-11-24;2026-12-10;he.jun", "--every", "3d", by="li.na")
    desk.run("progress", order, "--state", SECRET, "--problem", f"{SECRET};{SECRET}", by="he.jun")
    desk.run("escalate", order, "--problem", SECRET, by="li.na")
    desk.run("coordinate", order, "Q1", "--with", "production", "--decision", SECRET, by="zhao.min")
    desk.run("resolve", order, "Q1", "--solution", SECRET, by="zhao.min")
    desk.run("assist", order, "--ask", "production", "--need", SECRET, by="li.na")
    desk.run("complain", order, "--text", SECRET, by="lin.wei")
    desk.run("settle", order, "K1", "--solution", SECRET, "--feedback", SECRET, by="li.na")
    desk.run("pay", order, "--amount", "1850.00", "--on", "2026-11-23", by="qian.yu")
    desk.run("change", order, "--set", "deliver_by=2026-12-24", "--reason", SECRET, "--cause", "client", "--agreed-by",
             "周敏;phone;2026-11-23T08:50", by="zhao.min")  # fmt: skip
    desk.run("cancel", order, "--reason", SECRET, by="wu.gang")
    assert desk.run("tick").code == 0
    sent = desk.ask("notices", "list", "--limit", "100")
    assert {one["event"] for one in sent} >= {
        "assign",
        "decline",
        "progress",
        "escalate",
        "settle",
        "pay",
        "change",
        "cancel",
    }
    for one in sent:
        for secret in ("周敏", "13800001234", "@", "1850", "1,850", "241200", "海港路"):
            assert secret not in one["subject"] + one["body"], (one["event"], secret, one["body"])


@pytest.mark.parametrize(("typed", "said"), [
    ("call 13800001234", "call …"),
    ("电话0574-87654321转8", "电话…转8"),
    ("call +86 138-0000-1234 today", "call … today"),
    ("write to min.zhou@example.org, please", "write to …, please"),
    ("邮箱：min.zhou@example.org。", "邮箱：…。"),
    ("costs ¥ 1,850.00", "costs …"),
    ("1850元 a bay, 24万元 in all", "… a bay, … in all"),
    ("CNY 500 more", "… more"),
    ("241200.00 in all", "… in all"),
    ("单价１８５０．００元", "…"),
    ("电话１３８ ００００ １２３４，请联系", "电话…，请联系"),
    ("电话 1 3 8 0 0 0 0 1 2 3 4", "电话 …"),
    ("手机138–0000–1234", "手机…"),
    ("一三八零零零零一二三四", "…"),
    ("共 2 4 1 2 0 0 元", "共 …"),
    ("￥１，８５０ 每组", "… 每组"),
    ("人民币壹仟捌佰伍拾元整", "人民币…整"),
    ("贰 拾 肆 萬 圓", "…"),
    ("伍元", "…"),
    ("总价二十四万左右", "…左右"),
    ("大约24万左右，或 25w", "大约…左右，或 …"),
    ("CNY：1 850", "…"),
    ("报价是 ¥1850", "…"),
    ("rmb1850 or 1850 RMB", "… or …"),
    ("250美元", "…"),
    ("1\u200b850\u200b元", "…"),
    ("卡号：6222 0212 3456 7890 123", "…"),
    ("paid from 6222-0212-3456-7890", "paid from …"),
    ("加vx：abc_12345", "加…"),
    ("ｍｉｎ．ｚｈｏｕ＠ｅｘａｍｐｌｅ．ｏｒｇ", "…"),
    ("把两台叉车（５吨）移到３号门，“急”…", None),
    ("Q235B 钢板 12 块，220V 500W，Ⅱ型", None),
    ("on 2026-12-24 at 15:00, 2.5 t per level, 2700x1000x6000, SO-20261123-7K3FQ", None),
    ("two welders on 12-15, 120 bays, HT-2026-118", None),
])  # fmt: skip
def test_words_that_people_type_lose_what_must_not_travel(typed, said):
    assert discreet(typed) == (said or typed)


def test_a_contact_is_left_out_however_it_is_spaced_or_wide():
    assert discreet("请找周 敏（ＭＩＮ）", ["周敏", "min", None]) == "请找…（ＭＩＮ）"
    assert discreet("请找周\u200b敏", ["周 敏", ""]) == "请找…"


# Templates


def test_a_company_writes_its_own_notice(desk):
    order = desk.order("assigned")
    (desk.root / "templates").mkdir()
    own = '{{ tail }}: <b>{{ sentence }}</b>\n\n{% include "ordertool/notice.txt" %}\n'
    (desk.root / "templates" / "notice.txt").write_text(own, "utf-8")
    in_english(desk)
    desk.git("add", "templates")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "Our own notice")
    found = letter_to(desk, "li.na")
    assert found["subject"] == f"{order[-5:]}: <b>赵敏 (zhao.min) assigned the order to 李娜 (li.na)</b>"
    assert f"ordertool confirm {order[-5:]}" in found["body"]


def test_a_broken_template_keeps_the_notice_and_says_where(desk):
    desk.order("assigned")
    (desk.root / "templates").mkdir()
    (desk.root / "templates" / "notice.txt").write_text("{{ amount }}\n", "utf-8")
    desk.git("add", "templates")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "Our own notice")
    assert desk.ask("tick")["failed"] > 0
    found = desk.ask("notices", "list", "--failed", "--to", "li.na")[0]
    assert found["tried"][0]["why"] == "templates/notice.txt:1: the template is broken: 'amount' is undefined"


# Every path that assigns (L8)


def test_a_batch_tells_every_owner_of_every_order(desk):
    desk.shelf = None
    customer = desk.client("unlimited")
    desk.trust(customer)
    orders = [desk.order("submitted", customer) for _ in range(3)]
    desk.run("assign", "--all", by="zhao.min")
    owners = {order: desk.ask("show", order)["owner"] for order in orders}
    told_ = {
        (one["order"], one["to"])
        for one in desk.ask("notices", "list", "--limit", "100")
        if one["event"] == "assign" and one["why"] == "owner"
    }
    assert told_ == set(owners.items())


def test_an_edit_by_hand_that_is_saved_tells_as_its_command_would(desk):
    order = desk.order("assigned")
    path = next(desk.root.glob(f"orders/**/{order}.yaml"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nlog:", "\ncomplaints:\n- id: K1\n  text: late already\n\nlog:"), "utf-8")
    desk.run("save", order, by="lin.wei")
    found = [one for one in desk.ask("notices", "list") if one["event"] == "complain"]
    assert sorted((one["to"], one["why"]) for one in found) == [("li.na", "owner"), ("zhao.min", "processor")]


def test_a_comment_that_is_saved_tells_nobody(desk):
    order = desk.order("assigned")
    path = next(desk.root.glob(f"orders/**/{order}.yaml"))
    path.write_text(path.read_text("utf-8").replace("to: li.na", "to: li.na  # by phone"), "utf-8")
    before = len(desk.ask("notices", "list"))
    desk.run("save", order, by="zhao.min")
    assert len(desk.ask("notices", "list")) == before


@pytest.mark.parametrize("typed", ["0" * 20000, "1 " * 9000, "1,234" * 4000, "a" * 20000, "12 345 678 " * 2000])
def test_a_long_text_is_searched_in_no_time(typed):
    begun = time.perf_counter()
    discreet(typed)
    assert time.perf_counter() - begun < 5  # a quarter of a second; without bounds it was a minute
