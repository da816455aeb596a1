"""What of an order was delivered, and what the client owes for it: computed from its sections, never stored (P2.5, P7.1)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ordertool.records.fulfilment import Delivery, Payment
from ordertool.records.intake import Form, OrderLine
from ordertool.records.money import Invoice, Opening, TakeBack

if TYPE_CHECKING:
    from ordertool.records.base import Entry

_SIGNED_FOR = ("signed", "closed")
"""Stages at which the slips of an order that came in at mid-way lie elsewhere."""
Sums = dict[str, Decimal]


def added(to: Sums, quantities: Mapping[str, Decimal], sign: int = 1) -> Sums:
    """Quantities by line with others put to them, or taken from them; what comes to nothing is left out."""
    sums = dict(to)
    for line, quantity in quantities.items():
        sums[line] = sums.get(line, Decimal(0)) + sign * quantity
    return {line: quantity for line, quantity in sums.items() if quantity}


class Account:
    """The figures of an order: quantities by line id, amounts in the currency of its terms."""

    if TYPE_CHECKING:
        stage: str
        opening: Opening | None
        delivery: tuple[Delivery, ...]
        taken_back: tuple[TakeBack, ...]
        payments: tuple[Payment, ...]
        invoices: tuple[Invoice, ...]

        @property
        def terms(self) -> Form | None:
            """The form as it stands."""

        @property
        def standing(self) -> tuple[Entry, ...]:
            """The moves that stand."""

        def last(self, *moves: str) -> Entry | None:
            """The newest standing entry of one of these moves."""

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """The lines, as they stand."""
        return self.terms.lines if self.terms else ()

    def delivered(self) -> Sums:
        """Quantity that reached the client and did not come back, by line id."""
        sums: Sums = {}
        for delivery in self.delivery:
            sums = added(sums, delivery.quantities) if delivery.counts else sums
        for back in self.taken_back:
            sums = added(sums, back.quantities, -1)
        return sums

    def missing(self) -> Sums:
        """Quantity still owed, by line id, lines that are complete left out."""
        done = self.delivered()
        owed = {line.id: (line.quantity or Decimal(0)) - done.get(line.id, Decimal(0)) for line in self.lines}
        return {line: quantity for line, quantity in owed.items() if quantity > 0}

    @property
    def unsigned(self) -> tuple[Delivery, ...]:
        """Deliveries whose signed slip is not in; of a reopened order the last one's is asked for anew."""
        counted = tuple(delivery for delivery in self.delivery if delivery.counts)
        waiting = tuple(one for one in counted if one.slip is None and one.id not in self._signed_before)
        last = self.last("reopen", "sign")
        return waiting or (counted[-1:] if last is not None and last.move == "reopen" else ())

    @property
    def _signed_before(self) -> frozenset[str]:
        """Deliveries that were signed for before the order came into the book."""
        if self.opening is None or self.standing[0].to not in _SIGNED_FOR:
            return frozenset()
        return frozenset(one.id for one in self.delivery) - {e.item for e in self.standing if e.move == "deliver"}

    def _sum(self, kind: str) -> Decimal:
        return sum((payment.amount for payment in self.payments if payment.kind == kind), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """What came in and was not paid back."""
        return self._sum("payment") - self._sum("refund")

    @property
    def written_off(self) -> Decimal:
        """What will never come in."""
        return self._sum("write-off")

    def paid_from(self, deposit: str) -> Decimal:
        """What a deposit of the client's paid of it."""
        return sum((payment.amount for payment in self.payments if payment.deposit == deposit), Decimal(0))

    @property
    def given_up(self) -> bool:
        """Whether it is lost or cancelled, in the archive too."""
        return self.stage in ("lost", "cancelled") or self.last("lose", "cancel") is not None

    @property
    def billed(self) -> Decimal:
        """What the client owes for the whole order: its total, or what was delivered when the rest was waived."""
        if self.terms is None or self.given_up:
            return Decimal(0)
        last = self.last("waive", "reopen", "take-back")
        if last is None or last.move != "waive":
            return self.terms.total or Decimal(0)
        return self.terms.worth(self.delivered())

    @property
    def value(self) -> Decimal:
        """What was delivered comes to, at the prices as they stand."""
        return Decimal(0) if self.terms is None or self.given_up else self.terms.worth(self.delivered())

    @property
    def unpaid(self) -> Decimal:
        """What is still to be paid; zero when the form has no total."""
        return max(self.billed - self.paid - self.written_off, Decimal(0))

    @property
    def to_refund(self) -> Decimal:
        """What the client paid beyond what is owed: it has to go back; what was written off never came in."""
        return max(self.paid - self.billed, Decimal(0))

    @property
    def lapsed(self) -> Decimal:
        """What was written off and needed not be: less is owed since."""
        return self.written_off - min(self.written_off, max(self.billed - self.paid, Decimal(0)))

    @property
    def invoiced(self) -> Decimal:
        """What was invoiced and not taken back by a credit note."""
        signs = {"invoice": 1, "credit-note": -1}
        return sum((signs[one.kind] * one.amount for one in self.invoices), Decimal(0))

    @property
    def prepayment(self) -> Decimal:
        """What must be paid before the work is planned; zero by other terms (P7.1b)."""
        total = self.terms.total if self.terms else None
        terms, _, share = (self.terms.payment or "" if self.terms else "").partition(":")
        if self.terms is None or total is None or terms != "prepayment":
            return Decimal(0)
        return self._still_to_come(self.terms.rounded(total * int(share) / 100))

    @property
    def cash_on_delivery(self) -> Decimal:
        """What must be paid for what was delivered before its slips are taken; zero by other terms (P7.1b)."""
        return self.cash_for(self.delivery)

    def cash_for(self, deliveries: tuple[Delivery, ...]) -> Decimal:
        """The cash due on some of the deliveries, without what came back."""
        if self.terms is None or self.terms.payment != "cash-on-delivery":
            return Decimal(0)
        sums: Sums = {}
        for delivery in deliveries:
            sums = added(sums, delivery.quantities) if delivery.counts else sums
        for back in self.taken_back:
            sums = added(sums, {line: min(one, sums.get(line, one * 0)) for line, one in back.quantities.items()}, -1)
        return self._still_to_come(self.terms.worth(sums))

    def _still_to_come(self, due: Decimal) -> Decimal:
        """A sum that is due, but never more than the total without what was written off."""
        total = self.terms.total if self.terms else None
        return max(min(due, (total or Decimal(0)) - self.written_off), Decimal(0))
