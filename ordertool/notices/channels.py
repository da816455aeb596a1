"""How a notice reaches people: mail by SMTP, all else through apprise (chat bots, webhooks); their addresses are secret.

Channels are URLs from ORDERTOOL_NOTIFY, or from a private file beside the book; never from the book. No message, error
or document repeats one: a channel is called by its kind.
"""

from __future__ import annotations

import base64
import logging
import re
import smtplib
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ordertool.book.notice import Notice
from ordertool.book.outbox import Outbox, private_text
from ordertool.book.yaml_reader import read
from ordertool.errors import InvalidError
from ordertool.language import Text, listed, text
from ordertool.notices.discreet import discreet
from ordertool.notices.letter import Letter
from ordertool.records.staff import StaffProfile

SETTING = "ORDERTOOL_NOTIFY"
LETTER = "letter"
"""What takes a notice where no channel is set: a file to be read or picked up."""
PATIENCE = 60.0
"""Seconds after which a channel is given up, whatever it does."""
_SOCKET = 30.0
_MAIL = ("smtp", "smtps")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LOCAL = ("localhost", "127.0.0.1", "::1")


class ChannelError(Exception):
    """A channel did not take a notice; `why` says so without the channel's address.

    `of_person` when it is the person's address that is wrong, and others are reached all the same.
    """

    def __init__(self, why: Text, *, of_person: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.of_person = of_person


class Channel(NamedTuple):
    """A way to people: its URL, with gaps for the person where it has some."""

    url: str

    @property
    def kind(self) -> str:
        """What it is called: the scheme of its URL."""
        return self.url.partition("://")[0].lower()

    @property
    def key(self) -> str:
        """What it is remembered by: its kind, and a hash that tells two of a kind apart and gives nothing away."""
        import hashlib  # noqa: PLC0415 (only sending needs it)

        return f"{self.kind}#{hashlib.sha256(self.url.encode()).hexdigest()[:6]}"

    @property
    def personal(self) -> bool:
        """Whether it reaches the person alone, and not a group."""
        return self.kind in _MAIL or "{email}" in self.url or "{staff}" in self.url

    @property
    def needs_extra(self) -> bool:
        """Whether it needs a package that is not there."""
        return self.kind not in _MAIL and find_spec("apprise") is None

    @property
    def unknown(self) -> bool:
        """Whether nothing that is there can send by it: neither we nor apprise understand its URL."""
        if self.kind in _MAIL or self.needs_extra:
            return False
        import apprise  # noqa: PLC0415 (an extra, and slow)

        url = self.url.replace("{email}", quote("li.na@example.com", safe="")).replace("{staff}", "li.na")
        with apprise.LogCapture(level=logging.WARNING):  # type: ignore[no-untyped-call]  # it may repeat the URL
            return apprise.Apprise.instantiate(url) is None

    def __repr__(self) -> str:
        return f"Channel({self.kind})"


def configured(outbox: Outbox, environ: Mapping[str, str]) -> list[Channel]:
    """The channels that are set: those of ORDERTOOL_NOTIFY, else those of the private file.

    Raises:
        InvalidError: the file is not what it should be.
        StoreError: it cannot be read.
    """
    if environ.get(SETTING):
        return _channels(environ[SETTING].split(), SETTING)
    found = private_text(outbox.channels)
    if found is None:
        return []
    path = str(outbox.channels)
    try:
        document = read(found[0].encode(), path).data
    except InvalidError as error:  # what is said of its lines may say what stands in them
        places = listed(problem.place() for problem in error.problems if problem.line) or path
        raise InvalidError(text("{where}: this is no list of channels", where=places), _HOW) from None
    urls = document.get("channels") if isinstance(document, dict) and set(document) <= {"channels"} else None
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise InvalidError(text("{path} does not list channels", path=path), _HOW)
    return _channels(urls, path)


_HOW = text("write one URL on each line below 'channels:', such as - smtps://user:password@smtp.example.com")


def _channels(urls: list[str], where: str) -> list[Channel]:
    found = []
    for number, url in enumerate(urls, 1):
        if not _is_url(url):
            raise InvalidError(text("{where}: channel {number} is no URL", where=where, number=number), _HOW)
        found.append(Channel(url))
    return found


def _is_url(typed: str) -> bool:
    """Whether text is a URL; what is none is never shown, for there may be a password in it."""
    try:
        parts = urlsplit(typed)
        parts.port  # noqa: B018 (a port that is none is found when it is asked for)
    except ValueError:
        return False
    return bool(_SCHEME.match(typed)) and bool(parts.netloc)


def exposed(outbox: Outbox) -> bool:
    """Whether others on this machine may read the private file."""
    found = private_text(outbox.channels)
    return found is not None and found[1]


def message(notice: Notice, words: Letter, person: StaffProfile, sender: str = "ordertool@localhost") -> EmailMessage:
    """The notice as a mail: the same whenever it is made, its Message-ID too, so that a mailbox shows it once."""
    mail = EmailMessage(LINES)
    mail["From"] = sender
    mail["To"] = person.email
    mail["Subject"] = " ".join(words.subject.split())
    mail["Date"] = format_datetime(datetime.fromisoformat(notice.made))
    mail["Message-ID"] = f"<{notice.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.body)
    return mail


def deliver(channel: Channel, notice: Notice, words: Letter, staff_id: str, person: StaffProfile) -> None:
    """Hand a notice to a channel, within `PATIENCE`.

    Raises:
        ChannelError: it was not taken, or nobody knows whether it was.
    """
    job = partial(_by_mail if channel.kind in _MAIL else _by_apprise, channel, notice, words, staff_id, person)
    failed: list[ChannelError] = []

    def run() -> None:
        try:
            job()
        except ChannelError as error:
            failed.append(error)
        except Exception as error:  # noqa: BLE001 (whatever a server or a library does, the notice stays)
            failed.append(ChannelError(text("{said}", said=_redacted(f"{type(error).__name__}: {error}", channel))))

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(PATIENCE)
    if worker.is_alive():
        raise ChannelError(text("no answer within {seconds} s", seconds=int(PATIENCE)))
    if failed:
        raise failed[0]


def _by_mail(channel: Channel, notice: Notice, words: Letter, _staff_id: str, person: StaffProfile) -> None:
    """By SMTP: encrypted where the server can, and a password goes out in no other way."""
    at = urlsplit(channel.url)
    asked = {name: values[-1] for name, values in parse_qs(at.query).items()}
    user, secret = unquote(at.username or ""), unquote(at.password or "")
    sender = asked.get("from") or (user if "@" in user else f"ordertool@{at.hostname}")
    wait = float(asked.get("timeout") or _SOCKET)
    context = ssl.create_default_context()
    host, port = at.hostname or "localhost", at.port or (465 if channel.kind == "smtps" else 25)
    try:
        with ExitStack() as goodbye:
            server = (
                smtplib.SMTP_SSL(host, port, timeout=wait, context=context)
                if channel.kind == "smtps"
                else smtplib.SMTP(host, port, timeout=wait)
            )
            goodbye.callback(_say_goodbye, server)
            server.ehlo()
            if channel.kind == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            elif channel.kind == "smtp" and secret and host not in _LOCAL:
                raise ChannelError(text("the server does not encrypt, so the password was not sent"))
            if secret:
                server.login(user, secret)
            mail = message(notice, words, person, sender)
            server.send_message(mail, sender, [person.email])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()), (0, b""))
        said = _server(code, answer, channel)
        raise ChannelError(text("the server refuses the address: {said}", said=said), of_person=True) from None
    except smtplib.SMTPNotSupportedError:
        raise ChannelError(text("the server does not take this address"), of_person=True) from None
    except smtplib.SMTPResponseException as error:
        said = _server(error.smtp_code, error.smtp_error, channel)
        raise ChannelError(text("the server refuses: {said}", said=said)) from None
    except TimeoutError:
        raise ChannelError(text("no answer within {seconds} s", seconds=int(wait))) from None
    except OSError as error:
        said = _redacted(error.strerror or str(error), channel)
        raise ChannelError(text("no connection: {said}", said=said)) from None


