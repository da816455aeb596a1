"""The sample book at the top of the project: seven clients and some orders in every stage, all of them made up.

`python -m ordertool.demo.sample DIR` plays it anew and copies its files to DIR. Ids are chosen here, so that the same
commands give the same bytes.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from ordertool.book import paths
from ordertool.demo.player import Player, Tale, at
from ordertool.demo.tales import Customer, Line, Way, detours

BEGIN = at("2026-10-08T09:00")
END = at("2026-11-20T17:00")
SHELVES = (paths.POLICY, *paths.FOLDERS, "schemas", ".gitattributes")
"""What of a book is copied; the rest of the checkout is the program's."""
CLIENTS = (
    ("4H8TR", "杭州湾物流有限公司", "周敏", "浙江", "13800001234", "宁波市海港路88号", "A", "500000", "30"),
    ("6KQ2M", "东海渔具有限公司", "王芳", "浙江", "13800001235", "舟山市渔港路6号", "A", "300000", "30"),
    ("8W3DN", "青石板家具有限公司", "褚云", "浙江", "13800001236", "湖州市竹海路19号", "B", "300000", "30"),
    ("9P5VX", "云岭茶叶有限公司", "冯磊", "江苏", "13800001237", "苏州市茶山路3号", "B", "80000", "30"),
    ("B7E4K", "甬江口冷链物流有限公司", "吴静", "浙江", "13800001238", "宁波市冷库路12号", "A", "400000", "45"),
    ("D2RZ6", "兰溪五金有限公司", "韩雪", "浙江", "13800001239", "金华市五金路27号", "C", "", ""),
    ("F8NJ3", "金塘电商有限公司", "何琳", "江苏", "13800001240", "南通市电商路5号", "", "", ""),
)
"""Id, name, contact, region, phone, address; credit grade, limit and account period."""
_LINES = {
    "货架": Line("托盘货架", "2700x1000x6000", 120, "组", "1850.00"),
    "护栏": Line("护栏", "400x3000", 60, "件", "320.00"),
    "托盘": Line("托盘", "1200x1000 川字", 400, "个", "96.00"),
    "搬运车": Line("手动搬运车", "3 t", 6, "台", "1280.00"),
    "周转箱": Line("周转箱", "600x400x280", 500, "个", "42.00"),
    "堆高车": Line("堆高车", "1.5 t 3 m", 2, "台", "15800.00"),
}
# The order's id; its client's; goods; owner; its first call; working days to the promised delivery; payment; last step.
_ORDERS = """
 1 7K3FQ 4H8TR 货架,护栏   li.na   2026-11-05T09:10 23 account:30       progress:2
 2 2C6HN 6KQ2M 周转箱      li.na   2026-11-20T14:20 10 account:30       forward
 3 3X9PT F8NJ3 托盘        sun.tao 2026-11-16T14:05 12 cash-on-delivery reply
 4 4R1WB 9P5VX 搬运车      sun.tao 2026-11-17T09:40 15 account:30       draft
 5 5D8KG B7E4K 托盘,周转箱 li.na   2026-11-18T08:40 14 account:45       submit
 6 6N2SV 8W3DN 货架        li.na   2026-11-17T08:40 20 prepayment:30    assign
 7 7Y4QM D2RZ6 堆高车      sun.tao 2026-11-02T15:00 20 prepayment:30    progress
 8 8J7CE 8W3DN 护栏,搬运车 li.na   2026-10-30T11:15 15 prepayment:30    progress:2
 9 9B5TX 6KQ2M 周转箱      li.na   2026-11-06T08:40 14 account:30       deliver
10 A3F6R B7E4K 托盘        sun.tao 2026-10-30T13:40 14 account:45       sign
11 C8G2Z 4H8TR 搬运车      li.na   2026-10-30T10:00 15 account:30       sign
12 E6V9D 9P5VX 周转箱      sun.tao 2026-10-12T09:30 12 account:30       close
13 G1M4H 6KQ2M 护栏        li.na   2026-10-08T10:15 12 account:30       pay
14 H9S3J F8NJ3 堆高车      sun.tao 2026-11-12T16:10 15 cash-on-delivery reply
15 J5K7W D2RZ6 货架        li.na   2026-11-03T09:00 18 prepayment:30    confirm
"""
_DETOURS = detours("""
 1 submit      1 chen.jie contact {id} --channel wechat --text 告知已转订单处理部门
 1 progress    5 owner    escalate {id} --problem 吊车排不上，货架无法立柱
 1 progress    3 zhao.min coordinate {id} Q1 --with production --with sales --decision 生产与销售商定外租吊车两天
 1 progress    4 owner    assist {id} --ask production --need 立柱需焊工两名
 1 progress    3 he.jun   assist {id} A1 --accept
 4 draft       3 chen.jie review {id} --return "lines.L1.quantity：电话中说 8 台，表上是 6 台"
 7 confirm     5 qian.yu  pay {id} --amount {prepayment} --reference 预付款
 7 progress    6 zhao.min hold {id} --reason 信用关注：客户两笔货款逾期
 8 confirm     5 qian.yu  pay {id} --amount {prepayment} --reference 预付款
 8 plan        6 owner    change {id} --set deliver_by={after} --reason 仓库地坪未干 --cause client --agreed-by {told}
 8 progress:2  1 owner    prepare {id} --done packaging --done documents --done transport --told {told} --when {soon} --method 货车
 8 progress:2  7 owner    deliver {id} --quantity L1=40 --place {place} --delivered-by 司机吴师傅 --received-by {contact}
 8 progress:2  6 owner    sign {id} --slip {slip}
 8 progress:2  3 owner    correct {id} --set contract=HT-2026-108 --cause 合同号漏填 --delay 1h
10 sign        6 chen.jie complain {id} --text 三个托盘边板开裂
12 close       8 chen.jie survey {id} --score 4 --comment 送货准时，包装可再结实些
13 sign        4 chen.jie survey {id} --score 5 --comment 很满意
13 pay        10 zhao.min archive {id}
14 reply       6 chen.jie lose {id} --reason 客户改向同城供应商购买
15 confirm    20 wu.gang  cancel {id} --reason 客户仓库项目停建
""")
_WAITS = {6: {"assign": 9.0}, 9: {"progress": 17.0, "plan": 1.0, "confirm": 1.0}}
"""Working hours before steps that are not left to chance: a late assignment, a delivery just made."""


