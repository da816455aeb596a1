"""The credit scenarios of other systems, each with its number in its name (decision 20); CR7 and CR12 are of the credit watch."""

from __future__ import annotations

import pytest
from people import CLIENT, DELIVERY, NOW
from trust import LATER, changing, goods, other, shop, submitted, submitting, wide

from ordertool.errors import InvalidError
from ordertool.rules.credit import limit_of


def reasons(found):
    return [no.reason for no in found]


def to_deliver(office, amount, quantity="1"):
    """An order that is prepared and can be delivered."""
    way = wide().way("delivered", lines=goods(amount, quantity))
    return next(made.old for made in way if made.move.verb == "deliver")


def test_cr2_with_a_limit_below_what_is_owed_neither_order_nor_delivery_nor_a_larger_bill_goes_through():
    office = shop("100")
    other(office, "signed", "150.00")  # on a limit that was higher then
    already = "the client's credit limit is exceeded already"
    assert reasons(submitting(office, "1.00", by="ma.lan")) == [already]
    ready = to_deliver(office, "1.00")
    assert reasons(office.refused("deliver", ready, "li.na", now=LATER, quantities={"L1": "1"}, **DELIVERY)) == [
        # The owner sees the figures.
        "the credit limit of 100.00 CNY is exceeded already: 150.00, and this makes it 151.00"
    ]
    taken_on = wide().order("submitted", lines=goods("1.00"))
    assert reasons(changing(office, taken_on, **{"lines.L1.price": "2.00"})) == [already]


def test_cr3_an_amended_order_is_judged_by_what_it_becomes():
    office = shop("200")
    other(office, "signed", "100.00")
    order = submitted(office, "100.00")
    (no,) = changing(office, order, **{"lines.L1.quantity": "2"})
    assert no.reason == "the client's credit limit does not allow it"
    assert no.policy == "credit.gates.change"
    assert no.hint == ('it takes an override by: manager, finance; ordertool override 7K3FQ --reason "…" --until DATE')
    # What asks for no more is changed at any time.
    assert changing(office, order, deliver_by="2026-12-17") == []
    assert changing(office, order, **{"lines.L1.quantity": "0.5"}) == []


def test_cr4_a_limit_below_what_is_owed_is_refused_unless_it_is_meant_and_there_are_never_two():
    office = shop("500")
    other(office, "signed", "150.00")
    assessment = {"grade": "B", "evidence": "arrears", "valid_until": "2027-06-30"}

    def assessing(**more):
        return office.refused("credit", office.clients[CLIENT], "qian.yu", kind="client", **assessment, **more)

    (no,) = assessing(limit="149.99")
    assert no.reason == "the client's exposure is 150.00 CNY already, above that limit"
    assert no.hint == "if it is meant, so that nothing more is supplied until they pay: add --below-owed, or --line 0"
    for fine in ({"limit": "150"}, {"limit": "149.99", "below_owed": True}, {"limit": "0"}, {"limit": "unlimited"}, {}):
        assert assessing(**fine) == []
    # A newer assessment takes the place of the older one whole: its limit is not added to, nor mixed with it.
    office.clients[CLIENT] = office.do("credit", office.clients[CLIENT], "qian.yu", kind="client", **assessment)
    assert limit_of(office.clients[CLIENT], NOW, office.ctx) == (None, None)


def test_cr4_two_limits_in_one_assessment_are_no_record():
    from ordertool.book.yaml_reader import read

    with pytest.raises(InvalidError, match="limit"):
        read(b"credit:\n  - id: CR1\n    limit: 100\n    limit: 200\n", "clients/4H/C-4H8TR.yaml")


@pytest.mark.parametrize(
    ("own", "grade", "company", "counts"),
    [
        ("100", "350000", "9000", ("100", "client")),
        (None, "350000", "9000", ("350000", "grade")),
        (None, None, "9000", ("9000", "company")),  # theirs: the group's row says to go on to the company's
        (None, None, None, None),
        ("0", "350000", "9000", ("0", "client")),  # theirs: no check at all; ours: a limit of zero is one (L9)
        (None, "0", "9000", ("0", "grade")),
        ("unlimited", "0", "0", ("unlimited", "client")),
        (None, "unlimited", "0", ("unlimited", "grade")),
    ],
)
def test_cr5_the_clients_own_limit_goes_before_the_grades_and_that_before_the_companys(own, grade, company, counts):
    rules = {"grades": {"A": {"limit": grade} if grade else {}}, **({"limit": company} if company else {})}
    office = shop(own, **rules)
    amount, whose = limit_of(office.clients[CLIENT], NOW, office.ctx)
    assert (str(amount), whose) == (counts or ("None", None))
    if counts is None or amount == "unlimited":
        assert submitting(office, "99999999.00") == []
    else:
        assert len(submitting(office, f"{amount + 1}.00")) == 1
        assert amount == 0 or submitting(office, f"{amount}.00") == []


def test_cr8_an_order_after_one_that_is_above_the_limit_is_held_as_exceeded_already():
    office = shop("99")
    other(office, "confirmed", "100.00")
    assert reasons(submitting(office, "100.00", by="chen.jie")) == [
        "the credit limit of 99.00 CNY is exceeded already: 100.00, and this makes it 200.00"
    ]


def test_cr15_what_is_confirmed_and_not_billed_counts():
    office = shop("500000")
    other(office, "signed", "150000.00", "SO-20261101-00001")
    other(office, "confirmed", "60000.00", "SO-20261101-00002")
    assert reasons(submitting(office, "295000.00")) == [
        "the exposure would be 505,000.00 CNY, above the credit limit of 500,000.00"
    ]
    assert submitting(office, "290000.00") == []
