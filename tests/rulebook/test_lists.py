"""The lists a body may replace: what they hold, and how a broken one is told."""

from pathlib import Path

import pytest

from xinheng.core.shared.actor import Role
from xinheng.core.shared.source import Verified
from xinheng.rulebook import codes
from xinheng.rulebook.codes import clauses, regions, standards
from xinheng.rulebook.lists import meetings, reasons, records, verification, vocabulary, withdrawal
from xinheng.rulebook.lists.reasons import CertificateAct
from xinheng.rulebook.lists.records import AuditKind, Gate
from xinheng.rulebook.lists.withdrawal import Answer
from xinheng.rulebook.shipped import Item, TableIsBroken, items

LISTS = [
    withdrawal.withdrawal_conditions,
    withdrawal.withdrawal_cases,
    reasons.reasons,
    verification.platforms,
    verification.claims,
    records.file_records,
    meetings.opening_agenda,
    meetings.closing_agenda,
    meetings.surveillance_items,
    vocabulary.categories,
    vocabulary.object_types,
    vocabulary.functions,
    vocabulary.role_words,
    vocabulary.terms,
    vocabulary.benefits,
    standards.schemes,
    standards.standards,
    standards.rule_documents,
]


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_every_entry_has_both_names_and_a_source_of_known_standing(listed):
    for entry in listed():
        assert entry.name("zh-hans") == entry.zh
        assert entry.name("en-gb") == entry.en
        assert entry.source.document
        assert entry.source.status in set(Verified)


def test_there_are_fourteen_conditions_and_the_file_answers_half():
    conditions = withdrawal.withdrawal_conditions()

    assert len(conditions) == 14
    assert [c.key for c in conditions if c.kind == Answer.AUTO] == [
        c.key for c in conditions if c.needs
    ]
    assert conditions[-1].key == "other"


def test_cases_meet_listed_conditions_in_real_towns():
    known = {condition.key for condition in withdrawal.withdrawal_conditions()}
    for case in withdrawal.withdrawal_cases():
        assert set(case.conditions) <= known
        assert case.audit in {kind.value for kind in AuditKind}
        assert case.town == "" or regions.is_known(case.town)


@pytest.mark.parametrize("act", CertificateAct)
def test_every_act_on_a_certificate_has_reasons_that_say_which_act(act):
    given = reasons.reasons_to(act)

    assert given
    assert all(reason.key.startswith(f"{act.value}.") for reason in given)


def test_the_numbers_of_2018_stay_apart_within_an_act():
    for act in (CertificateAct.SUSPEND, CertificateAct.WITHDRAW):
        numbers = [number for reason in reasons.reasons_to(act) for number in reason.codes_2018]

        assert len(numbers) == len(set(numbers))


def test_claims_are_looked_up_on_listed_platforms():
    known = {platform.key for platform in verification.platforms()}
    schemes = set(clauses.schemes())
    for claim in verification.claims():
        assert set(claim.platforms) <= known
        assert set(claim.schemes) <= schemes
        assert all(codes.is_known(major) for major in claim.majors)


def test_claims_differ_by_scheme_and_scope():
    asked = {
        (scheme, code): {claim.key for claim in verification.claims_for([scheme], [code])}
        for scheme in ("QMS", "EMS")
        for code in ("28.02.00", "03.04.01")
    }

    assert "construction-qualification" in asked["QMS", "28.02.00"]
    assert "construction-qualification" not in asked["QMS", "03.04.01"]
    assert "pollutant-permit" in asked["EMS", "03.04.01"]
    assert "pollutant-permit" not in asked["QMS", "28.02.00"]


def needed(kind: AuditKind, gate: Gate, *circumstances: str) -> set[str]:
    return {record.key for record in records.records_needed(kind, gate, circumstances)}


@pytest.mark.parametrize("kind", AuditKind)
def test_a_later_step_needs_what_an_earlier_one_did(kind):
    for earlier, later in zip(tuple(Gate), tuple(Gate)[1:], strict=False):
        assert needed(kind, earlier) <= needed(kind, later)


