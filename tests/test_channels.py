"""Channels against a real mail server and a real webhook: what arrives, what fails, and that no move waits for it."""

from __future__ import annotations

import email
import email.policy
import json
import socket
import stat
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from ordertool.errors import InvalidError
from ordertool.notices import channels
from ordertool.notices.channels import Channel, configured

pytestmark = pytest.mark.usefixtures("every_letter")

SECRETS = ("hunter2secret", "tok3nOfTheBot")


class Mailbox:
    """What a mail server takes; addresses that it refuses."""

    def __init__(self) -> None:
        self.mails, self.refused, self.slow = [], set(), 0.0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refused:
            return f"550 5.1.1 <{address}>: no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append((envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    def read(self):
        return [email.message_from_bytes(content, policy=email.policy.default) for _from, _to, content in self.mails]


def password_fits(_server, _session, _envelope, _mechanism, given):
    return AuthResult(success=given.password == SECRETS[0].encode(), handled=False)


@pytest.fixture
def mailbox():
    """A mail server on this machine, and the URL of it."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, authenticator=password_fits, auth_require_tls=False)
    server.start()
    box.url = f"smtp://orders:{SECRETS[0]}@127.0.0.1:{port}?from=orders@example.com"
    box.stop = server.stop
    yield box
    with suppress(AssertionError):  # a test has stopped it
        server.stop()


@contextmanager
def webhook(answer):
    """A webhook on this machine; `answer` gives the status for what was posted."""
    posted = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append((self.path, json.loads(body)))
            status = answer()
            try:
                self.send_response(status)
                self.end_headers()
            except OSError:  # whoever asked has gone
                pass

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield SimpleNamespace(posted=posted, url=f"json://127.0.0.1:{server.server_port}/hooks/{SECRETS[1]}")
    finally:
        server.shutdown()
        server.server_close()


def everything_said(desk):
    """All that a user or a log sees of the notices."""
    said = [
        desk.run("notices", "list"),
        desk.run("notices", "list", "--json"),
        desk.run("doctor", code=None),
        desk.run("doctor", "--json", code=None),
    ]
    said += [desk.run("notices", "show", one["id"]) for one in desk.ask("notices", "list")]
    files = [path.read_text("utf-8") for path in (desk.root / ".git/ordertool/outbox").rglob("*") if path.is_file()]
    return "".join([*(one.out + one.err for one in said), *files])


# Mail


def test_a_mail_arrives_as_it_should(desk, mailbox):
    order = desk.order("assigned")
    desk.env["ORDERTOOL_NOTIFY"] = mailbox.url
    assert desk.ask("tick")["sent"] == 3
    assert {(sender, to) for sender, to, _content in mailbox.mails} == {
        ("orders@example.com", (f"{who}@example.com",)) for who in ("li.na", "chen.jie", "zhao.min")
    }
    mail = next(mail for mail in mailbox.read() if mail["To"] == "li.na@example.com")
    shown = desk.ask("notices", "show", desk.ask("notices", "list", "--to", "li.na")[0]["id"])
    assert mail["Subject"] == shown["subject"]
    assert mail["From"] == "orders@example.com"
    assert mail["Message-ID"] == f"<{shown['id']}@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.isoformat() == shown["made"]
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == shown["body"]
    assert f"ordertool confirm {order[-5:]}" in shown["body"]
    assert shown["reached"] == ["smtp"]


def test_a_mail_that_goes_out_again_has_the_same_message_id(desk, mailbox):
    desk.order("assigned")
    desk.env["ORDERTOOL_NOTIFY"] = mailbox.url
    for found in (desk.root / ".git/ordertool/outbox").glob("moves/*"):
        assert found.exists()
    desk.run("tick")
    first = sorted(mail["Message-ID"] for mail in mailbox.read())
    mailbox.mails.clear()
    for place in (desk.root / ".git/ordertool/outbox/done").rglob(
        "*.json"
    ):  # as if it had died before the record of it
        notice = json.loads(place.read_text("utf-8")) | {"state": "queued", "reached": [], "attempts": 0}
        (desk.root / ".git/ordertool/outbox/queued").mkdir(exist_ok=True)
        (desk.root / ".git/ordertool/outbox/queued" / place.name).write_text(json.dumps(notice), "utf-8")
        place.unlink()
    desk.run("tick")
    assert sorted(mail["Message-ID"] for mail in mailbox.read()) == first


def test_a_wrong_address_fails_alone_and_says_why_without_the_address(desk, mailbox):
    order = desk.order("submitted")
    mailbox.refused.add("li.na@example.com")
    desk.env["ORDERTOOL_NOTIFY"] = mailbox.url
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    counts = desk.ask("tick")
    assert (counts["sent"], counts["failed"]) == (2, 1)
    found = desk.ask("notices", "list", "--failed")
    assert [(one["to"], one["tried"][0]["why"]) for one in found] == [
        ("li.na", "the server refuses the address: 550 5.1.1 <…>: no such mailbox")
    ]
    mailbox.refused.clear()
    desk.run("notices", "send")
    assert desk.ask("notices", "list", "--queued") == []
    assert len(mailbox.mails) == 3


def test_a_wrong_password_fails_and_is_never_shown(desk, mailbox):
    desk.order("assigned")
    desk.env["ORDERTOOL_NOTIFY"] = mailbox.url.replace(SECRETS[0], "wrongpassword9")
    assert desk.ask("tick")["failed"] == 3
    said = everything_said(desk)
    assert "the server refuses: 535 5.7.8 Authentication credentials invalid" in said
    assert "wrongpassword9" not in said


def test_a_dead_mail_server_holds_up_no_move_and_the_notices_wait(desk, mailbox):
    order = desk.order("submitted")
    desk.env["ORDERTOOL_NOTIFY"] = mailbox.url
    mailbox.stop()
    begin = time.monotonic()
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    assert time.monotonic() - begin < 5
    assert desk.ask("tick")["failed"] == 3
    finding = next(
        one for one in desk.run("doctor", "--json", code=1).json["findings"] if one["subject"] == "notices-failed"
    )
    assert finding["kind"] == "problem"
    assert finding["message"].startswith("3 notices could not be sent: no connection: ")
    assert finding["advice"] == "ordertool notices list --failed; they are tried again by ordertool tick"
    assert SECRETS[0] not in everything_said(desk)


def test_a_password_does_not_go_out_unencrypted(monkeypatch, mailbox):
    monkeypatch.setattr(channels, "_LOCAL", ())
    with pytest.raises(channels.ChannelError) as told:
        channels._by_mail(Channel(mailbox.url), None, None, "", None)
    assert str(told.value.why) == "the server does not encrypt, so the password was not sent"


# Webhooks and groups


def test_a_webhook_gets_each_notice_with_the_name_of_whom_it_concerns(desk):
    desk.order("assigned")
    with webhook(lambda: 200) as hook:
        desk.env["ORDERTOOL_NOTIFY"] = hook.url
        assert desk.ask("tick")["sent"] == 3
        assert desk.ask("tick")["sent"] == 0
    titles = [body["title"] for path, body in hook.posted if path == f"/hooks/{SECRETS[1]}"]
    assert sorted(title.partition(": ")[0] for title in titles) == ["李娜", "赵敏", "陈洁"]
    body = next(body["message"] for _path, body in hook.posted if body["title"].startswith("李娜"))
    assert "将订单分配给 李娜" in body or "assigned the order to" in body
    assert SECRETS[1] not in everything_said(desk)


def test_a_personal_webhook_is_told_who(desk):
    desk.order("assigned")
    with webhook(lambda: 200) as hook:
        desk.env["ORDERTOOL_NOTIFY"] = hook.url + "/{staff}"
        desk.run("tick")
    assert {path for path, _body in hook.posted} == {
        f"/hooks/{SECRETS[1]}/{who}" for who in ("li.na", "chen.jie", "zhao.min")
    }
    assert not any(body["title"].startswith("李娜: ") for _path, body in hook.posted)


def test_a_webhook_that_refuses_and_later_does_not(desk):
    desk.order("assigned")
    status = [500]
    with webhook(lambda: status[0]) as hook:
        desk.env["ORDERTOOL_NOTIFY"] = hook.url
        assert desk.ask("tick")["failed"] == 3
        why = desk.ask("notices", "list", "--failed")[0]["tried"][0]["why"]
        assert why.startswith("json did not take it: ")
        assert "500" in why
        assert SECRETS[1] not in everything_said(desk)
        status[0] = 200
        assert desk.ask("notices", "send")["sent"] == 3


def test_a_slow_webhook_is_given_up_and_the_move_did_not_wait_for_it(desk, monkeypatch):
    order = desk.order("submitted")
    monkeypatch.setattr(channels, "PATIENCE", 0.5)
    let_go = threading.Event()
    with webhook(lambda: 200 if let_go.wait(30) else 500) as hook:
        desk.env["ORDERTOOL_NOTIFY"] = hook.url
        begin = time.monotonic()
        desk.run("assign", order, "--to", "li.na", by="zhao.min")
        assert time.monotonic() - begin < 5
        assert hook.posted == []
        begin = time.monotonic()
        assert desk.ask("tick")["failed"] == 3
        assert time.monotonic() - begin < 10
        assert "no answer within" in desk.ask("notices", "list", "--failed")[0]["tried"][0]["why"]
        let_go.set()


def test_what_one_channel_took_goes_again_only_to_the_other(desk, mailbox):
    desk.order("assigned")
    status = [500]
    with webhook(lambda: status[0]) as hook:
        desk.env["ORDERTOOL_NOTIFY"] = f"{mailbox.url} {hook.url}"
        assert desk.ask("tick")["failed"] == 3
        assert len(mailbox.mails) == 3
        status[0] = 200
        assert desk.ask("notices", "send")["sent"] == 3
        assert len(mailbox.mails) == 3
        assert len(hook.posted) == 6
    assert {tuple(one["reached"]) for one in desk.ask("notices", "list")} == {("smtp", "json")}


def test_a_url_that_nobody_understands(desk):
    desk.order("assigned")
    desk.env["ORDERTOOL_NOTIFY"] = f"nonsense://{SECRETS[1]}"
    assert desk.ask("tick")["failed"] == 3
    assert "apprise does not understand the URL of nonsense" in everything_said(desk)
    assert SECRETS[1] not in everything_said(desk)


@pytest.mark.parametrize(("url", "kind"), [
    ("wecombot://0123abcd-0123-0123-0123-0123456789ab", "wecombot"),
    ("dingtalk://SECsecretsecret@tokentoken", "dingtalk"),
    ("feishu://0123456789abcdef0123456789abcdef", "feishu"),
    ("jsons://hooks.example.com/a/b", "jsons"),
])  # fmt: skip
def test_apprise_knows_the_channels_that_the_how_to_names(url, kind):
    import apprise

    assert apprise.Apprise().add(url)
    assert repr(Channel(url)) == f"Channel({kind})"


# Letters and settings


def test_without_a_channel_a_letter_lies_in_the_outbox(desk):
    order = desk.order("assigned")
    assert desk.ask("tick")["sent"] == 3
    letters = sorted((desk.root / ".git/ordertool/outbox/letters").glob("*.eml"))
    mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in letters]
    assert sorted(mail["To"] for mail in mails) == ["chen.jie@example.com", "li.na@example.com", "zhao.min@example.com"]
    assert all(order[-5:] in mail["Subject"] for mail in mails)
    asked = {mail["To"]: "ordertool" in mail.get_content() for mail in mails}  # only what is still to be done
    assert asked == {"chen.jie@example.com": True, "li.na@example.com": True, "zhao.min@example.com": False}
    assert not any(mail.defects for mail in mails)
    found = next(
        one for one in desk.run("doctor", "--json", code=None).json["findings"] if one["subject"] == "channels"
    )
    assert found["kind"] == "note"
    assert found["message"] == "no channel is set: notices are left as letters in .git/ordertool/outbox/letters"
    assert desk.git("status", "--porcelain") == ""


def private(desk, text, mode=0o600):
    path = desk.root / ".git" / "ordertool" / "channels.yaml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_channels_from_the_private_file(desk, mailbox):
    desk.order("assigned")
    private(desk, f"channels:\n  - {mailbox.url}\n")
    assert desk.ask("tick")["sent"] == 3
    assert len(mailbox.mails) == 3
    found = {one["subject"]: one for one in desk.run("doctor", "--json", code=None).json["findings"]}
    assert found["channels"]["message"] == "notices go out by: smtp"
    assert "channels-private" not in found


def test_a_private_file_that_others_may_read(desk):
    path = private(desk, "channels: [smtp://127.0.0.1:1]\n", 0o644)
    found = {one["subject"]: one for one in desk.run("doctor", "--json", code=1).json["findings"]}
    assert found["channels-private"]["advice"] == "chmod 600 .git/ordertool/channels.yaml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("text", [
    "channels: {}\n", "channels: [1]\n", f"urls: [smtp://{SECRETS[0]}]\n", f"channels: [{SECRETS[0]}]\n", f"channels: ['smtp://{SECRETS[0]}\n",
])  # fmt: skip
def test_a_private_file_that_is_wrong_is_told_without_what_is_in_it(desk, text):
    order = desk.order("submitted")
    private(desk, text)
    desk.run("assign", order, "--to", "li.na", by="zhao.min")
    said = desk.run("tick", code=4)
    doctor = desk.run("doctor", "--json", code=1)
    assert "channels.yaml" in said.err
    assert "problem" in doctor.out
    assert SECRETS[0] not in said.err + said.out + doctor.out
    assert len(desk.ask("notices", "list", "--queued")) == 3


def test_without_the_extra_mail_goes_and_all_else_waits(desk, mailbox, monkeypatch):
    desk.order("assigned")
    monkeypatch.setitem(__import__("sys").modules, "apprise", None)
    monkeypatch.setattr(channels, "find_spec", lambda _name: None)
    desk.env["ORDERTOOL_NOTIFY"] = f"{mailbox.url} wecombot://{SECRETS[1]}"
    assert desk.ask("tick")["failed"] == 3
    assert len(mailbox.mails) == 3
    assert "wecombot needs a package: pip install 'ordertool[notices]'" in everything_said(desk)
    found = {one["subject"]: one for one in desk.run("doctor", "--json", code=1).json["findings"]}
    assert found["channels"]["message"] == "a package is missing for these channels: wecombot"


def test_nobody_has_sent_for_long(desk):
    desk.order("assigned")
    desk.now = "2026-11-25T09:00"
    found = {one["subject"]: one for one in desk.run("doctor", "--json", code=1).json["findings"]}
    assert found["tick"]["message"] == "3 notices wait, and ordertool tick last ran: never"
    desk.env["ORDERTOOL_NOTIFY"] = "smtp://127.0.0.1:1"
    desk.run("tick")
    found = {one["subject"]: one for one in desk.run("doctor", "--json", code=1).json["findings"]}
    assert "tick" not in found


def test_a_channel_is_no_url(tmp_path):
    from ordertool.book.outbox import Outbox

    with pytest.raises(InvalidError) as told:
        configured(Outbox(tmp_path), {"ORDERTOOL_NOTIFY": f"smtp://a.example.com {SECRETS[0]}"})
    assert str(told.value) == "ORDERTOOL_NOTIFY: channel 2 is no URL"


@pytest.mark.parametrize(
    "url",
    [
        "smtp://u:ab[hunter2]@127.0.0.1",
        "smtp://u:hunter2#x@host",
        "https:hooks.example.cn/hunter2?next=https://x.cn",
        "[",
    ],
)
def test_what_is_no_url_is_said_without_showing_it(desk, url):
    desk.env["ORDERTOOL_NOTIFY"] = url
    for command in (("doctor",), ("tick",), ("notices", "send"), ("notices", "send", "--json")):
        said = desk.run(*command, code=None)
        assert "hunter2" not in said.out + said.err
        assert "channel 1 is no URL" in said.out + said.err


def test_a_list_of_channels_that_is_none_shows_nothing_of_its_lines(desk):
    private(desk, "channels: []\nhunter2secret: 1\nhunter2secret: 2\n")
    said = desk.run("tick", code=4)
    assert "hunter2" not in said.out + said.err


def test_who_left_is_sent_nothing(desk):
    desk.order("assigned")
    book = desk.root / "staff/li.na.yaml"
    assert book.exists()
    for order in desk.ask("list", "--owner", "li.na"):
        desk.run("reassign", order["id"], "--to", "sun.tao", "--reason", "she leaves", by="zhao.min")
    desk.run("staff", "leave", "li.na", "--on", "2026-11-23", "--reason", "moved away", by="wu.gang")
    desk.run("tick")
    letters = [path.read_text() for path in (desk.root / ".git/ordertool/outbox/letters").glob("*.eml")]
    assert letters
    assert not any("To: li.na@example.com" in letter for letter in letters)
