"""The demo's month: STORY's order and some forty others side by side, every move of the table among them."""

from __future__ import annotations

import random
from datetime import datetime

from ordertool.demo.before import bring_in, settle_up
from ordertool.demo.player import STAFF, Player, Tale, at, later
from ordertool.demo.tales import Customer, Line, Way, detours

BEGIN = at("2026-11-20T09:00")
END = at("2026-12-22T15:00")
ORDERS = 40
_MORE_STAFF = """\
zhou.lan --name 周兰 --department sales --role owner --domain transport
pan.ying --name 潘英 --department production --role support"""
_CLIENTS = (
    ("甬江口冷链物流有限公司", "吴静"), ("四明山食品有限公司", "郑凯"), ("东海渔具有限公司", "王芳"),
    ("云岭茶叶有限公司", "冯磊"), ("青石板家具有限公司", "褚云"), ("白鹭纺织有限公司", "卫东"),
    ("晨星医疗器械有限公司", "蒋薇"), ("大榭岛化工仓储有限公司", "沈阳"), ("兰溪五金有限公司", "韩雪"),
    ("金塘电商有限公司", "何琳"),
)  # fmt: skip
_GOODS = (
    ("货架", "2700x1000x6000", "组", "1850.00"), ("托盘", "1200x1000 川字", "个", "96.00"),
    ("护栏", "400x3000", "件", "320.00"), ("手动搬运车", "3 t", "台", "1280.00"),
    ("周转箱", "600x400x280", "个", "42.00"), ("堆高车", "1.5 t 3 m", "台", "15800.00"),
)  # fmt: skip
_CHANNELS = ("phone", "email", "online", "visit")
_DETOURS = detours("""
 1 submit     1   zhao.min send-back {id} --reason 图纸看不清
 1 submit     1   chen.jie submit {id} --original 纸质，重印的申请表
 2 assign     1   owner    decline {id} --reason 下周外出
 2 assign     1   zhao.min assign {id} --to zhou.lan --reason 上一位谢绝
 3 plan       4   zhao.min reassign {id} --to zhou.lan --reason 原负责人生病
 3 plan       1   owner    confirm {id}
 3 plan       2   owner    plan {id} --phase 送货;{today};{end};{owner} --every 4d --reason 改派后重订
 4 progress   2   owner    escalate {id} --problem 吊车排不上
 4 progress   2   zhao.min coordinate {id} Q1 --with production --with sales --decision 外租吊车两天
 4 progress   8   zhao.min resolve {id} Q1 --solution 吊车已到场
 5 progress   1   owner    assist {id} --ask production --need 焊工两名
 5 progress   3   he.jun   assist {id} A1 --accept
 5 progress   9   he.jun   assist {id} A1 --done
 5 progress   1   owner    assist {id} --ask finance --need 加急开票
 5 progress   1   owner    risk {id} --risk 钢材涨价 --likelihood 3 --effect 2 --countermeasure 锁定价格 --owner he.jun
 5 progress   2   he.jun   risk {id} RR1 --review 供应商已报新价 --likelihood 4
 5 progress   3   owner    risk {id} RR1 --close accepted --note 由我方承担差价
 5 progress   1   zhao.min team {id} --member {owner} --member he.jun --reason 三个工种同场施工
 5 progress   3   zhao.min session {id} --present {owner} --present he.jun --matters 吊车与焊工 --decision 外租吊车;he.jun;{end}
 5 progress   9   he.jun   session {id} SS1.1 --done
 5 progress   2   qian.yu  assist {id} A2 --decline --reason 月末结账
 6 confirm    1   qian.yu  override {id} --reason 银行保函在途 --until {after} --amount 3500000
 6 progress   1   owner    contact {id} --channel wechat --text 告知客户安装日期
 6 progress   1   owner    progress {id} --state 打错了 --percent 9
 6 progress   0.1 owner    undo {id}
 8 plan       6   owner    change {id} --set deliver_by={after} --reason 台风封港 --cause force-majeure --agreed-by {told}
 9 assign     1   zhao.min correct {id} --set contract=HT-2026-109 --cause 两位数字颠倒 --delay 4h
10 progress   2   zhao.min hold {id} --reason 信用关注
10 progress  12   wu.gang  resume {id}
11 confirm    5   wu.gang  cancel {id} --reason 客户放弃项目
12 inquire    3   chen.jie lose {id} --reason 已在别处购买
14 sign       1   chen.jie survey {id} --sheet {sheet} --channel email
14 sign       9   chen.jie survey {id} --score 5 --comment 准时
15 sign       2   chen.jie complain {id} --text 两件护栏划伤
15 sign       1   owner    respond {id} K1 --text 明天上门查看
15 sign       6   owner    settle {id} K1 --solution 已更换护栏 --feedback 客户满意 --outcome replaced --justified yes
16 close      4   zhao.min reopen {id} --reason 退回两件
16 close      6   owner    sign {id} D1 --slip {slip}
16 close      2   zhao.min close {id}
16 close      1   qian.yu  invoice {id} --number 26332000000000000016 --amount 84.00 --tax 9.66
16 close      8   qian.yu  pay {id} --amount {unpaid}
16 close      8   qian.yu  pay {id} --refund --amount 84.00 --reason 退回两件
16 close      1   wu.gang  pay {id} --write-off --amount 84.00 --reason 退回两件不再补货
17 prepare    6   owner    deliver {id} --quantity L1=3 --place {place} --delivered-by 司机吴师傅 --received-by {contact}
17 prepare    2   owner    take-back {id} --quantity L1=1 --reason 一件破损
17 prepare    3   owner    sign {id} --slip {slip}
17 prepare    5   wu.gang  close {id} --waive 客户不再需要其余部分
""")
_ENDS = {16: "close", 17: "prepare"}
"""The last step of orders that end by a detour."""


