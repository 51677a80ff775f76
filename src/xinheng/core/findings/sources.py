"""Where the rules of findings and reports come from."""

from xinheng.core.shared.source import Source, Verified


def _17021(clause: str) -> Source:
    return Source("ISO/IEC 17021-1", clause, "2015", Verified.MEMORY)


FINDINGS = _17021("9.4.5")
OBSERVERS = _17021("9.2.2.2")
REPORT = _17021("9.4.8")
CAUSES = _17021("9.4.9")
EFFECT = _17021("9.4.10")
BEFORE_DECISION = _17021("9.5.2")
SIX_MONTHS = _17021("9.5.3.2")
RECERTIFICATION = _17021("9.6.3.2")
RECURRENCE = Source("检验认证", "质量体系管理 常见问题与解决思路", status=Verified.PRACTICE)
STANDARD_PREVAILS = Source("检验认证", "守正创新，开创认证认可检验检测新局面", status=Verified.ONCE)
