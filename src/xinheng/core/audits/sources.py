"""Where the rules of visits come from."""

from xinheng.core.shared.source import Source, Verified

UNSURE = Verified.MEMORY


def _17021(clause: str, status: str = UNSURE) -> Source:
    return Source("ISO/IEC 17021-1", clause, "2015", status)


PLAN = _17021("9.2.3")
AGREEMENT = _17021("5.1.2")
AUDIT_TIME = _17021("9.1.4")
ONE_PLACE = _17021("9.2.2")
STAGE1 = _17021("9.3.1.2")
STAGE_GAP = _17021("9.3.1.2.4", Verified.ONCE)
OPENING = _17021("9.4.2")
EVENTS = _17021("9.4.3")
EVIDENCE = _17021("9.4.4")
CLOSING = _17021("9.4.7")
SURVEILLANCE = _17021("9.6.2.2")
ATTENDANCE = Source("检验认证", "哪些情况会导致审查组撤组", status=Verified.PRACTICE)
HEADCOUNT = Source("检验认证", "哪些情况会导致审查组撤组", status=Verified.PRACTICE)
SITES = Source("检验认证", "哪些情况会导致审查组撤组", status=Verified.PRACTICE)
PERMITS = Source("检验认证", "哪些情况会导致审查组撤组", status=Verified.PRACTICE)
WITHDRAWAL = Source("检验认证", "哪些情况会导致审查组撤组", status=Verified.PRACTICE)
STANDARD_PREVAILS = Source("检验认证", "守正创新，开创认证认可检验检测新局面", status=Verified.ONCE)
