"""The clauses this room answers for, with how far each was checked."""

from xinheng.core.shared.source import Source, Verified

MEMORY = Verified.MEMORY.value
ONCE = Verified.ONCE.value


def clause(place: str, status: str = MEMORY) -> Source:
    """A clause of the standard for certification bodies."""
    return Source("ISO/IEC 17021-1", place, "2015", status)


POLICY = clause("5.2.2", ONCE)
RISKS = clause("5.2.3", ONCE)
NO_CONSULTANCIES = clause("5.2.8")
FINANCE = clause("5.3.2")
STRUCTURE = clause("6.1", ONCE)
UNITS = clause("6.2", ONCE)
OUTSOURCING = clause("7.5", ONCE)
PUBLIC = clause("8.1.1", ONCE)
ON_REQUEST = clause("8.1.2")
MARKS = clause("8.3.1", ONCE)
REPORTS = clause("8.3.2")
STATEMENTS = clause("8.3.3", ONCE)
REFERENCES = clause("8.3.4")
MISUSE = clause("8.3.5")
CONFIDENTIALITY = clause("8.4")
INFORMATION = clause("8.5.1")
CHANGES = clause("8.5.2")
RENEWAL = clause("9.5.4")
SURVEILLANCE = clause("9.6.2.2")
APPEALS = clause("9.7")
COMPLAINTS = clause("9.8")
REVIEW = clause("10.2.5")
AUDIT = clause("10.2.6")
CORRECTION = clause("10.2.7")
LIMITS = Source("House settings", "public forms", "1", Verified.PRACTICE.value)
