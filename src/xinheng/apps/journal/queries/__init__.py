"""Questions to the journal: what happened, and whether it was changed."""

from xinheng.apps.journal.queries.lines import (
    About,
    Answer,
    Line,
    NoEntry,
    Proof,
    about,
    acts_done,
    acts_of_case,
    counted,
    entry,
    how_many,
    kept_answer,
    latest,
    of_case,
    of_object,
    proof,
    size,
)
from xinheng.apps.journal.queries.verify import Verdict, verify

__all__ = [
    "About",
    "Answer",
    "Line",
    "NoEntry",
    "Proof",
    "Verdict",
    "about",
    "acts_done",
    "acts_of_case",
    "counted",
    "entry",
    "how_many",
    "kept_answer",
    "latest",
    "of_case",
    "of_object",
    "proof",
    "size",
    "verify",
]
