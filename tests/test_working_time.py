"""Working time: other projects' vectors, the official days, stories to read, and laws that hold for all."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertool.errors import InvalidError
from ordertool.rules import working_time
from ordertool.rules.calendar import CompanyCalendar, Override, parse_hours
from ordertool.rules.working_time import Day, add, add_days, confirmed, days_between, elapsed, next_open, spans

DATA = Path(__file__).parents[2] / "shared/data"
CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = parse_hours("08:30-12:00 13:30-17:30")
WEEK = dict.fromkeys(range(5), OFFICE)
HOUR = timedelta(hours=1)
data_needed = pytest.mark.skipif(not DATA.is_dir(), reason=f"the shared test data is not at {DATA}")


def office(**settings_):
    return CompanyCalendar(WEEK, **settings_)


def at(words, zone=CHINA):
    return datetime.fromisoformat(words).replace(tzinfo=zone)


def rows(path):
    if not DATA.is_dir():
        return []
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["id"]) for row in csv.DictReader(file)]


# --- the hours of a day


@pytest.mark.parametrize(
    ("hours", "intervals"),
    [
        ("08:30-12:00 13:00-17:30", ((510, 720), (780, 1050))),
        ("13:00-17:30, 8:30 - 12:00", ((510, 720), (780, 1050))),
        ("０８：３０－１２：００、13：00～17：30", ((510, 720), (780, 1050))),
        ("8:30至12:00；13:00—17:30", ((510, 720), (780, 1050))),
        ("08:00-12:00 12:00-16:00", ((480, 720), (720, 960))),
        ("00:00-24:00", ((0, 1440),)),
        ("", ()),
        (" Closed ", ()),
        ("休", ()),
    ],
)
def test_hours_are_read(hours, intervals):
    assert parse_hours(hours) == intervals


@pytest.mark.parametrize(
    ("hours", "wrong"),
    [
        ("09:00", '"09:00" is not an interval'),
        ("09:00-12:00 nachmittags", '"nachmittags" is not an interval'),
        ("22:00-06:00", '"22:00-06:00" is not'),
        ("09:00-09:00", '"09:00-09:00" is not'),
        ("09:00-24:01", '"09:00-24:01" is not'),
        ("09:60-10:00", '"09:60-10:00" is not'),
        ("٠٩:٠٠-١٠:٠٠", "is not an interval"),
        ("09:00-12:00 11:59-13:00", "overlap at 11:59"),
    ],
)
def test_hours_that_make_no_sense_are_refused(hours, wrong):
    with pytest.raises(InvalidError) as refused:
        parse_hours(hours)
    assert wrong in str(refused.value)
    assert refused.value.hint


# --- other projects' vectors


class Vectors:
    """A weekly schedule with holidays and special days, as the vectors give it."""

    version = "vectors"

    def __init__(self, row):
        week = json.loads((DATA / "business_hours/schedules.json").read_text(encoding="utf-8"))[row["schedule"]]
        self.week = {int(day): parse_hours(" ".join(map("-".join, hours))) for day, hours in week.items()}
        self.special = dict.fromkeys(filter(None, row["holidays"].split(";")), ())
        for special in filter(None, row["special_days"].split(";")):
            day, _, hours = special.partition("=")
            self.special[day] = parse_hours(hours.replace("+", " "))

    def day(self, when, /):
        return Day(self.special.get(when.isoformat(), self.week.get(when.weekday(), ())), "workday")


def moment(words, zone):
    return date.fromisoformat(words) if len(words) == 10 else at(words, zone)


def is_open(calendar, when):
    """Whether it is working time: the next opening is then at once."""
    return next_open(calendar, when) == when


@data_needed
@pytest.mark.parametrize("zone", [None, CHINA], ids=["naive", "China"])
@pytest.mark.parametrize("row", rows("business_hours/vectors.csv"))
def test_vectors_of_other_projects(row, zone):
    calendar, start, arg, expected = Vectors(row), moment(row["start"], zone), row["arg"], row["expected"]
    match row["op"]:
        case "elapsed_s":
            assert elapsed(calendar, start, moment(arg, zone)).total_seconds() == int(expected)
        case "add_hours":
            due = add(calendar, start, timedelta(seconds=round(float(arg) * 3600)))
            assert due.at == moment(expected, zone)
            assert due.at.tzinfo is zone
        case "add_days":
            assert add_days(calendar, start, int(arg)) == moment(expected, zone)
        case "days_between":
            assert days_between(calendar, start, moment(arg, zone)) == int(expected)
        case "next_open":
            assert next_open(calendar, start) == moment(expected, zone)
        case "is_open":
            assert is_open(calendar, start) is (expected == "true")
        case unknown:
            pytest.fail(f"no such operation: {unknown}")


@cache
def scheduled(schedule):
    return CompanyCalendar(dict.fromkeys(range(5), parse_hours(spelled(schedule))))


def spelled(schedule):
    """`CN8:30-12_13:30-17:30` as hours."""
    parts = [part.split("-") for part in schedule.removeprefix("CN").split("_")]
    return " ".join("-".join(time if ":" in time else f"{time}:00" for time in part) for part in parts)


@data_needed
@pytest.mark.parametrize("row", rows("holiday-cn/derived_deadlines.csv"))
def test_deadlines_over_official_days(row):
    calendar, start = scheduled(row["schedule"]), at(row["start"])
    working = float(row["business_hours"]) * HOUR
    due = add(calendar, start, working)
    assert due.at == at(row["expected"])
    assert due.confirmed
    assert sum((span.end - span.start for span in due.working), timedelta()) == working
    assert ("make-up" in {span.kind for span in due.working}) <= (row["spans"] == "makeup")


# --- the official days


@data_needed
@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_day_is_as_announced(year):
    announced = {
        date.fromisoformat(day["date"]): day["isOffDay"]
        for path in (DATA / "holiday-cn").glob("2*.json")
        for day in json.loads(path.read_text(encoding="utf-8"))["days"]
    }
    calendar = office()
    for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
        when = date.fromordinal(ordinal)
        off = announced.get(when, when.weekday() > 4)
        day = calendar.day(when)
        assert day.intervals == (() if off else OFFICE), when
        assert day.confirmed
        assert day.kind in (("weekend", "holiday") if off else ("workday", "make-up")), when
        assert (day.kind in ("holiday", "make-up")) == bool(day.name)


# What the library and holiday-cn call differently, without a difference in who works: weekends within a festival,
# and the Monday that ended the longer holiday of 2020.
@pytest.mark.parametrize(
    ("when", "kind"),
    [("2011-06-05", "weekend"), ("2014-04-06", "holiday"), ("2020-02-03", "workday"), ("2023-12-30", "holiday")],
)
def test_labels_that_differ_from_holiday_cn(when, kind):
    assert office().day(date.fromisoformat(when)).kind == kind


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-03-04", Day(OFFICE, "workday")),
        ("2026-03-07", Day((), "weekend")),
        ("2026-10-01", Day((), "holiday", "国庆节")),
        ("2026-02-14", Day(OFFICE, "make-up", "春节")),
        ("2027-03-04", Day(OFFICE, "workday", confirmed=False)),
        ("2027-03-06", Day((), "weekend", confirmed=False)),
        ("1999-10-01", Day(OFFICE, "workday", confirmed=False)),
    ],
)
def test_kinds_of_days(when, expected):
    calendar = office()
    assert calendar.day(date.fromisoformat(when)) == expected
    assert calendar.day(date.fromisoformat(when)) is calendar.day(at(when + " 23:00")), "a day is worked out once"


def test_make_up_days_have_the_hours_of_the_first_weekday_worked_or_their_own():
    saturday = date(2026, 2, 14)
    short, full = parse_hours("10:00-15:00"), parse_hours("10:00-18:00")
    assert CompanyCalendar({1: full, 5: short}).day(saturday).intervals == full
    assert office(makeup_hours=short).day(saturday).intervals == short
    assert CompanyCalendar({}).day(saturday) == Day((), "make-up", "春节")


def test_without_public_holidays_the_week_is_all_there_is():
    calendar = office(holidays="none")
    assert calendar.day(date(2026, 10, 1)) == Day(OFFICE, "workday")
    assert calendar.day(date(2040, 1, 7)) == Day((), "weekend")
    with pytest.raises(InvalidError, match="no holidays called"):
        office(holidays="UK")


def test_the_book_has_the_last_word():
    calendar = office(
        overrides={
            date(2026, 3, 4): Override("off", "公司年会"),
            date(2026, 3, 5): "09:00-12:00",
            date(2026, 10, 1): "work",
            date(2026, 3, 7): Override("班", "盘点"),
            date(2027, 3, 4): "work",
        }
    )
    assert calendar.day(date(2026, 3, 4)) == Day((), "override", "公司年会")
    assert calendar.day(date(2026, 3, 5)) == Day(((540, 720),), "override")
    assert calendar.day(date(2026, 10, 1)) == Day(OFFICE, "override")
    assert calendar.day(date(2026, 3, 7)) == Day(OFFICE, "override", "盘点")
    assert calendar.day(date(2027, 3, 4)).confirmed, "the company named that day"
    assert not calendar.day(date(2027, 3, 5)).confirmed
    with pytest.raises(InvalidError, match="override of 2026-03-04: Cannot read") as refused:
        office(overrides={date(2026, 3, 4): "maybe"})
    assert "off" in str(refused.value.hint)


def test_a_year_the_company_vouches_for_is_confirmed():
    calendar = office(confirmed_years=frozenset({2027}))
    assert calendar.day(date(2027, 3, 4)) == Day(OFFICE, "workday")
    assert not calendar.day(date(2028, 3, 3)).confirmed


def test_the_version_names_the_data_and_tells_settings_apart():
    assert office().version.startswith("chinesecalendar 1.")
    assert " + 0 overrides (" in office().version
    assert office().version == office().version
    one = office(holidays="none", overrides={date(2026, 3, 4): "off"})
    assert one.version.startswith("no public holidays + 1 override (")
    different = {
        one.version,
        office(holidays="none", overrides={date(2026, 3, 4): Override("off", "年会")}).version,
        office(holidays="none", overrides={date(2026, 3, 5): "off"}).version,
        office(makeup_hours=()).version,
        office(confirmed_years=frozenset({2027})).version,
        CompanyCalendar({0: OFFICE}).version,
        office().version,
    }
    assert len(different) == 7


def test_official_data_is_loaded_only_when_a_day_needs_it():
    script = (
        "import sys, datetime\n"
        "from ordertool.rules.calendar import CompanyCalendar\n"
        "calendar = CompanyCalendar({0: ((0, 60),)}, overrides={datetime.date(2026, 3, 4): 'off'})\n"
        "calendar.day(datetime.date(2026, 3, 4))\n"
        "assert 'chinese_calendar' not in sys.modules\n"
        "calendar.day(datetime.date(2026, 3, 5))\n"
        "assert 'chinese_calendar' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[1])


# --- stories


def test_L6_lunch_does_not_count():
    due = add(office(), at("2026-03-04 11:00"), 2 * HOUR)
    assert due.at == at("2026-03-04 14:30")
    assert due.confirmed
    assert [(f"{span.start:%H:%M}", f"{span.end:%H:%M}", span.kind) for span in due.working] == [
        ("11:00", "12:00", "workday"),
        ("13:30", "14:30", "workday"),
    ]


def test_L6_a_make_up_saturday_works_and_its_festival_does_not():
    """The Saturday before the Spring Festival of 2026 is worked; the ten days after it are not."""
    due = add(office(), at("2026-02-13 16:30"), 9 * HOUR)
    assert due.at == at("2026-02-24 09:00")
    assert [(span.start.date().isoformat(), span.kind, span.name) for span in due.working] == [
        ("2026-02-13", "workday", ""),
        ("2026-02-14", "make-up", "春节"),
        ("2026-02-14", "make-up", "春节"),
        ("2026-02-24", "workday", ""),
    ]


def test_national_day_week_is_jumped_over():
    assert add(office(), at("2026-09-30 17:00"), HOUR).at == at("2026-10-08 09:00")
    assert next_open(office(), at("2026-09-30 17:30")) == at("2026-10-08 08:30")
    assert add_days(office(), at("2026-09-30 17:00"), 3) == at("2026-10-10 17:00"), "the 10th, a Saturday, is worked"
    assert days_between(office(), date(2026, 9, 30), date(2026, 10, 12)) == 4
    assert days_between(office(), date(2026, 10, 12), date(2026, 9, 30)) == -4


def test_L6_a_hold_over_a_weekend_is_counted_in_working_time():
    friday, monday = at("2026-03-06 16:30"), at("2026-03-09 09:30")
    hold = [(friday, monday)]
    assert elapsed(office(), at("2026-03-06 15:30"), at("2026-03-09 10:30"), hold) == 2 * HOUR
    due = add(office(), at("2026-03-06 15:30"), 2 * HOUR, hold)
    assert due.at == at("2026-03-09 10:30")
    assert [span.start for span in due.working] == [at("2026-03-06 15:30"), monday]


def test_pauses_may_overlap_repeat_and_stand_in_any_order():
    start, noon = at("2026-03-04 08:30"), at("2026-03-04 12:00")
    pauses = [
        (at("2026-03-04 10:00"), at("2026-03-04 11:00")),
        (at("2026-03-04 09:00"), at("2026-03-04 10:30")),
        (at("2026-03-04 09:30"), at("2026-03-04 10:00")),
        (at("2026-03-04 11:30"), at("2026-03-04 11:00")),  # ends before it starts: none
        (at("2026-03-03 09:30"), at("2026-03-03 10:00")),
        (at("2026-03-05 09:30"), at("2026-03-05 10:00")),
    ]
    assert elapsed(office(), start, noon, pauses) == 1.5 * HOUR
    assert elapsed(office(), noon, start, pauses) == -1.5 * HOUR
    assert [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in spans(office(), start, noon, pauses)] == [
        "08:30-09:00",
        "11:00-12:00",
    ]


def test_while_a_hold_lasts_there_is_no_due_time_after_it():
    hold = [(at("2026-03-04 10:00"), None)]
    assert elapsed(office(), at("2026-03-04 08:30"), at("2026-03-06 17:30"), hold) == 1.5 * HOUR
    assert add(office(), at("2026-03-04 08:30"), HOUR, hold).at == at("2026-03-04 09:30"), "it was due before"
    assert add(office(), at("2026-03-05 09:30"), -HOUR, hold).at == at("2026-03-04 09:00"), "backwards it has an end"
    with pytest.raises(InvalidError, match="stood still since 2026-03-04 10:00"):
        add(office(), at("2026-03-04 08:30"), 2 * HOUR, hold)


def test_a_year_without_data_leaves_the_due_time_unconfirmed():
    old_year = add(office(), at("2026-12-31 16:30"), HOUR)
    assert old_year == (at("2026-12-31 17:30"), True, old_year.working)
    new_year = add(office(), at("2026-12-31 16:30"), 2 * HOUR)
    assert new_year.at == at("2027-01-01 09:30"), "by the week: nobody has announced New Year's Day yet"
    assert not new_year.confirmed
    back = add(office(), at("2027-01-01 09:30"), -2 * HOUR)
    assert back == (at("2026-12-31 16:30"), False, new_year.working)
    vouched = office(overrides={date(2027, 1, 1): "off"}, confirmed_years=frozenset({2027}))
    assert add(vouched, at("2026-12-31 16:30"), 2 * HOUR)[:2] == (at("2027-01-04 09:30"), True)
    assert not confirmed(office(), date(2027, 1, 1), date(2026, 12, 31)), "in either order"


def test_a_day_may_end_at_24_00():
    round_the_clock = CompanyCalendar(dict.fromkeys(range(7), parse_hours("00:00-24:00")), holidays="none")
    due = add(round_the_clock, at("2026-12-31 22:00"), 3 * HOUR)
    assert due.at == at("2027-01-01 01:00")
    assert [f"{span.start:%d %H:%M}" for span in due.working] == ["31 22:00", "01 00:00"]
    monday = CompanyCalendar({0: parse_hours("12:00-24:00")}, holidays="none")
    midnight = at("2026-03-03 00:00")
    assert add(monday, at("2026-03-02 20:00"), 4 * HOUR).at == midnight
    assert add(monday, midnight, timedelta()) == (midnight, True, ()), "the end of Monday is still Monday's"
    assert not is_open(monday, midnight)
    assert next_open(monday, midnight) == at("2026-03-09 12:00")
    last = CompanyCalendar(dict.fromkeys(range(7), parse_hours("00:00-24:00")))
    assert add(last, at("2026-12-31 23:00"), HOUR).confirmed, "until 24:00 is not yet next year"


def test_nothing_to_work_ends_at_once_or_at_the_next_opening():
    assert add(office(), at("2026-03-04 17:30"), timedelta()) == (at("2026-03-04 17:30"), True, ())
    assert add(office(), at("2026-03-04 17:31"), timedelta()).at == at("2026-03-05 08:30")
    assert add_days(office(), at("2026-03-07 17:31"), 0) == at("2026-03-07 17:31")


def test_open_is_from_the_first_minute_until_before_the_last():
    assert is_open(office(), at("2026-03-04 08:30"))
    assert not is_open(office(), at("2026-03-04 12:00"))
    assert not is_open(office(), at("2026-03-07 09:00"))


def test_times_of_other_zones_are_moved_into_the_first_one():
    start = at("2026-03-04 08:30")
    assert elapsed(office(), start, datetime(2026, 3, 4, 1, 30, tzinfo=UTC)) == HOUR
    hold = [(datetime(2026, 3, 4, 1, 0, tzinfo=UTC), datetime(2026, 3, 4, 2, 0, tzinfo=UTC))]
    due = add(office(), start, HOUR, hold)
    assert due.at == at("2026-03-04 10:30")
    assert due.at.tzinfo is CHINA
    assert {span.start.tzinfo for span in due.working} == {CHINA}
    for mixed in [(start, None), (start.replace(tzinfo=None), UTC)]:
        with pytest.raises(TypeError):
            spans(office(), mixed[0], datetime(2026, 3, 4, 10, tzinfo=mixed[1]))


def test_where_clocks_change_a_working_day_keeps_its_hours():
    """Berlin, the night to 29 March 2026: the wall clock counts, also for those who work that night."""
    berlin = ZoneInfo("Europe/Berlin")
    calendar = CompanyCalendar(dict.fromkeys(range(7), parse_hours("00:00-24:00")), holidays="none")
    assert add(calendar, at("2026-03-28 12:00", berlin), 24 * HOUR).at == at("2026-03-29 12:00", berlin)
    assert elapsed(calendar, at("2026-03-29 00:00", berlin), at("2026-03-30 00:00", berlin)) == 24 * HOUR


@pytest.mark.parametrize("working", [HOUR, timedelta(), -HOUR])
def test_a_calendar_without_work_ends_the_search(working):
    with pytest.raises(InvalidError, match=r"no working time within 10 years of 2026-03-0[34]"):
        add(CompanyCalendar({}, holidays="none"), at("2026-03-04 09:00"), working)


def test_the_years_run_out():
    always = CompanyCalendar(dict.fromkeys(range(7), parse_hours("00:00-24:00")), holidays="none")
    for start, working in [("9999-12-29 00:00", 99 * HOUR), ("0001-01-02 00:00", -99 * HOUR)]:
        with pytest.raises(InvalidError, match="outside the years"):
            add(always, at(start, None), working)
    with pytest.raises(InvalidError, match="outside the years"):
        elapsed(always, at("9999-12-30 00:00", None), at("9999-12-31 12:00", None))


# --- laws

MINUTES = st.integers(0, 96).map(lambda quarter: quarter * 15)
HOURS = st.lists(MINUTES, max_size=8, unique=True).map(
    lambda marks: tuple(zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)
CALENDARS = st.builds(
    CompanyCalendar,
    st.dictionaries(st.integers(0, 6), HOURS, max_size=7).map(lambda week: week | {2: ((0, 61), (700, 1440))}),
    holidays=st.sampled_from(["CN", "none"]),
    overrides=st.dictionaries(
        st.dates(date(2026, 1, 20), date(2026, 2, 20)), st.sampled_from(["off", "work", "09:00-12:00"]), max_size=5
    ),
)
TIMES = st.datetimes(datetime(2026, 1, 20), datetime(2026, 3, 1)).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=0, tzinfo=CHINA)
)
DURATIONS = st.one_of(
    st.integers(0, 60 * 60 * 60).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(0, 60).map(lambda hours: hours * HOUR),
)
PAUSES = st.lists(st.tuples(TIMES, TIMES), max_size=4)
laws = settings(max_examples=100, deadline=None)


@laws
@given(CALENDARS, TIMES, DURATIONS, PAUSES)
def test_what_was_added_has_elapsed(calendar, start, working, pauses):
    due = add(calendar, start, working, pauses)
    assert due.at >= start
    assert elapsed(calendar, start, due.at, pauses) == working
    assert sum((span.end - span.start for span in due.working), timedelta()) == working
    assert due.working == spans(calendar, start, due.at, pauses)
    assert all(span.start < span.end for span in due.working)


@laws
@given(CALENDARS, TIMES, DURATIONS, PAUSES)
def test_backwards_too(calendar, start, working, pauses):
    due = add(calendar, start, -working, pauses)
    assert elapsed(calendar, start, due.at, pauses) == -working
    assert due.working == spans(calendar, due.at, start, pauses)
    if working:
        assert add(calendar, due.at, working, pauses).working == due.working


@laws
@given(CALENDARS, TIMES, DURATIONS, DURATIONS, PAUSES)
def test_adding_twice_is_adding_the_sum(calendar, start, first, second, pauses):
    between = add(calendar, start, first, pauses)
    both = add(calendar, start, first + second, pauses)
    assert add(calendar, between.at, second, pauses).at == both.at
    assert between.at <= both.at


@laws
@given(CALENDARS, TIMES, TIMES, DURATIONS, PAUSES)
def test_who_starts_later_is_due_no_earlier(calendar, one, other, working, pauses):
    early, late = sorted((one, other))
    assert add(calendar, early, working, pauses).at <= add(calendar, late, working, pauses).at


@laws
@given(CALENDARS, TIMES, TIMES, TIMES, PAUSES)
def test_elapsed_time_adds_up(calendar, start, middle, end, pauses):
    parts = elapsed(calendar, start, middle, pauses) + elapsed(calendar, middle, end, pauses)
    assert parts == elapsed(calendar, start, end, pauses)


@laws
@given(CALENDARS, TIMES, TIMES, PAUSES)
def test_elapsed_time_is_what_a_count_of_open_minutes_gives(calendar, start, end, pauses):
    """Against the plainest way to say it: look at each minute (short stretches, whole minutes)."""
    start = start.replace(second=0)
    end = min(end.replace(second=0), start + timedelta(days=3))
    pauses = [(since.replace(second=0), until.replace(second=0)) for since, until in pauses]
    count, minute = 0, start
    while minute < end:
        held = any(since <= minute < until for since, until in pauses)
        of_day = minute.hour * 60 + minute.minute
        count += not held and any(low <= of_day < high for low, high in calendar.day(minute.date()).intervals)
        minute += timedelta(minutes=1)
    assert max(elapsed(calendar, start, end, pauses), timedelta()) == timedelta(minutes=count)


@laws
@given(CALENDARS, TIMES)
def test_the_next_opening_is_open_and_nothing_before_it_counts(calendar, when):
    opening = next_open(calendar, when)
    assert is_open(calendar, opening)
    assert is_open(calendar, when) == (opening == when)
    assert elapsed(calendar, when, opening) == timedelta()


@laws
@given(CALENDARS, TIMES, st.integers(1, 20))
def test_days_added_lie_between(calendar, start, days):
    later, earlier = add_days(calendar, start, days), add_days(calendar, start, -days)
    assert later.timetz() == earlier.timetz() == start.timetz()
    assert calendar.day(later.date()).intervals
    rest = 0 if calendar.day(start.date()).intervals else 1
    assert days_between(calendar, start, later) == days + rest
    assert days_between(calendar, start, earlier) <= 0
    assert days_between(calendar, earlier, start) == days


def test_the_module_keeps_to_the_standard_library():
    script = (
        "import sys, ordertool.rules.working_time\n"
        "own = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names) - {'ordertool'}\n"
        "print(*sorted(name for name in own if 'calendar' in name or name in ('yaml', 'pydantic', 'typer')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=Path(working_time.__file__).parents[2], capture_output=True
    )
    assert done.stdout.split() == []
