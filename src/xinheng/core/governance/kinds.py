"""What a kind of record is: its fields, its life, how often it comes round, where it is from.

The kinds themselves are a list of the rulebook; these are the values it is read into.
"""

from dataclasses import dataclass

from xinheng.core.governance.words import FieldForm, Group, Life, Moment
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Bilingual


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list. `bar` is the clause that forbids it, if one does."""

    key: str
    zh: str
    en: str
    source: Source
    is_barred: bool = False

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of a kind. `choices` are those it may hold; `moments` when it is filled."""

    key: str
    zh: str
    en: str
    form: FieldForm = FieldForm.TEXT
    is_needed: bool = True
    moments: frozenset[Moment] = frozenset({Moment.OPEN})
    choices: tuple[Choice, ...] = ()
    of_kind: str = ""

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    `every_months` says how often it must be done or reviewed (0: it does not come
    round). `is_single` allows one in force at a time; `is_wanted` says that the body
    must have one; `is_checked` asks another person to verify the effect. `is_public`
    lets anybody read it once it is in force.
    """

    key: str
    zh: str
    en: str
    source: Source
    group: Group
    life: Life
    duty: Duty
    fields: tuple[FieldRule, ...]
    every_months: int = 0
    is_single: bool = False
    is_wanted: bool = False
    is_checked: bool = False
    is_public: bool = False
    hint_zh: str = ""
    hint_en: str = ""

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.zh, self.en)

    @property
    def hint(self) -> Bilingual:
        """What the record is for."""
        return Bilingual(self.hint_zh, self.hint_en)

    def fields_at(self, moment: Moment) -> tuple[FieldRule, ...]:
        """The fields that are filled at a moment."""
        return tuple(rule for rule in self.fields if moment in rule.moments)

    def field_called(self, key: str) -> FieldRule | None:
        """The field with this key."""
        return next((rule for rule in self.fields if rule.key == key), None)
