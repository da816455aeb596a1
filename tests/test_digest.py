"""What time brings one person at once is one letter, each notice in it is sent once, and none is lost (P2.3c, L5)."""

from __future__ import annotations

import email
import email.policy

import pytest
from test_notices import in_english
from test_outbox import Killed, box, outbox, post  # noqa: F401 (a fixture)

from ordertool.book.outbox import Outbox
from ordertool.errors import InvalidError
from ordertool.language import text
from ordertool.notices import sending

pytestmark = pytest.mark.usefixtures("every_letter")


@pytest.fixture
def late(desk):
    """Three orders that nobody has confirmed, long ago; what the moves told is sent."""
    client = desk.client("unlimited")
    orders = [desk.order("assigned", client=client) for _ in range(3)]
    in_english(desk)
    desk.run("notices", "send")
    for path in (box(desk) / "letters").iterdir():
        path.unlink()
    desk.now = "2026-11-27T09:00"
    return orders


def notices(desk, **wanted):
    found = desk.ask("notices", "list", "--limit", "500")
    return [
        one for one in found if one["event"] == "late" and all(one[name] == value for name, value in wanted.items())
    ]


def test_one_letter_for_each_person(desk, late):
    told = desk.ask("tick")
    assert (len(told["brought"]), told["sent"]) == (9, 9)
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (box(desk) / "letters").iterdir()
    ]
    assert sorted((mail["To"], mail["Subject"]) for mail in mails) == [
        (f"{who}@example.com", "3 matters are late or soon due") for who in ("li.na", "wu.gang", "zhao.min")
    ]
    body = next(mail for mail in mails if mail["To"] == "li.na@example.com").get_content().splitlines()
    assert body[0] == "李娜 (li.na):"
    assert sorted(line[3:] for line in body[2:8:2]) == sorted(
        f"{one[-5:]} 杭州湾物流有限公司: Late: confirm" for one in late
    )
    assert all(line.startswith("   李娜 (li.na), until 2026-11-2") and line.endswith("(P2.3c)") for line in body[3:8:2])
    assert body[8:] == ["", "More of each: ordertool show, with the order's id", "", "-- ", "宁波港仓储设备有限公司"]
    mine = notices(desk, to="li.na")
    assert len({one["digest"] for one in mine}) == 1
    assert all(one["body"].startswith("李娜") for one in mine)  # each can still be read alone
    assert desk.ask("tick")["sent"] == 0


def test_a_letter_holds_eight_at_most(desk, late, post, monkeypatch):  # noqa: F811
    monkeypatch.setattr(sending, "_TOGETHER", 2)
    assert desk.ask("tick")["sent"] == 9
    assert sorted(to for _id, to in post.given) == sorted(["li.na", "wu.gang", "zhao.min"] * 2)
    assert [one["digest"] for one in notices(desk, to="li.na")].count("") == 1


def test_one_that_fails_is_tried_again_whole_and_without_what_was_done(desk, late, post):  # noqa: F811
    post.refuses = lambda _notice: "down"
    assert desk.ask("tick")["failed"] == 9
    post.refuses = lambda _notice: None
    desk.run("confirm", late[0], by="li.na")
    desk.now = "2026-11-27T14:00"
    ticked = desk.ask("tick")
    assert ticked["failed"] == 0
    mine = notices(desk, to="li.na", limit="confirm")
    assert sorted(one["state"] for one in mine) == ["passed", "sent", "sent"]
    assert (mine[0]["digest"], "li.na") in post.given


def test_killed_after_the_server_took_it_the_same_letter_goes_out_again(desk, late, post, monkeypatch):  # noqa: F811
    put, count = Outbox.put, []

    def killing(self, notice):
        if notice.reached:
            count.append(notice.id)
            if len(count) == 2:
                raise Killed
        put(self, notice)

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "put", killing)
        with pytest.raises(Killed):
            desk.run("tick")
    desk.run("tick")
    first = post.given[0]
    assert post.given.count(first) == 2  # under the same id, by which a mailbox knows it
    assert {one["state"] for one in notices(desk)} == {"sent"}
    assert list(outbox(desk).queued()) == []


def test_an_order_that_cannot_be_told_does_not_hold_up_the_letter(desk, late, post, monkeypatch):  # noqa: F811
    real = sending.letter

    def broken(notice, tip, now):
        if notice.order == late[0]:
            raise InvalidError(text("broken"))
        return real(notice, tip, now)

    monkeypatch.setattr(sending, "letter", broken)
    ticked = desk.ask("tick")
    assert (ticked["sent"], ticked["failed"]) == (6, 3)
    assert {one["digest"] for one in notices(desk, order=late[0])} == {""}
    monkeypatch.setattr(sending, "letter", real)
    desk.now = "2026-11-27T14:00"
    desk.run("tick")
    own = next(one for one in notices(desk, order=late[0], to="li.na"))
    assert (own["state"], (own["id"], "li.na") in post.given) == ("sent", True)