def _story(player: Player) -> Tale:
    """STORY's order, from the first phone call to the archive."""
    begin = at("2026-11-23T09:00")
    made = yield begin, "chen.jie", (
        "inquire", "--client", "杭州湾物流有限公司", "--contact", "周敏", "--phone", "13800001234", "--channel", "phone",
        "--matter", "120 bays of pallet racking",
    )  # fmt: skip
    one = made["id"]
    yield later(begin, 0.2), "chen.jie", ("forward", one, "--to", "li.na", "--question", "load per level?")
    yield later(begin, 1), "li.na", ("reply", one, "--text", "2.5 t per level, quotation tomorrow")
    made = yield later(begin, 2), "chen.jie", (
        "client", "add", "--name", "杭州湾物流有限公司", "--region", "浙江", "--contact", "周敏", "--phone", "13800001234",
        "--uscc", "91330201MA2AAAAA0Y",
    )  # fmt: skip
    client = made["id"]
    yield later(begin, 2.2), "qian.yu", (
        "client", "credit", client, "--grade", "A", "--line", "500000", "--days", "30", "--evidence",
        "2025 accounts, no arrears", "--valid-until", "2027-06-30",
    )  # fmt: skip
    yield later(begin, 4), "chen.jie", (
        "draft", one, "--client", client, "--project", "East hall racking", "--description",
        "Supply and install, 4 levels", "--type", "standard", "--domain", "storage",
        "--line", "item=Pallet racking;spec=2700x1000x6000;quantity=120;unit=bay;price=1850.00",
        "--line", "item=Guard rail;spec=400x3000;quantity=60;unit=piece;price=320.00",
        "--deliver-by", "2026-12-18", "--deliver-to", "宁波市海港路", "--payment", "account:30",
    )  # fmt: skip
    yield later(begin, 4.5), "chen.jie", ("review", one, "--return", "deliver_to: no house number")
    yield later(begin, 6), "chen.jie", ("draft", one, "--set", "deliver_to=宁波市海港路88号")
    yield later(begin, 6.5), "chen.jie", ("review", one, "--pass")
    papers = ("--original", player.paper("form.txt", "订单申请表"), "--attach", player.paper("drawing.txt", "图纸"))
    yield later(begin, 7), "chen.jie", ("submit", one, *papers)
    yield later(begin, 8), "zhao.min", ("assign", one, "--to", "li.na", "--reason", "knows the client")
    yield later(begin, 9), "li.na", ("confirm", one)
    yield later(begin, 11), "li.na", (
        "plan", one, "--phase", "Survey;2026-11-24;2026-11-26;li.na", "--phase", "Make;2026-11-27;2026-12-12;he.jun",
        "--phase", "Install;2026-12-14;2026-12-18;he.jun", "--node", "Drawings approved;2026-11-26",
        "--risk", "steel late;second supplier agreed", "--every", "3d",
    )  # fmt: skip
    yield from _executed(one)
    yield from _ended(player, one, at("2026-12-17T11:00"))


