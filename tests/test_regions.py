"""The province of an address, told where the address tells it, and never guessed (P4.1a)."""

from __future__ import annotations

import csv
import re

import pytest
from conftest import SHARED, WITH_SHARED

from ordertool.rules.regions import places, region_named, region_of


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("宁波市海港路88号", "浙江"), ("浙江省宁波市海港路88号", "浙江"), ("浙江宁波", "浙江"), ("宁波兆龙路195号", "浙江"),
        ("  中国 上海市世纪大道1528号", "上海"), ("公司地址：广州市天河区", "广东"), ("江干区凤起东路137号", "浙江"),
        ("北京经济技术开发区经海四路9号", "北京"), ("吉林省吉林市", "吉林"), ("义乌威浪电商科技园", "浙江"), ("香港九龙", "香港"),
        ("内蒙古呼和浩特市", "内蒙古"), ("广西壮族自治区南宁市", "广西"), ("深圳南山区汉京大厦", "广东"), ("天津河西区", "天津"),
        ("望江门外，杭州市上城区", "浙江"), ("4号线清源路附近，大兴区芦求路", "北京"), ("南山区深圳湾科技生态园", "广东"),
        ("城关区兰州高新技术创新园", "甘肃"), ("工厂：天津滨海高新区", "天津"), ("本部地址：龙岗区五和大道", "广东"),
        ("南山区中山园路1号", None), ("朝阳区第一上海中心", None), ("和平区沈阳道与南京路", None), ("西区石岐街道", None),
        ("创业园西区1号院", None), ("创业园：武昌区或闵行区", None), ("通州区中关村科技园通州园", None), ("临江杭州大楼", None),
        ("朝阳区安定路1号", None), ("鼓楼区中山路1号", None), ("北京路39号", None), ("南京东路300号", None), ("福建大厦12层", None),
        ("江苏路西段", None), ("安吉大道52号", None), ("平湖街道平安大道", None), ("高新区江睦路128号", None), ("城区人民路", None),
        ("东海路1号", None), ("", None), (None, None), ("北京中路1号和上海市、杭州市", None),
    ],
)  # fmt: skip
def test_an_address_tells_its_province_or_nothing(address, province):
    assert region_of(address) == province


def test_a_province_is_named_by_its_short_name():
    assert [region_named(one) for one in ("浙江省", "北京市", "广西壮族自治区", "华东", "宁波市", " 浙江 ")] == [
        "浙江", "北京", "广西", "华东", "宁波市", " 浙江 ",
    ]  # fmt: skip


def test_the_table_holds_every_province_and_its_names_lie_in_one_or_in_none():
    table = places()
    assert len({province for province in table.short.values() if province}) == 34
    assert (table.whole["朝阳区"], table.whole["宁波市"], table.short["宁波"]) == (None, "浙江", "浙江")


@WITH_SHARED
def test_shared_addresses_that_tell_their_province_are_read_right():
    """The data has no answers: those addresses are judged that begin with a province, or with a city in full.

    Of 10,288 addresses 83 % tell where they lie. The others begin with a street, a house or a town (1,550), or a district
    that several provinces have (朝阳区, 240): nobody can say which. Those are said to be unknown.
    """
    with (SHARED / "addresses_cn" / "addr.csv").open(encoding="utf-8") as file:
        typed = [row["原始地址"] for row in csv.DictReader(file)]
    table = places()
    plain = ["".join(address.split()) for address in typed if address.strip()]
    told, right, answered = 0, 0, 0
    for address in plain:
        found = region_of(address)
        answered += found is not None
        start = re.match(r"[^省市]{2,4}?(省|市)", address)
        province = table.whole.get(start[0]) if start else None
        if province is not None:
            told += 1
            right += found == province
    assert told > 5000
    print(f"answered {answered / len(plain):.4f}, right of those judged {right / told:.4f} ({told})")
    assert right / told >= 0.95
    assert answered / len(plain) > 0.82
