"""Making the next rule set. The journal's lock keeps two of them from taking one number."""

from datetime import datetime
from hashlib import sha256

from xinheng.apps.rules.models import KnownRules
from xinheng.rulebook import known


def next_rules(content: str, *, entry: int, at: datetime) -> KnownRules:
    """The rule set that begins with one more entry. After its entry in the journal only.

    Args:
        content: the fingerprint of what is entered.
        entry: the index of the journal's entry of the act.
    """
    last = KnownRules.objects.order_by("-number").first()
    before, number = (last.mark, last.number) if last else ("", 0)
    mark = sha256(f"{before}|{number + 1}|{content}".encode()).hexdigest()
    known.forget()
    return KnownRules.objects.create(number=number + 1, mark=mark, known_at=at, entry=entry)
