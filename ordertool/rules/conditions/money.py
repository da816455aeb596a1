"""The client's money: payments, invoices, goods that came back, deposits, debts from before the book (P2.5, P7.1c)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ordertool.language import Text, listed, text
from ordertool.records.base import Entry
from ordertool.records.client import Client
from ordertool.records.money import rounded
from ordertool.records.order import Order
from ordertool.rules.conditions.saying import no, short
from ordertool.rules.move import Context, Refusal
from ordertool.rules.permissions import told_figures
from ordertool.rules.receivables import money_since


def paid_up(old: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """An order is archived when it is paid or written off (policy switch), and nothing has to go back to the client."""
    if old.to_refund > 0:
        return no(
            text("{amount} has to go back to the client", amount=old.to_refund),
            text('ordertool pay {id} --refund --amount {amount} --reason "…"', id=short(old.id), amount=old.to_refund),
            "P2.5d",
        )
    if old.stage != "closed" or not ctx.policy.archive.paid or old.unpaid == 0:
        return None
    return no(
        text("{amount} is unpaid", amount=old.unpaid),
        text("ordertool pay {id} --amount {amount} --on DATE", id=short(old.id), amount=old.unpaid),
        "P2.5d",
        policy="archive.paid",
    )


def payment_fits(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """Money moved on a day that has been; no more comes in than is owed, and no more goes back than came in."""
    payment = new.payments[-1]
    odd = _day_moved(payment.on, entry, ctx)
    if odd is not None:
        return odd
    if payment.on < money_since(old, ctx):
        return no(text("{day} is before the inquiry", day=payment.on), text("give the day the money moved"), "P7.1c")
    if old.terms is not None and payment.amount != old.terms.rounded(payment.amount):
        return no_amount(payment.amount, old.terms.currency)
    hint = text("check the amount: ordertool show {id}", id=short(old.id))
    if payment.kind == "refund" and payment.amount > old.paid:
        return no(
            text("{amount} is more than the {paid} that came in", amount=f"{payment.amount:f}", paid=old.paid),
            hint,
            "P7.1c",
        )
    if payment.kind != "refund" and payment.amount > old.unpaid:
        return no(
            text("{amount} is more than the {unpaid} still owed", amount=f"{payment.amount:f}", unpaid=old.unpaid),
            hint,
            "P7.1c",
        )
    return None


def _day_moved(day: date, entry: Entry, ctx: Context) -> Refusal | None:
    if day <= ctx.day(entry.typed_at):
        return None
    return no(text("{day} is in the future", day=day), text("give the day the money moved"), "P7.1c")


def no_amount(amount: Decimal, currency: str, clause: str = "P7.1c") -> Refusal:
    """An amount is not finer than its currency has it."""
    return no(
        text("{amount} is no amount of {currency}", amount=f"{amount:f}", currency=currency),
        text("give it as the currency has it: {amount}", amount=f"{rounded(amount, currency):f}"),
        clause,
        kind="invalid",
    )


def deposit_drawn(_old: Order, new: Order, _entry: Entry, ctx: Context) -> Refusal | None:
    """What a client's deposits pay of an order is what the client's file says was taken from them, by the same commit.

    Files that were merged keep what they paid before, perhaps by the same ids; only the one that stands pays anew.
    """
    name = new.payments[-1].deposit
    client = ctx.client(new.client) if new.client else None
    files = [file for one in sorted(ctx.ids_of(client.id)) if (file := ctx.file(one))] if client else []
    used: dict[str, Decimal] = {}
    for one in (deposit for file in files for deposit in file.deposits):
        used[one.id] = used.get(one.id, Decimal(0)) + one.used_for(new.id)
    deposit = next((one for one in client.deposits if one.id == name), None) if client else None
    if deposit is not None and new.terms is not None and deposit.currency != new.terms.currency:
        return no(
            text("{item} is in {other}, and the order in {currency}",
                 item=name, other=deposit.currency, currency=new.terms.currency),
            text("give it back, and let it be paid in the order's currency"),
            "P7.1c",
        )  # fmt: skip
    if name is not None and deposit is None:
        return no(text("there is no deposit {item}", item=name), text("ordertool client show ID"), "P7.1c")
    odd = next((item for item, amount in used.items() if amount != new.paid_from(item)), None)
    if odd is None:
        return None
    return no(
        text("it is not what was taken from {item}", item=odd),
        text("ordertool pay {id} --from-deposit {item} --amount …", id=short(new.id), item=odd),
        "P7.1c",
    )


def paid_by_itself(old: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """A payment out of a client's deposit is not taken back on the order alone."""
    item = old.standing[-1].item
    payment = next((one for one in old.payments if one.id == item and old.standing[-1].move == "pay"), None)
    if payment is None or payment.deposit is None:
        return None
    return no(
        text("it was paid from {item} of the client's file", item=payment.deposit),
        text('give it back: ordertool pay {id} --refund --amount {amount} --reason "…"',
             id=short(old.id), amount=payment.amount),
        "P7.1c",
    )  # fmt: skip