def test_records_differ_by_the_kind_of_audit():
    assert "stage-1-conclusion" in needed(AuditKind.STAGE_2, Gate.REVIEW)
    assert "surveillance-items" in needed(AuditKind.SURVEILLANCE, Gate.REVIEW)
    assert "cycle-review" in needed(AuditKind.RECERTIFICATION, Gate.DECISION)
    assert "cycle-review" not in needed(AuditKind.STAGE_2, Gate.DECISION)
    assert "special-reason" in needed(AuditKind.SPECIAL, Gate.REVIEW)


def test_some_records_are_needed_only_under_a_circumstance():
    assert "site-sampling" not in needed(AuditKind.STAGE_2, Gate.REVIEW)
    assert "site-sampling" in needed(AuditKind.STAGE_2, Gate.REVIEW, "multi-site")
    assert "multi-site" in records.circumstances()


def test_the_closing_meeting_says_that_the_standard_prevails():
    statements = [i for i in meetings.closing_agenda() if i.kind == meetings.AgendaKind.STATEMENT]

    assert [item.key for item in statements] == ["standard-prevails"]
    assert "以标准为准" in statements[0].zh


def test_words_of_the_field():
    assert len(meetings.surveillance_items()) == 8
    assert len(vocabulary.object_types()) == 12
    assert len(vocabulary.terms()) == 9
    assert [function.key for function in vocabulary.functions()] == [
        "selection",
        "determination",
        "review",
        "decision",
        "attestation",
        "surveillance",
    ]
    assert {word.key for word in vocabulary.categories()} == {c.value for c in standards.Category}


def test_roles_of_the_platform_are_all_named_in_the_field():
    played = {word.role for word in vocabulary.role_words() if word.role}

    ours = {Role.ADMINISTRATOR.value, Role.RULE_OWNER.value}
    assert played | ours == {role.value for role in Role}


def test_words_of_the_older_edition_have_each_one_heir():
    heirs = [word for listed in vocabulary.object_types() for word in listed.edition_2004]

    assert sorted(heirs) == sorted(
        ["material", "product", "installation", "process", "system", "person", "body"]
    )


GOOD = '[sources.s]\ndocument = "d"\nplace = ""\n[[rows]]\nkey = "a"\nzh = "甲"\nen = "A"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD, "no known source"),
        (GOOD + 'source = "t"\n', "no known source"),
        (GOOD + 'source = "s"\ncolour = "red"\n', "colour"),
        (GOOD.replace('zh = "甲"\n', "") + 'source = "s"\n', "needs key, zh and en"),
        (GOOD + 'source = "s"\n[[rows]]\nkey = "a"\nzh = "乙"\nen = "B"\n', "twice"),
        ("", "empty"),
        ("[[rows", "mine.toml"),
    ],
)
def test_a_broken_list_says_where(tmp_path: Path, text: str, said: str):
    mine = tmp_path / "mine.toml"
    mine.write_text(text, encoding="utf-8")

    with pytest.raises(TableIsBroken, match=said):
        items(mine, "rows", Item)


def test_a_body_may_bring_its_own_list(tmp_path: Path):
    mine = tmp_path / "mine.toml"
    text = GOOD.replace("rows", "conditions")
    mine.write_text(text + 'source = "s"\nplace = "1"\nkind = "on-site"\n', encoding="utf-8")

    (own,) = withdrawal.withdrawal_conditions(mine)

    assert (own.zh, own.kind, own.source.place) == ("甲", Answer.ON_SITE, "1")


def test_a_list_with_an_unknown_word_says_which(tmp_path: Path):
    mine = tmp_path / "mine.toml"
    text = GOOD.replace("rows", "conditions") + 'source = "s"\nkind = "guess"\n'
    mine.write_text(text, encoding="utf-8")

    with pytest.raises(TableIsBroken, match="guess"):
        withdrawal.withdrawal_conditions(mine)
