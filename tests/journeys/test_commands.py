"""The same story told by commands, and the command as a program of its own."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from tests.journeys import body
from tests.journeys.certified import check_everything
from tests.journeys.client import Applicant
from tests.journeys.clocks import HOME, MovedClock
from tests.journeys.story import Story
from tests.journeys.transports import CliTransport

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 3, 10, 9, 0, tzinfo=HOME)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "applicant",
    [Applicant(), Applicant(schemes=("QMS", "EMS", "OHSMS")), Applicant(sites=26, people=260)],
    ids=["one standard", "three integrated", "26 sites"],
)
def test_a_client_is_certified_by_commands(applicant, tmp_path):
    with time_machine.travel(START, tick=True) as traveller:
        made = body.set_up()
        commands = CliTransport(tmp_path)
        story = Story(commands, made, MovedClock(traveller), applicant)

        story.certify()

        check_everything(story)
        status, verdict = commands.run("journal", "verify")
        assert (status, verdict["ok"]) == (0, True)
        _status, listed = commands.run("cases", "--as", "manager")
        assert [row["case"] for row in listed["result"]] == [story.number]


def test_the_program_itself_answers(tmp_path):
    environment = {**os.environ, "XINHENG_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)

    def xinheng(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "xinheng", *words], env=environment, cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    listed = xinheng("acts")
    assert listed.returncode == 0
    assert "intake.submit\t" in listed.stdout
    environment["DJANGO_SETTINGS_MODULE"] = "xinheng.config.settings"
    migrated = subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"],
                              env=environment, cwd=ROOT, check=False)  # fmt: skip
    assert migrated.returncode == 0
    assert '"ok": true' in xinheng("journal", "verify").stdout
    unknown = xinheng("case", "XH-0000-00000", "--as", "nobody")
    assert (unknown.returncode, unknown.stderr.strip()) == (2, "nobody signs in as nobody")
