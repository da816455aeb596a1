"""The money beside the month's orders: what was open before the book, a letter, a deposit, a watch."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime

from ordertool.demo.player import Player, Tale

_GO_LIVE = "\n# 启用日 · until this day what was open before the book comes in\ngo_live: 2026-11-30\n"


def bring_in(player: Player, moment: datetime, client: str) -> None:
    """An order that was delivered before the book, and two debts of a client's."""
    policy = player.book / "policy.yaml"
    policy.write_text(policy.read_text("utf-8") + _GO_LIVE, "utf-8")
    me = [part for name, value in zip(("name", "email"), player.people["wu.gang"], strict=True)
          for part in ("-c", f"user.{name}={value}")]  # fmt: skip
    subprocess.run(["git", "-C", str(player.book), *me, "commit", "-qam", "go_live: 2026-11-30"], check=True)
    line = {"item": "护栏", "spec": "400x3000", "quantity": "20", "unit": "件", "price": "320.00"}
    place = "宁波市海港路88号"
    order = {
        "stage": "closed",
        "opening": {"source": "旧台账第 12 页", "account_from": "2026-10-30"},
        "inquiry": {"client": "旧客户", "contact": "周敏", "channel": "phone", "matter": "护栏"},
        "form": {
            "client": client, "project": "护栏采购", "description": "供货", "type": "standard", "domain": "storage",
            "lines": [line], "deliver_by": "2026-10-28", "deliver_to": place, "payment": "账期:30",
        },
        "assignment": [{"to": "li.na"}],
        "delivery": [{"quantities": {"L1": "20"}, "place": place, "delivered_by": "吴师傅", "received_by": "周敏"}],
    }  # fmt: skip
    debt = {
        "client": client,
        "amount": "500.00",
        "since": "2026-09-01",
        "due": "2026-10-01",
        "reference": "旧台账第 9 页",
    }
    document = json.dumps({"orders": [order], "receivables": [debt, {**debt, "amount": "60.00"}]}, ensure_ascii=False)
    player.call(moment, "wu.gang", "opening", "--from", player.paper("期初.json", document))


def settle_up(player: Player, moment: datetime, client: str) -> Tale:
    """The letter that is due, what comes in on it, and a client under watch for a while."""
    finance = "qian.yu"
    pay = ("pay", client, "--amount")
    yield moment, finance, ("dun", client, "--out", str(player.folder / "催款函.html"))
    yield moment, "wu.gang", ("client", "dismiss", client, "--reason", "银行已确认汇款在途")
    yield moment, finance, (*pay, "900", "--to", "OB1=450", "--reference", "建行 0001")
    yield moment, finance, (*pay, "50", "--from-deposit", "DP1", "--to", "OB1")
    yield moment, finance, (*pay, "100", "--from-deposit", "DP1", "--refund", "--reason", "多付")
    yield moment, "wu.gang", (*pay, "60", "--write-off", "--to", "OB2", "--reason", "尾款")
    yield moment, finance, ("client", "watch", client, "--reason", "听说拖欠别家货款")
    yield moment, finance, ("client", "release", client, "--reason", "已核实，按期付款")
