"""Where the rules of the audit programme come from."""

from xinheng.core.shared.source import Source, Verified

TWICE, ONCE, MEMORY, PRACTICE = (
    Verified.TWICE.value,
    Verified.ONCE.value,
    Verified.MEMORY.value,
    Verified.PRACTICE.value,
)

MD5_PERSONNEL = Source("IAF MD 5", "2.3", "2019/2023", ONCE)
MD5_PERSONNEL_MEMORY = Source("IAF MD 5", "2.3", "2019/2023", MEMORY)
MD5_REASONS = Source("IAF MD 5", "2.3.2", "2019/2023", ONCE)
MD5_REDUCTION = Source("IAF MD 5", "3.9", "2019/2023", TWICE)
MD5_FACTORS = Source("IAF MD 5", "8", "2019/2023", MEMORY)
MD5_TABLES = Source("IAF MD 5", "Tables QMS 1, EMS 1, OH&SMS 1", "2019/2023", TWICE)
MD5_PROGRESSION = Source("IAF MD 5", "Tables QMS 1, EMS 1, OH&SMS 1, last row", "2019/2023", TWICE)
MD5_SITES = Source("IAF MD 5", "10", "2019/2023", TWICE)

MD1_SAMPLE = Source("IAF MD 1", "6.1.3", "2018", TWICE)
MD1_RISK = Source("IAF MD 1", "6.1.3", "2018", MEMORY)
MD1_GROUPS = Source("IAF MD 1", "6.1", "2018", ONCE)
MD1_NEW_SITES = Source("IAF MD 1", "6.1", "2018", MEMORY)
MD1_ELIGIBLE = Source("IAF MD 1", "5", "2018", MEMORY)
MD9_SITES = Source("IAF MD 9", "", "2023", ONCE)

MD11_ADD = Source("IAF MD 11", "2.2", "2019/2023", TWICE)
MD11_GRID = Source("IAF MD 11", "Figure 1", "2019/2023", TWICE)
MD11_ABILITY = Source("IAF MD 11", "Annex", "2019/2023", TWICE)

ENMS_COMPLEXITY = Source("ISO 50003", "A.3", "2021", TWICE)
FSMS_TIME = Source("ISO 22003-1", "Annex B", "2022", ONCE)
ISMS_COMPLEXITY = Source("ISO/IEC 27006-1", "Annex C", "2024", MEMORY)

HOUSE = Source("House settings", "", "1", PRACTICE)
M29 = Source("检验认证", "M-29", "2019-2024", ONCE)
M127 = Source("检验认证", "M-127", "2019-2024", ONCE)
