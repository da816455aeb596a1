"""One client's file (P4.1a) with its credit assessments (P7.1a)."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from ordertool.language import N_
from ordertool.records.base import Logged, Record
from ordertool.records.client_money import ClientMoney, Deposit, Dun, OpeningDebt, Watch
from ordertool.records.exact_numbers import CreditLimit
from ordertool.records.values import ClientId, Day, Line, Paragraph, StaffId, matching, whole

_CODE = N_("must be 18 digits and capital letters, without I, O, S, V and Z")


class ClientContact(Record):
    """Another person of the client's whom one can talk to."""

    name: Line
    position: Line | None = None
    phone: Line | None = None
    email: Line | None = None


class ClientProfile(Record):
    """Who the client is and what they need; history comes from the orders, never typed twice.

    `although_like` says why this is another client than those that are like it.
    """

    name: Line
    region: Line | None = None
    contact: Line
    position: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    uscc: Annotated[str, matching(r"^[0-9A-HJ-NP-RT-UW-Y]{18}$", _CODE)] | None = None
    address: Line | None = None
    keeper: StaffId | None = None
    contacts: tuple[ClientContact, ...] = ()
    needs: Paragraph | None = None
    although_like: Line | None = None

    @property
    def phones(self) -> tuple[str, ...]:
        """The phone numbers of everybody who is named."""
        return tuple(filter(None, (self.phone, *(contact.phone for contact in self.contacts))))


class CreditInput(Record):
    """A credit assessment (P7.1a): grade, credit limit, account period in days, evidence, validity.

    Its three parts: how the client's business runs, how its finances stand, how it paid so far. A limit is an amount, zero,
    `unlimited`, or not set (L9); `below_owed` says that one below what the client owes is meant.
    """

    grade: Literal["A", "B", "C", "D"]
    limit: CreditLimit | None = None
    below_owed: bool = False
    days: Annotated[int, whole(0, 365)] | None = None
    operations: Paragraph | None = None
    finances: Paragraph | None = None
    record: Paragraph | None = None
    evidence: Paragraph
    valid_until: Day


class Credit(CreditInput):
    """A credit assessment as kept."""

    id: Annotated[str, matching(r"^CR[1-9][0-9]{0,3}$", N_("must be a number such as CR1"))]


class MergeInput(Record):
    """Into which file a second one of the same client goes, and why; and why, where their codes differ."""

    into: ClientId
    reason: Line
    although_codes: Line | None = None


class Client(Logged, ClientMoney):
    """A client's file."""

    kind: ClassVar[str] = "client"
    id: ClientId
    profile: ClientProfile
    credit: tuple[Credit, ...] = ()
    openings: tuple[OpeningDebt, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    duns: tuple[Dun, ...] = ()
    watches: tuple[Watch, ...] = ()
    merged: MergeInput | None = None

    def credit_on(self, day: date) -> Credit | None:
        """The assessment in force on `day`: the newest, unless it has run out; an older one does not come back."""
        newest = self.credit[-1] if self.credit else None
        return newest if newest is not None and newest.valid_until >= day else None

    def assessed_by(self, moment: datetime, day: date) -> bool:
        """Whether an assessment that was known before a moment was in force on a day."""
        made = {entry.item: entry.typed_at for entry in self.standing if entry.move == "credit"}
        known = [credit for credit in self.credit if credit.id not in made or made[credit.id] < moment]
        return bool(known) and known[-1].valid_until >= day

    @property
    def confirmed(self) -> datetime:
        """When somebody last said that all of the file is right: who opened it, or confirmed it since (P4.1b)."""
        entry = self.last("confirm-file")
        return (entry or self.log[0]).at

    @property
    def keeper(self) -> str:
        """Who keeps the file: the person named, else who opened it."""
        return self.profile.keeper or self.log[0].by


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {
    "credit": ("CR", Credit),
    "openings": ("OB", OpeningDebt),
    "deposits": ("DP", Deposit),
    "duns": ("DU", Dun),
    "watches": ("WA", Watch),
}
