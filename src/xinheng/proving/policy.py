"""Which witnesses a checkpoint must carry before it is believed.

Source: C2SP tlog-policy: `log`, `witness`, `group` and `quorum` lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from xinheng.proving import note


class BadPolicy(ValueError):  # noqa: N818 - the house names exceptions as facts
    """A policy that cannot be read."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs, witnesses by their local names, groups and the one that must agree."""

    logs: tuple[note.Verifier, ...] = ()
    witnesses: dict[str, note.Verifier] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    quorum: str = "none"

    def is_met(self, signed: note.Note) -> bool:
        """Whether a log of the policy and enough of its witnesses signed."""
        return any(note.is_by(signed, log) for log in self.logs) and self._agrees(
            self.quorum, signed
        )

    def _agrees(self, name: str, signed: note.Note) -> bool:
        if name == "none":
            return True
        if name in self.witnesses:
            return note.is_by(signed, self.witnesses[name])
        least, members = self.groups[name]
        return sum(self._agrees(member, signed) for member in members) >= least


def read(text: str) -> Policy:
    """Read a policy.

    Raises:
        BadPolicy: it cannot be read; the text names the line.
    """
    logs: list[note.Verifier] = []
    found = Policy()
    quorum = ""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            match words:
                case ["log", key, *_address]:
                    logs.append(note.verifier(key))
                case ["witness", name, key, *address] if _is_new(name, found):
                    found.witnesses[name] = note.verifier(key)
                    if address:
                        found.addresses[name] = address[0]
                case ["group", name, least, *members] if _is_new(name, found):
                    found.groups[name] = (_least(least, members, found), tuple(members))
                case ["quorum", name] if not quorum and (
                    name == "none" or not _is_new(name, found)
                ):
                    quorum = name
                case _:
                    raise BadPolicy(f"line {number}")
        except ValueError as fault:
            raise BadPolicy(f"line {number}") from fault
    if not quorum:
        raise BadPolicy("no quorum")
    return Policy(tuple(logs), found.witnesses, found.addresses, found.groups, quorum)


def _is_new(name: str, found: Policy) -> bool:
    return name != "none" and name not in found.witnesses and name not in found.groups


def _least(text: str, members: Iterable[str], found: Policy) -> int:
    names = list(members)
    if any(_is_new(name, found) or name == "none" for name in names) or not names:
        raise BadPolicy("unknown member")
    least = {"any": 1, "all": len(names)}.get(text) or int(text)
    if not 1 <= least <= len(names) or len(set(names)) != len(names):
        raise BadPolicy("impossible number")
    return least
