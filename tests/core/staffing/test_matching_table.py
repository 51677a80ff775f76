"""Every cell at once: the same as one by one, and remedies the same as reckoning anew."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.core.staffing.matching import Demand, Form, Supply, match
from xinheng.core.staffing.matching_table import (
    Able,
    Needed,
    Tally,
    changed,
    degree,
    one_more,
    tallies,
)

CELLS = [("QMS", "10.01.00"), ("EMS", "17.10.02"), ("OHSMS", "03.04.01")]
scores = st.integers(1, 100).map(lambda n: Fraction(n, 100))
cells = st.lists(st.sampled_from(CELLS), unique=True, min_size=1, max_size=3)
people = st.lists(st.tuples(scores, st.integers(1, 6), st.integers(0, 60), cells), max_size=12)
needs = st.lists(
    st.tuples(scores, st.integers(1, 4), scores, scores, st.integers(1, 20), cells),
    min_size=1, max_size=15,
)  # fmt: skip


@given(people, needs, st.sampled_from(Form))
def test_every_cell_agrees_with_the_exact_reckoning(auditors, projects, form):
    able = [Able(float(b1), c1, days, own) for b1, c1, days, own in auditors]
    needed = [
        Needed(n, own, float(b2), c2, float(d), float(e), days)
        for n, (b2, c2, d, e, days, own) in enumerate(projects)
    ]
    found = tallies(able, needed, form)
    for cell in CELLS:
        supply = [
            Supply(str(n), b1, c1, Fraction(days))
            for n, (b1, c1, days, own) in enumerate(auditors) if cell in own
        ]  # fmt: skip
        demand = [
            Demand(str(n), b2, c2, d, e, days=Fraction(days))
            for n, (b2, c2, d, e, days, own) in enumerate(projects) if cell in own
        ]  # fmt: skip
        fast = degree(found.get(cell, Tally()), form)
        if not demand:
            assert fast is None
            continue
        exact = match(supply, demand, form)
        assert fast is not None
        assert fast.x == pytest.approx(float(exact.x_mean))
        assert fast.y == pytest.approx(float(exact.y_mean))
        assert fast.p == pytest.approx(float(exact.p))
        assert fast.capacity == pytest.approx(float(exact.capacity or 0))
        assert fast.naive == pytest.approx(float(exact.naive))
        for factor, value in exact.drivers.items():
            assert fast.drivers[factor] == pytest.approx(float(value))


@given(people, needs, st.sampled_from(Form), scores)
def test_a_remedy_is_what_reckoning_anew_would_give(auditors, projects, form, better):
    able = [Able(float(b1), c1, days, CELLS[:1]) for b1, c1, days, _own in auditors]
    needed = [
        Needed(n, CELLS[:1], float(b2), c2, float(d), float(e), days)
        for n, (b2, c2, d, e, days, _own) in enumerate(projects)
    ]
    now = tallies(able, needed, form)[CELLS[0]]
    first = needed[0]
    after = replace(first, b2=float(better), together=first.together + 1)

    more = degree(one_more(now, days=50), form)
    other = degree(changed(now, [(first, after)], form), form)

    anew = tallies([*able, Able(1.0, 1, 50, CELLS[:1])], needed, form)[CELLS[0]]
    again = tallies(able, [after, *needed[1:]], form)[CELLS[0]]
    for told, exact in ((more, degree(anew, form)), (other, degree(again, form))):
        assert told is not None
        assert exact is not None
        assert told.p == pytest.approx(exact.p)
        assert told.y == pytest.approx(exact.y)


def test_days_that_are_not_known_give_no_capacity():
    cell = CELLS[0]
    known, unknown = Needed(1, [cell], 1, 1, 1, 1, 4.0), Needed(2, [cell], 1, 1, 1, 1)
    able = [Able(1, 1, 8.0, [cell])]
    for needed, capacity in (([known], 2.0), ([known, unknown], None)):
        found = degree(tallies(able, needed, Form.RECIPROCAL_SUM)[cell], Form.RECIPROCAL_SUM)
        assert found is not None
        assert found.capacity == capacity


def test_a_cell_at_its_best_has_no_driver():
    cell = CELLS[0]
    found = tallies([Able(1, 1, 1, [cell])], [Needed(1, [cell], 1, 1, 1, 1, 1)], Form.PRODUCT)
    best = degree(found[cell], Form.PRODUCT)
    assert best is not None
    assert best.p == 1
    assert best.weakest is None