# Invoices and goods that came back


def invoice_fits(old: Order, new: Order, entry: Entry, ctx: Context) -> Refusal | None:
    """No more is invoiced than is owed, no more taken back than was invoiced; a number is given once on an order."""
    invoice = new.invoices[-1]
    assert old.terms is not None
    if invoice.on > ctx.day(entry.typed_at) or invoice.on < money_since(old, ctx):
        return no(
            text("{day} is not between the inquiry and today", day=invoice.on), text("give the invoice's day"), "P7.1c"
        )
    for amount in (invoice.amount, invoice.tax or Decimal(0)):
        if amount != old.terms.rounded(amount):
            return no_amount(amount, old.terms.currency)
    hint = text("check the amount: ordertool show {id}", id=short(old.id))
    if (invoice.tax or Decimal(0)) > invoice.amount:
        return no(text("the tax is more than the amount that contains it"), hint, "P7.1c", kind="invalid")
    if any(one.number == invoice.number for one in old.invoices):
        return no(text("number {number} is on the order already", number=invoice.number), hint, "P7.1c")
    left = old.invoiced if invoice.kind == "credit-note" else old.billed - old.invoiced
    if invoice.amount <= left:
        return None
    return no(
        text("{amount} is more than the {left} that was invoiced", amount=f"{invoice.amount:f}", left=left)
        if invoice.kind == "credit-note"
        else text("{amount} is more than the {left} still to be invoiced", amount=f"{invoice.amount:f}", left=left),
        hint,
        "P7.1c",
    )


def came_back(old: Order, new: Order, _entry: Entry, _ctx: Context) -> Refusal | None:
    """What comes back was delivered, line by line (P2.5b)."""
    quantities, there = new.taken_back[-1].quantities, old.delivered()
    if not quantities:
        return no(text("no quantity comes back"), text("add --quantity L1=2"), "P2.5b")
    for line, quantity in quantities.items():
        if quantity > there.get(line, Decimal(0)):
            return no(
                text("line {line}: {quantity} is more than the {there} that the client has",
                     line=line, quantity=f"{quantity:f}", there=f"{there.get(line, Decimal(0)):f}"),
                text("delivered: {lines}", lines=listed(f"{one}={number:f}" for one, number in there.items()) or "–"),
                "P2.5b",
            )  # fmt: skip
    return None


# The client's file


