"""The matching degree: the worked case, directions, ranges, forms."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.core.shared.reading import Unreadable
from xinheng.core.staffing.matching import (
    Demand,
    Factor,
    Form,
    Supply,
    match,
    matching_problems,
)
from xinheng.core.staffing.matching_json import (
    matching_figure,
    matching_from_json,
    matching_to_json,
)

# The case of catalogue M-40 (OHSMS 03.04.01), reconstructed: B1 and C1 of ten auditors, and
# B2, C2, D, E of six projects.
SUPPLY = ((".8", 3), (".9", 2), (".7", 3), (".8", 2), (".6", 3), (".7", 2), (".9", 2), (".8", 3),
          (".6", 2), (".9", 2))  # fmt: skip
DEMAND = ((".8", 1, ".7", ".8"), (".7", 1, ".7", ".7"), (".7", 2, ".7", ".6"),
          (".6", 2, ".6", ".8"), (".8", 3, ".6", ".7"), (".7", 1, ".8", ".7"))  # fmt: skip


def auditors() -> list[Supply]:
    return [Supply(str(n), Fraction(b1), c1) for n, (b1, c1) in enumerate(SUPPLY, 1)]


def projects() -> list[Demand]:
    return [
        Demand(str(n), Fraction(b2), c2, Fraction(d), Fraction(e))
        for n, (b2, c2, d, e) in enumerate(DEMAND, 1)
    ]


def test_the_worked_case():
    found = match(auditors(), projects())
    assert round(float(found.x_mean), 3) == 3.367
    assert round(float(found.y_mean), 3) == 5.018
    assert round(float(found.p), 3) == 0.671
    best = [index + 1 for index, x in enumerate(found.x) if x == max(found.x)]
    assert best == [2, 7, 10]
    assert all(4 <= y <= 6 for y in found.y)


@pytest.mark.parametrize("size", [(17, 17), (42, 50)])
@pytest.mark.parametrize("form", list(Form))
def test_the_two_sizes_of_the_article_are_reckoned_in_every_form(size, form):
    many, needed = size
    found = match(
        [Supply(str(n), Fraction(8, 10), 1 + n % 3) for n in range(many)],
        [Demand(str(n), Fraction(7, 10), 1 + n % 2, Fraction(8, 10), Fraction(9, 10))
         for n in range(needed)],
        form,
    )  # fmt: skip
    assert len(found.x) == many
    assert len(found.y) == needed
    assert found.p > 0
    assert found.naive == Fraction(many, needed)
    assert found.x_mean < many


SCORES = st.fractions(Fraction(1, 20), Fraction(1), max_denominator=40)
COUNTS = st.integers(1, 6)
SUPPLIES = st.lists(st.builds(Supply, st.text(max_size=3), SCORES, COUNTS), min_size=1, max_size=6)
DEMANDS = st.lists(
    st.builds(Demand, st.text(max_size=3), SCORES, COUNTS, SCORES, SCORES), min_size=1, max_size=6
)


@given(SUPPLIES, DEMANDS, st.sampled_from(list(Form)))
def test_each_factor_has_the_direction_that_is_stated(supply, demand, form):
    found = match(supply, demand, form)
    for factor in Factor:
        assert found.drivers[factor] >= found.p
    assert found.x_mean <= len(supply)
    if form == Form.RECIPROCAL_SUM:
        assert all(y > 3 for y in found.y)
    # Lost readiness and more qualifications lower P; harder clients lower it too.
    less = [Supply(a.id, a.b1 / 2, a.c1 + 1, a.days) for a in supply]
    assert match(less, demand, form).p < found.p
    harder = [Demand(p.id, p.b2 / 2, p.c2, p.d / 2, p.e / 2) for p in demand]
    assert match(supply, harder, form).p < found.p


def test_capacity_stands_beside_where_both_sides_are_known():
    supply = [Supply("1", Fraction(1), 1, Fraction(30)), Supply("2", Fraction(1), 1, Fraction(10))]
    known = [Demand("a", Fraction(1), 1, Fraction(1), Fraction(1), days=Fraction(50))]
    assert match(supply, known).capacity == Fraction(4, 5)
    unknown = [Demand("a", Fraction(1), 1, Fraction(1), Fraction(1))]
    assert match(supply, unknown).capacity is None


def test_nobody_who_holds_the_code_gives_nothing_rather_than_an_error():
    found = match([], projects())
    assert found.p == 0
    assert found.weakest is None


@pytest.mark.parametrize(
    ("supply", "demand", "code"),
    [
        (Supply("1", Fraction(11, 10), 1), projects()[0], "matching.score-outside"),
        (Supply("1", Fraction(-1, 10), 1), projects()[0], "matching.score-outside"),
        (Supply("1", Fraction(1), 0), projects()[0], "matching.count-too-small"),
        (auditors()[0], Demand("a", Fraction(0), 1, Fraction(1), Fraction(1)),
         "matching.score-outside"),
        (auditors()[0], Demand("a", Fraction(1), 1, Fraction(2), Fraction(1)),
         "matching.score-outside"),
        (auditors()[0], Demand("a", Fraction(1), 0, Fraction(1), Fraction(1)),
         "matching.count-too-small"),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_is_named(supply, demand, code):
    assert [problem.code for problem in matching_problems([supply], [demand])] == [code]
    assert list(matching_problems(auditors(), projects())) == []
    assert [p.code for p in matching_problems(auditors(), [])] == ["matching.no-project"]


def document(**more: object) -> dict[str, object]:
    return {
        "scheme": "OHSMS",
        "code": "03.04.01",
        "auditors": [
            {"id": "1", "b1": {"living": "0.8", "health": "1", "wilfulness": "1",
                               "holidays": "0.7", "accidents": "1"}, "c1": 3},
            {"id": "2", "b1": "0.9", "c1": 2},
        ],
        "projects": [{"id": "a", "b2": {"enterprise": "0.7", "surprise": "1"}, "c2": 1,
                      "d": "0.7", "e": "0.8", "a2": 1}],
        **more,
    }  # fmt: skip


def test_the_json_form_takes_items_or_the_mean():
    asked = matching_from_json(document())
    assert asked.auditors[0].b1 == Fraction(9, 10)
    assert asked.projects[0].b2 == Fraction(17, 20)
    answer = matching_to_json(asked, match(asked.auditors, asked.projects, asked.form))
    assert answer["form"] == "reciprocal-sum"
    assert [row["id"] for row in answer["x"]] == ["1", "2"]
    assert matching_figure(asked, match(asked.auditors, asked.projects)).unit == "ratio"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"form": "guess"}, "form"),
        ({"auditors": [{"id": "1", "b1": {"family": "1"}, "c1": 1}]}, "auditors[0].b1.family"),
        ({"auditors": [{"id": "1", "b1": "1"}]}, "auditors[0].c1"),
        ({"projects": [{"id": "a", "b2": "1", "c2": 1, "d": "x", "e": "1"}]}, "projects[0].d"),
        ({"auditors": [{"id": "1", "b1": "1", "c1": 1}] * 2}, "auditors[1].id"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(more, place):
    with pytest.raises(Unreadable) as caught:
        matching_from_json(document(**more))
    assert caught.value.place == place


def test_an_item_outside_its_range_is_refused_by_its_name_though_the_mean_would_pass():
    asked = matching_from_json(
        document(auditors=[{"id": "1", "b1": {"living": "1.2", "health": "-0.1"}, "c1": 1}])
    )
    problems = list(matching_problems(asked.auditors, asked.projects))
    assert [problem.field for problem in problems] == [
        "auditors[0].b1.living", "auditors[0].b1.health",
    ]  # fmt: skip
    assert {problem.code for problem in problems} == {"matching.score-outside"}


def test_days_cannot_be_fewer_than_none():
    supply = Supply("1", Fraction(1), 1, days=Fraction(-1))
    assert [p.code for p in matching_problems([supply], projects())] == ["matching.days-negative"]


@pytest.mark.parametrize(("people", "needs"), [(17, 17), (42, 50)])
def test_the_two_scale_cases_keep_the_stated_directions(people, needs):
    """QMS 10.01.00 with 17 of each, EMS 17.10.02 with 42 auditors and 50 enterprises."""
    supply = [Supply(str(n), Fraction(6 + n % 5, 10), 2 + n % 3) for n in range(people)]
    demand = [
        Demand(str(n), Fraction(7 + n % 3, 10), 1 + n % 3, Fraction(7 + n % 2, 10),
               Fraction(7 + n % 4, 10))
        for n in range(needs)
    ]  # fmt: skip
    found = match(supply, demand)
    assert all(x < people for x in found.x)  # usually lower than A1
    assert all(3 < y < 7 for y in found.y)  # several times the one project it is
    assert found.naive == Fraction(people, needs)
    assert found.p == found.x_mean / found.y_mean
    assert all(better >= found.p for better in found.drivers.values())
