"""On whose authority a print or a file is refused."""

from xinheng.core.shared.source import Source

LEGIBLE = Source("ISO/IEC 17021-1:2015", "8.2.2")
SEALED = Source("ETSI EN 319 142-1", "PAdES baseline signatures")
UPLOADED = Source("OWASP ASVS", "V5 File handling", "5.0.0")
APPLIED = Source("ISO/IEC 17021-1:2015", "9.1.1")
REPORTED = Source("ISO/IEC 17021-1:2015", "9.4.8")