def _say_goodbye(server: smtplib.SMTP) -> None:
    """End the talk; whatever is answered now says nothing of the mail."""
    with suppress(OSError):
        server.quit()


def _server(code: int, said: bytes | str, channel: Channel) -> str:
    """What a mail server answered."""
    return _redacted(f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}", channel)


def _by_apprise(channel: Channel, _notice: Notice, words: Letter, staff_id: str, person: StaffProfile) -> None:
    """By apprise; in a group the person is named first."""
    try:
        import apprise  # noqa: PLC0415 (an extra, and slow)
    except ImportError:
        raise ChannelError(
            text("{kind} needs a package: pip install 'ordertool[notices]'", kind=channel.kind)
        ) from None
    url = channel.url.replace("{email}", quote(person.email, safe="")).replace("{staff}", quote(staff_id, safe=""))
    if "rto=" not in url:  # apprise waits 4 s for an answer: a slow server would get it again and again
        url += f"{'&' if '?' in url else '?'}rto={max(int(PATIENCE) - 10, 4)}"
    asset = apprise.AppriseAsset(app_id="ordertool", app_desc="ordertool", app_url="")
    sender = apprise.Apprise(asset=asset)
    if not sender.add(url):
        raise ChannelError(text("apprise does not understand the URL of {kind}", kind=channel.kind))
    title = words.subject if channel.personal else f"{person.name}: {words.subject}"
    with apprise.LogCapture(level=logging.WARNING) as log:  # type: ignore[no-untyped-call]
        taken = sender.notify(body=words.body, title=title, body_format=apprise.NotifyFormat.TEXT)
        said = log.getvalue().strip().split("\n")[-1]
    if not taken:
        raise ChannelError(text("{kind} did not take it: {said}", kind=channel.kind, said=_redacted(said, channel)))


def _redacted(words: str, channel: Channel) -> str:
    """What a server or a library said, in one line, without any part of the channel's address."""
    for secret in sorted(_secrets(channel), key=len, reverse=True):
        words = words.replace(secret, "…")
    return discreet(" ".join(words.split()))[:200]


def _secrets(channel: Channel) -> Iterator[str]:
    """The parts of a URL that give something away."""
    yield channel.url
    at = urlsplit(channel.url)
    for secret in filter(None, (at.password, unquote(at.password or ""))):  # of whatever length, and as mail says it
        yield secret
        for said in (secret, f"\0{unquote(at.username or '')}\0{secret}"):
            yield base64.b64encode(said.encode()).decode()
    rest = channel.url.partition("://")[2]
    for mark in "/?&=@:#":
        rest = rest.replace(mark, "\n")
    for part in rest.split("\n"):
        for form in (part, unquote(part)):
            if len(form) > 3:  # noqa: PLR2004 (a port or a word like 'to' gives nothing away)
                yield form