def deposit_fits(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """What comes in pays no more of a debt from before the book than is left of it, in its own currency."""
    deposit = new.deposits[-1]
    odd = _day_moved(deposit.on, entry, ctx)
    if odd is not None:
        return odd
    for amount in (deposit.amount, *deposit.openings.values()):
        if amount != rounded(amount, deposit.currency):
            return no_amount(amount, deposit.currency)
    for item, amount in deposit.openings.items():
        refusal = _pays_opening(old, item, amount, deposit.currency, entry, ctx)
        if refusal is not None:
            return refusal
    if deposit.left < 0:
        return no(
            text("more is paid with it than the {amount} that came in", amount=deposit.amount),
            text("check the amounts: ordertool client show {id}", id=short(old.id)),
            "P7.1c",
        )
    return None


def _pays_opening(old: Client, item: str, amount: Decimal, currency: str, entry: Entry, ctx: Context) -> Refusal | None:
    debt = next((one for one in old.openings if one.id == item), None)
    hint = text("ordertool receivables --client {id}", id=short(old.id))
    if debt is None:
        return no(text("there is no debt {item} from before the book", item=item), hint, "P7.1c", kind="invalid")
    if debt.currency != currency:
        return no(
            text("{item} is owed in {other}, not in {currency}", item=item, other=debt.currency, currency=currency),
            hint,
            "P7.1c",
        )
    left = old.opening_left(debt)
    return None if amount <= left else no(_more_than_owed(amount, left, old, entry, ctx), hint, "P7.1c")


def _more_than_owed(amount: Decimal, left: Decimal, client: Client, entry: Entry, ctx: Context) -> Text:
    if not told_figures(entry, ctx, client):
        return text("{amount} is more than is still owed", amount=f"{amount:f}")
    return text("{amount} is more than the {unpaid} still owed", amount=f"{amount:f}", unpaid=left)


def deposit_has_it(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """A deposit pays, and gives back, no more than is left of it, on a day after it came in."""
    was = next(one for one in old.deposits if one.id == entry.item)
    now = next(one for one in new.deposits if one.id == entry.item)
    made = now.uses[-1] if len(now.uses) > len(was.uses) else now.refunds[-1]
    odd = _day_moved(made.on, entry, ctx)
    if odd is not None:
        return odd
    if made.on < was.on:
        return no(
            text("{day} is before the {other} on which {item} came in", day=made.on, other=was.on, item=was.id),
            text("give the day the money moved"),
            "P7.1c",
        )
    if made.amount != rounded(made.amount, was.currency):
        return no_amount(made.amount, was.currency)
    if made.amount > was.left:
        return no(
            text(
                "{amount} is more than the {left} left of {item}", amount=f"{made.amount:f}", left=was.left, item=was.id
            )
            if told_figures(entry, ctx, old)
            else text("{amount} is more than is left of {item}", amount=f"{made.amount:f}", item=was.id),
            text("ordertool client show {id}", id=short(old.id)),
            "P7.1c",
        )
    return None


def use_pays_one(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """A deposit pays an order, or a debt from before the book: one at a time."""
    deposit = next(one for one in new.deposits if one.id == entry.item)
    use = deposit.uses[-1]
    if (use.order is None) == (use.opening is None):
        return no(
            text("it pays one order, or one debt from before the book"),
            text("ordertool pay ID --from-deposit {item}", item=deposit.id),
            "P7.1c",
            kind="invalid",
        )
    return _pays_opening(old, use.opening, use.amount, deposit.currency, entry, ctx) if use.opening else None


def write_off_fits(old: Client, new: Client, entry: Entry, ctx: Context) -> Refusal | None:
    """No more of a debt from before the book is written off than is left of it."""
    debt = next(one for one in new.openings if one.id == entry.item)
    off = debt.write_offs[-1]
    if off.amount != rounded(off.amount, debt.currency):
        return no_amount(off.amount, debt.currency)
    left = old.opening_left(debt.model_copy(update={"write_offs": debt.write_offs[:-1]}))
    if off.amount > left:
        return no(
            _more_than_owed(off.amount, left, old, entry, ctx),
            text("ordertool receivables --client {id}", id=short(old.id)),
            "P7.1c",
        )
    return _day_moved(off.on, entry, ctx)