_MORE = {
    1: {"plan": ("--node", "图纸确认;2026-11-12", "--risk", "钢材到货晚;已谈好第二家供应商")},
}


_MEETINGS = {"M4E7T": "2026-11-12T11:00", "M8F2R": "2026-11-19T10:00"}
"""Meetings, by when they were called."""


@contextmanager
def _chosen(ids: list[str]) -> Iterator[None]:
    """New records get these ids, one after another."""
    with patch.object(paths, "_tail", lambda: ids.pop(0)):
        yield


def play(player: Player) -> None:
    """Play the sample book.

    Raises:
        RuntimeError: a command failed.
    """
    player.found(BEGIN)
    absence = ("--from", "2026-12-01", "--to", "2026-12-05", "--deputy", "li.na")
    player.call(BEGIN, "sun.tao", "staff", "away", "sun.tao", *absence)
    with _chosen([client[0] for client in CLIENTS]):
        for client in CLIENTS:
            _open_file(player, *client)
    rows = sorted((line.split() for line in _ORDERS.strip().splitlines()), key=lambda row: row[5])
    begun = [*((row[5], row[1]) for row in rows), *((when, one) for one, when in _MEETINGS.items())]
    with _chosen([one for _when, one in sorted(begun)]):  # in the order of their first calls
        player.play([_meetings(), *(_way(player, *row).told() for row in rows)], END)


def _meetings() -> Tale:
    """Two meetings: one that is over, and one that was called."""
    first, second = map(at, _MEETINGS.values())
    room = ("--where", "二号会议室", "--invite", "sales", "--invite", "production")
    yield first, "zhao.min", ("meeting", "call", "--when", "2026-11-16T09:00", *room, "--matter", "吊车排期")
    yield at("2026-11-16T10:30"), "zhao.min", (
        "meeting", "minutes", "M4E7T", "--matter", "吊车排到十二月，两单同时要用", "--decision", "外租吊车两天，费用由销售承担",
        "--action", "li.na;吊车报价，含司机与保险;2026-11-18", "--action", "he.jun;十二月产能表;2026-11-20",
    )  # fmt: skip
    yield at("2026-11-17T15:20"), "li.na", ("meeting", "done", "M4E7T", "X1", "--result", "两家报价已发赵敏")
    yield second, "zhao.min", ("meeting", "call", "--when", "2026-11-30T09:00", *room, "--matter", "年底排产")
    yield at("2026-11-20T11:40"), "he.jun", ("meeting", "done", "M4E7T", "X2")


def _open_file(
    player: Player,
    client: str,
    name: str,
    contact: str,
    region: str,
    phone: str,
    address: str,
    grade: str,
    limit: str,
    days: str,
) -> None:
    who = (
        "--name",
        name,
        "--contact",
        contact,
        "--region",
        region,
        "--phone",
        phone,
        "--address",
        address,
        "--keeper",
        "li.na",
    )
    player.call(BEGIN, "chen.jie", "client", "add", *who)
    if grade:
        terms = [*(("--line", limit) if limit else ()), *(("--days", days) if days else ())]
        known = ("--evidence", "2025 年度报表与付款记录", "--valid-until", "2027-06-30")
        player.call(BEGIN, "qian.yu", "client", "credit", client, "--grade", grade, *terms, *known)


def _way(
    player: Player,
    number: str,
    _id: str,
    client: str,
    goods: str,
    owner: str,
    begin: str,
    days: str,
    payment: str,
    until: str,
) -> Way:
    row = int(number)
    _client, name, contact, _region, _phone, address, *_credit = next(one for one in CLIENTS if one[0] == client)
    way = Way(
        player, row, Customer(name, contact, f"C-{client}"), [_LINES[one] for one in goods.split(",")], owner, at(begin),
        int(days), random.Random(row).uniform, _DETOURS.get(row, ()), until, _WAITS.get(row, {}), payment=payment,  # noqa: S311
        place=address, more=_MORE.get(row, {}),
    )  # fmt: skip
    if row == 1:
        form = player.paper("订单申请表.txt", "订单申请表\n客户：杭州湾物流有限公司\n（客户盖章的原件扫描，示例）\n")
        drawing = player.paper("东库货架图.txt", "东库货架布置图（示例）\n")
        way.project, way.description = "东库货架", "供货并安装，四层"
        way.more = {**way.more, "submit": ("--original", form, "--attach", drawing)}
    return way


def write(folder: Path) -> None:
    """Play the book in a temporary folder and copy its files to another, in place of those that are there."""
    with tempfile.TemporaryDirectory(prefix="ordertool-sample-") as place:
        player = Player(Path(place) / "book", folder=Path(place))
        play(player)
        for name in SHELVES:
            source, target = player.book / name, folder / name
            if target.is_dir():
                shutil.rmtree(target)
            if source.is_dir():
                shutil.copytree(source, target)
            elif source.exists():
                shutil.copyfile(source, target)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