def _executed(one: str) -> Tale:
    """STORY's order while it is carried out."""
    for when, who, *command in (
        ("11-26T10:00", "li.na", "progress", one, "--state", "Drawings approved", "--percent", "20", "--done", "PH1", "--done", "N1"),
        ("11-30T10:00", "li.na", "progress", one, "--state", "Steel in", "--percent", "30"),
        ("12-02T10:00", "li.na", "progress", one, "--state", "Frames cut", "--percent", "40", "--eta", "2026-12-18", "--problem",
         "paint cracked;repaint on 12-02", "--via", "written"),
        ("12-04T10:00", "li.na", "escalate", one, "--problem", "crane not available"),
        ("12-04T15:00", "zhao.min", "coordinate", one, "Q1", "--with", "production", "--with", "sales",
         "--decision", "hire a crane for two days"),
        ("12-07T10:00", "li.na", "progress", one, "--state", "Frames painted", "--percent", "60"),
        ("12-08T10:00", "li.na", "assist", one, "--ask", "production", "--need", "two welders on 12-15"),
        ("12-09T10:00", "he.jun", "assist", one, "A1", "--accept"),
        ("12-10T10:00", "li.na", "contact", one, "--channel", "phone", "--text", "told the client the install date"),
        ("12-11T10:00", "li.na", "change", one, "--set", "deliver_by=2026-12-24", "--reason", "port closed by typhoon",
         "--cause", "force-majeure", "--agreed-by", "周敏;phone;2026-12-10T15:00"),
        ("12-14T10:00", "zhao.min", "resolve", one, "Q1", "--solution", "crane on site 12-14"),
        ("12-15T10:00", "li.na", "progress", one, "--state", "Half of the racks up", "--percent", "75"),
        ("12-16T10:00", "he.jun", "assist", one, "A1", "--done"),
        ("12-16T16:00", "li.na", "progress", one, "--state", "Racks up", "--percent", "90", "--done", "PH2"),
    ):  # fmt: skip
        yield at(f"2026-{when}"), who, command


def _ended(player: Player, one: str, when: datetime) -> Tale:
    """STORY's order from its delivery to the archive."""
    yield when, "li.na", (
        "prepare", one, "--done", "packaging", "--done", "documents", "--done", "transport",
        "--told", "周敏;phone;2026-12-17T10:00", "--when", "2026-12-18T09:00", "--method", "truck",
    )  # fmt: skip
    yield later(when, 6), "li.na", (
        "deliver", one, "--quantity", "L1=120", "--quantity", "L2=60", "--place", "宁波市海港路88号",
        "--delivered-by", "driver Wu", "--received-by", "周敏",
    )  # fmt: skip
    yield later(when, 8), "li.na", ("sign", one, "--slip", player.paper("slip.txt", "签收单"))
    yield later(when, 9), "chen.jie", ("survey", one, "--score", "5", "--comment", "on time")
    yield later(when, 10), "chen.jie", ("complain", one, "--text", "two rails scratched")
    yield later(when, 12), "li.na", (
        "settle", one, "K1", "--solution", "rails replaced", "--feedback", "client content",
    )  # fmt: skip
    yield later(when, 13), "zhao.min", ("close", one)
    yield later(when, 20), "qian.yu", ("pay", one, "--amount", "241200.00", "--on", "2026-12-21")
    yield later(when, 22), "zhao.min", ("archive", "--closed-before", "2026-12-22")


def _meetings() -> Tale:
    """A meeting with its minutes and actions, and one that is cancelled."""
    room = ("--where", "二号会议室", "--invite", "sales", "--invite", "production")
    made = yield at("2026-11-26T10:00"), "zhao.min", (
        "meeting", "call", "--when", "2026-11-30T09:00", *room, "--matter", "年底排产",
    )  # fmt: skip
    one = made["id"]
    yield at("2026-11-30T10:30"), "zhao.min", (
        "meeting", "minutes", one, "--excused", "sun.tao", "--decision", "外租吊车两天", "--action", "li.na;吊车报价;2026-12-02",
        "--action", "he.jun;十二月产能表;2026-12-04",
    )  # fmt: skip
    yield at("2026-12-01T15:00"), "li.na", ("meeting", "done", one, "X1", "--result", "已订两天")
    yield at("2026-12-04T16:00"), "he.jun", ("meeting", "done", one, "X2")
    made = yield at("2026-12-10T10:00"), "wu.gang", ("meeting", "call", "--when", "2026-12-14T09:00", *room)
    yield at("2026-12-11T09:00"), "wu.gang", ("meeting", "cancel", made["id"], "--reason", "半数人在外安装")


