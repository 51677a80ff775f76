"""Numbers, points, look-ups and lives, without a database."""

from datetime import date

import pytest

from xinheng.core.certificates.issuing import (
    DEFAULT_PATTERN,
    issue_number,
    number_from,
    size_letter,
)
from xinheng.core.certificates.lifecycle import CERTIFICATE, WITHDRAWAL
from xinheng.core.certificates.words import ALIVE, CertificateState
from xinheng.core.decisions.lifecycle import DECISION
from xinheng.core.decisions.readiness import FindingFacts, findings_are_settled
from xinheng.core.decisions.scope import not_wider
from xinheng.core.decisions.words import Outcome
from xinheng.core.registry.lookup import is_long_enough, looks_like_credit_code, plain_key


def test_a_number_is_made_of_its_parts():
    parts = {"body": "999", "year": 2026, "serial": 7, "cycle": 1, "people": 60}

    assert number_from(DEFAULT_PATTERN, scheme="EMS", **parts) == "99926E00007R1M"
    assert number_from("{scheme}-{year}-{serial}", scheme="QMS", **parts) == "QMS-2026-7"
    with pytest.raises(ValueError, match="serial"):
        number_from("{body}", scheme="QMS", **parts)
    with pytest.raises(ValueError, match="unknown part"):
        number_from("{serial}{moon}", scheme="QMS", **parts)
    assert (issue_number("N", 0), issue_number("N", 2)) == ("N", "N-2")


@pytest.mark.parametrize(("people", "letter"), [(49, "S"), (50, "M"), (999, "M"), (1000, "L")])
def test_the_size_letter_changes_at_its_bounds(people, letter):
    assert size_letter(people) == letter


def test_every_living_state_has_a_way_out_and_every_ending_has_none():
    for state in CertificateState:
        assert bool(CERTIFICATE.moves_from(state)) == (state in ALIVE)


@pytest.mark.parametrize("life", [CERTIFICATE, WITHDRAWAL, DECISION])
def test_every_move_names_its_source(life):
    assert all(move.source.document for move in life.moves)


def wider(decided_zh: str, decided_en: str = "") -> list[str]:
    found = not_wider(
        decided_zh=decided_zh, decided_en=decided_en, decided_codes=(),
        applied_zh="糕点、糖果的生产和销售", applied_en="Manufacture and sale of pastry",
        applied_codes=(),
    )  # fmt: skip
    return [violation.field for violation in found]


def test_a_narrower_scope_leaves_words_out_or_excludes_in_brackets():
    assert wider("糖果的生产") == []
    assert wider("糕点的生产（不含月饼）", "Manufacture of pastry") == []
    assert wider("糕点的生产和设计") == ["scope_zh"]
    assert wider("销售的生产", "Design of pastry") == ["scope_zh", "scope_en"]


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2026, 9, 10), ["decisions.majors-open"]),
        (date(2026, 9, 11), ["decisions.majors-open", "decisions.stage2-again"]),
    ],
)
def test_a_major_open_for_six_months_asks_for_another_stage_2(on, codes):
    facts = FindingFacts(open_majors=1, stage2_ended_on=date(2026, 3, 10))

    assert [v.code for v in findings_are_settled(facts, Outcome.GRANT, on)] == codes
    assert list(findings_are_settled(facts, Outcome.REFUSE, on)) == []


def test_unaccepted_minors_stand_in_the_way():
    found = findings_are_settled(FindingFacts(unaccepted_minors=2), Outcome.RENEW, date(2026, 1, 1))

    assert [v.code for v in found] == ["decisions.minors-open"]


def test_typed_keys_are_read_kindly():
    assert plain_key(" ９９９26q－00001 ") == "99926Q-00001"
    assert looks_like_credit_code("91350100 m000100y43")
    assert not looks_like_credit_code("91350100M000100Y4")
    assert is_long_enough("云溪")
    assert not is_long_enough("云")
    assert not is_long_enough("abc")
    assert is_long_enough("abcd")
