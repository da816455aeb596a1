"""One client's file (P4.1a) with its credit assessments (P7.1a)."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from ordertool.language import N_
from ordertool.records.base import Logged, Record
from ordertool.records.values import ClientId, CreditLimit, Day, Line, Paragraph, StaffId, matching, whole

_CODE = N_("must be 18 digits and capital letters, without I, O, S, V and Z")


class ClientProfile(Record):
    """Who the client is; history comes from the orders, never typed twice."""

    name: Line
    region: Line | None = None
    contact: Line
    phone: Line | None = None
    email: Line | None = None
    uscc: Annotated[str, matching(r"^[0-9A-HJ-NP-RT-UW-Y]{18}$", _CODE)] | None = None
    address: Line | None = None
    keeper: StaffId | None = None


class CreditInput(Record):
    """A credit assessment: grade, credit limit, account period in days, evidence, validity (P7.1a)."""

    grade: Literal["A", "B", "C", "D"]
    limit: CreditLimit | None = None
    days: Annotated[int, whole(0, 365)] | None = None
    evidence: Paragraph
    valid_until: Day


class Credit(CreditInput):
    """A credit assessment as kept."""

    id: Annotated[str, matching(r"^CR[1-9][0-9]{0,3}$", N_("must be a number such as CR1"))]


class Client(Logged):
    """A client's file."""

    kind: ClassVar[str] = "client"
    id: ClientId
    profile: ClientProfile
    credit: tuple[Credit, ...] = ()

    def credit_on(self, day: date) -> Credit | None:
        """The assessment in force on `day`: the newest, unless it has run out; an older one does not come back."""
        newest = self.credit[-1] if self.credit else None
        return newest if newest is not None and newest.valid_until >= day else None

    @property
    def keeper(self) -> str:
        """Who keeps the file: the person named, else who opened it."""
        return self.profile.keeper or self.log[0].by


ITEM_TYPES: dict[str, tuple[str, type[Record]]] = {"credit": ("CR", Credit)}