def _tale(player: Player, number: int, customers: list[Customer], chance: random.Random) -> Tale:
    """One order of the month; chance decides goods, pace and owner, and now and then a client thinks it over."""
    lines = [Line(i, spec, chance.choice((5, 10, 20, 40)), unit, price)
             for i, spec, unit, price in chance.sample(_GOODS, chance.choice((1, 1, 2, 3)))]  # fmt: skip
    told_of = number in _DETOURS  # early, so that it comes to its detour; and one of them goes to zhou.lan
    owners = ("li.na", "sun.tao") if told_of else ("li.na", "sun.tao", "zhou.lan")
    way = Way(
        player, number, chance.choice(customers), lines, chance.choice(owners),
        later(BEGIN, chance.uniform(0, 8 * (3 if told_of else 22))), chance.randint(8, 14), chance.uniform,
        detours=_DETOURS.get(number, ()), channel=chance.choice(_CHANNELS),
        answer="有现货，可报价" if number % 3 == 0 else "",
        until="inquire" if number % 13 == 7 else _ENDS.get(number, ""),  # noqa: PLR2004
    )  # fmt: skip
    return way.told()


def found(player: Player) -> None:
    """The book and its people."""
    player.found(BEGIN, f"{STAFF}\n{_MORE_STAFF}")
    player.call(BEGIN, "wu.gang", "staff", "edit", "zhou.lan", "--weight", "8")
    player.call(
        BEGIN, "zhao.min", "staff", "train", "li.na", "--topic", "客户信息保密", "--kind", "information-security",
        "--on", "2026-11-20", "--by", "林卫",
    )  # fmt: skip
    player.call(BEGIN, "wu.gang", "staff", "leave", "pan.ying", "--on", "2026-11-20", "--reason", "回乡")
    player.call(
        BEGIN, "wu.gang", "staff", "away", "sun.tao", "--from", "2026-12-24", "--to", "2026-12-28", "--deputy", "li.na"
    )


def _kept_right(player: Player, customer: Customer) -> None:
    """A client's file that was opened twice, merged, completed and confirmed."""
    twice = player.call(
        BEGIN, "sun.tao", "client", "add", "--name", customer.name, "--contact", customer.contact, "--although-like",
        "以为是另一家",
    )  # fmt: skip
    player.call(
        BEGIN, "zhao.min", "client", "merge", twice["id"], "--into", customer.id, "--reason", "同一客户，重复建档"
    )
    player.call(BEGIN, "chen.jie", "client", "edit", customer.id, "--needs", "重型货架，每季补货")
    player.call(BEGIN, "chen.jie", "client", "confirm", customer.id)


def play(player: Player, orders: int = ORDERS) -> None:
    """Play STORY's order and `orders` others until the month is over.

    Raises:
        RuntimeError: a command failed.
    """
    chance = random.Random(5)  # noqa: S311 (the same month every time)
    customers = []
    for name, contact in _CLIENTS:
        made = player.call(BEGIN, "chen.jie", "client", "add", "--name", name, "--contact", contact, "--region", "浙江")
        customers.append(Customer(name, contact, made["id"]))
        player.call(
            BEGIN, "qian.yu", "client", "credit", made["id"], "--grade", "A", "--line", "3000000", "--days", "30",
            "--operations", "经营正常", "--finances", "2025 年度报表", "--record", "付款及时", "--evidence", "年度报表与付款记录",
            "--valid-until", "2027-06-30",
        )  # fmt: skip
    _kept_right(player, customers[0])
    bring_in(player, BEGIN, customers[-1].id)
    tales = [_tale(player, n, customers, random.Random(chance.random())) for n in range(1, orders + 1)]  # noqa: S311
    player.play([_story(player), _meetings(), *tales, settle_up(player, END, customers[-1].id)], END)
    player.call(END, "wu.gang", "staff", "rejoin", "pan.ying")
    player.call(END, "sun.tao", "staff", "back", "sun.tao", "--on", "2026-12-26")
