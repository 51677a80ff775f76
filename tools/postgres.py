"""Run a command with a throw-away PostgreSQL cluster of its own.

    python tools/postgres.py pytest tests/apps

The cluster lies in a temporary folder, listens on a socket in it only, and is
gone afterwards. The command finds it by DATABASE_URL. When PostgreSQL's
programs are not on the machine, this says so and exits with 75.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ABSENT = 75
SETTINGS = {
    "fsync": "off",  # a throw-away cluster need not survive a power cut
    "full_page_writes": "off",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
}


def programs() -> Path | None:
    """Where initdb and postgres are, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
    if found:
        return found[0].parent
    path = shutil.which("postgres")
    return Path(path).resolve().parent if path else None


def other_user() -> dict[str, int]:
    """PostgreSQL refuses to run as root; the user `postgres` or `nobody` runs it then."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid}
    return {}


def main() -> int:
    """Start the cluster, run the command, stop the cluster."""
    bin_folder = programs()
    if bin_folder is None:
        print("PostgreSQL's programs are not on this machine.", file=sys.stderr)
        return ABSENT
    user = other_user()
    with tempfile.TemporaryDirectory(prefix="xinheng-pg-") as folder:
        home = Path(folder)
        if user:
            os.chown(home, user["user"], user["group"])
        durable = "--durable" in sys.argv[1:2]
        command = sys.argv[2:] if durable else sys.argv[1:]
        server = start(bin_folder, home, user, durable=durable)
        try:
            url = f"postgres://xinheng@/postgres?host={home}"
            environment = os.environ | {"DATABASE_URL": url, "XINHENG_PG_HOME": str(home)}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.terminate()
            server.wait(30)


def start(
    bin_folder: Path, home: Path, user: dict[str, int], *, durable: bool
) -> "subprocess.Popen[bytes]":
    """Make a cluster and wait until it answers."""
    data = home / "data"
    subprocess.run(
        [bin_folder / "initdb", "-D", data, "-U", "xinheng", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "-k"],
        cwd=home, check=True, stdout=subprocess.DEVNULL, **user,
    )  # fmt: skip
    settings = SETTINGS if not durable else {**SETTINGS, "fsync": "on", "full_page_writes": "on"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [bin_folder / "postgres", "-D", data, "-k", home, *options],
        cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user,
    )  # fmt: skip
    for _ in range(100):
        ready = subprocess.run(
            [bin_folder / "pg_isready", "-h", home, "-U", "xinheng"],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if ready.returncode == 0:
            return server
        time.sleep(0.1)
    server.kill()
    raise SystemExit("PostgreSQL did not start")


if __name__ == "__main__":
    sys.exit(main())
