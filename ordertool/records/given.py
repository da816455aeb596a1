"""Inputs that exist only while a move is made: the record keeps what they say within an item it has.

They stand apart from the records, so that reading an order need not make their models.
"""

from typing import Annotated, Literal

from ordertool.records.assessment import Answer
from ordertool.records.base import Paper, Record
from ordertool.records.client_money import DepositRefund, DepositUse, OpeningWriteOff, Release
from ordertool.records.exact_numbers import PositiveMoney
from ordertool.records.fulfilment import Decision
from ordertool.records.talk import AssistanceAnswer, Response, Settlement
from ordertool.records.values import Day, ItemId, Line, Paragraph, whole


class SlipInput(Record):
    """The signed slip of one delivery, named by its id."""

    item: ItemId
    slips: Paper


class DecisionInput(Record):
    """A decision on one problem, named by its id."""

    item: ItemId
    decisions: Decision


class SolutionInput(Record):
    """The solution of one problem, named by its id."""

    item: ItemId
    solution: Paragraph


class RefundInput(Record):
    """Money that went back to the client, the day, and why."""

    kind: Literal["refund"] = "refund"
    amount: PositiveMoney
    on: Day
    reason: Line
    reference: Line | None = None


class WriteOffInput(Record):
    """Money that will never come in, and why (P2.5d)."""

    kind: Literal["write-off"] = "write-off"
    amount: PositiveMoney
    on: Day
    reason: Line


class AssistanceAnswerInput(Record):
    """The answer to one request, named by its id."""

    item: ItemId
    answer: AssistanceAnswer


class AssistanceDoneInput(Record):
    """That one request was done."""

    item: ItemId
    done: Literal[True] = True


class SessionDoneInput(Record):
    """The number of a decision that was carried out, of one session, named by its id."""

    item: ItemId
    done: Annotated[int, whole(1, 99)]


class ResponseInput(Record):
    """The first answer to one complaint, named by its id."""

    item: ItemId
    response: Response


class AppealAnswerInput(Record):
    """The answer to one appeal, named by its id."""

    item: ItemId
    answer: Answer


class SettlementInput(Record):
    """The settlement of one complaint, named by its id."""

    item: ItemId
    settlement: Settlement


class DrawInput(Record):
    """What of one deposit, named by its id, pays an order or a debt from before the book."""

    item: ItemId
    uses: DepositUse


class DepositRefundInput(Record):
    """What of one deposit, named by its id, goes back to the client."""

    item: ItemId
    refunds: DepositRefund


class OpeningWriteOffInput(Record):
    """What of one debt from before the book, named by its id, will never come in."""

    item: ItemId
    write_offs: OpeningWriteOff


class ReleaseInput(Record):
    """The end of one watch, named by its id."""

    item: ItemId
    released: Release
