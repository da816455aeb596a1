"""What no notice carries, however it is typed, and what it still says (P0.4, L15)."""

from __future__ import annotations

import time

import pytest

from ordertool.notices.discreet import discreet


@pytest.mark.parametrize("typed", [
    "0574 8888 1234", "(0574) 8888-1234", "138 000 01234", "138\u200b0000\u200b1234", "8888 1234", "八万", "二十万", "八千", "三千五",
    "一万二", "两百", "伍佰", "三十五块五", "5w", "5 万", "3-5万", "3～5 万元", "500 000", "500.000,00", "1.850,00", "500'000", "500,000",
    "成交价 500000", "成交价：500000", "折扣价八千", "单价12.5元", "单价 12.5", "费用3000", "定金 5千", "尾款 12000 元", "优惠到4800", "回扣两千",
    "6222 0210 0100 1234 567", "账号 6222 0210 0100 1234 567", "wx: abcd1234", "加v abcd1234", "周 敏", "周\u200b敏", "ｍｉｎ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    "cost: 500000", "discount 4800",
])  # fmt: skip
def test_nothing_is_left_of_an_amount_a_number_or_a_name(typed):
    assert discreet(typed, ["周敏"]) == "…"
    assert discreet(f"急，{typed}。谢谢", ["周敏"]) == "急，…。谢谢"


@pytest.mark.parametrize("typed", [
    "× 120 bay", "120 bays, 60 pieces", "500 000 pcs", "12 000 kg", "三万六千个", "一百二十件", "一百万次测试", "八千套", "二十个货架", "两百米",
    "陆佰套", "2700x1000x6000", "M12x80", "DN100", "Q235B 钢板", "5kW 电机", "RAL 7035", "2.5 t per level", "每箱 12 个", "GB/T 19001-2016",
    "2026-12-24", "2026-12-18 14:00", "2026年12月24日", "12 月 18 日", "十二月二十日", "二〇二六年", "八点半", "第二十三条", "3号楼 1205室",
    "SO-20261123-7K3FQ", "HT-2026-118", "7K3FQ", "PH2", "P2.3c", "AS1", "千万不要淋雨", "万能胶", "千斤顶", "百叶窗", "亿达公司", "100%", "价格不变",
])  # fmt: skip
def test_goods_quantities_dates_and_ids_stay(typed):
    assert discreet(typed, ["周敏"]) == typed
    assert discreet(f"请在{typed}前后", ["周敏"]) == f"请在{typed}前后"


def test_nothing_leaks_by_the_client_the_unit_or_who_is_in_the_clients_file(desk):
    desk.shelf = None
    more = {"name": "周敏（13800001234）", "contact": "吴芳", "phone": "0574 8888 1234", "email": "fang.wu@example.org"}
    client = desk.client(**more)
    order = desk.ask(
        "inquire", "--client", more["name"], "--contact", "周敏", "--phone", "13800001234", "--channel", "phone",
        "--matter", "bays", by="chen.jie",
    )["id"]  # fmt: skip
    desk.run(
        "draft", order, "--client", client, "--project", "吴芳 fang.wu@example.org 的仓库", "--type", "standard",
        "--description", "Supply", "--domain", "storage", "--deliver-by", "2026-12-18", "--deliver-to", "宁波市海港路88号",
        "--line", "item=货架（吴 芳）;spec=2700x1000;quantity=120;unit=箱(单价5000元13700009999);price=4000", "--payment", "account:30", by="chen.jie",
    )  # fmt: skip
    desk.run("review", order, "--pass", by="chen.jie")
    desk.run(
        "submit", order, "--original", desk.paper("form.txt"), "--attach", desk.paper("drawing.pdf"), by="chen.jie"
    )
    desk.run("assign", order, "--to", "li.na", "--note", "找吴芳，0574 8888 1234，二十万以内", by="zhao.min")
    desk.run("tick")
    said = [one["subject"] + one["body"] for one in desk.ask("notices", "list")]
    assert len(said) == 3
    for secret in ("周敏", "吴芳", "吴 芳", "1380000", "13700009999", "5000", "8888", "fang.wu", "二十万"):
        assert not [words for words in said if secret in words], secret
    goods = next(words for words in said if "货物" in words)
    assert "  - 货架（…） 2700x1000 × 120 箱(…)\n" in goods
    assert "项目名称：… … 的仓库\n" in goods


@pytest.mark.parametrize(
    "typed", ["八" * 20000, "价 1 " * 5000, "1.234" * 4000, "每箱 1" * 5000, "陆佰 " * 7000, "3-5-" * 5000]
)
def test_a_long_text_of_any_kind_is_searched_in_no_time(typed):
    begun = time.process_time()
    discreet(typed)
    assert time.process_time() - begun < 5  # a fraction of a second
