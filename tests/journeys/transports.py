"""How the robot reaches the house: through the API, or by commands."""

import json
from pathlib import Path
from typing import Any, Protocol

from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.journeys.body import Body
from tests.journeys.paper import paper

Json = dict[str, Any]


class Refusal(AssertionError):  # noqa: N818 - the house names exceptions as facts
    """The house said no to something that the robot thought it may do."""

    def __init__(self, act: str, status: int, answer: Any) -> None:
        reasons = answer.get("reasons") or answer.get("violations") if answer else None
        said = [(r["code"], r.get("detail") or r.get("message")) for r in reasons or ()]
        super().__init__(f"{act}: {status} {said or answer}")
        self.status = status
        self.codes = [code for code, _said in said]


class Transport(Protocol):
    """What the robot needs of any way into the house. `who` is a user name."""

    def case(self, number: str, *, who: str) -> Json:
        """The case as `who` sees it, with its doors."""

    def act(self, name: str, given: Json, *, who: str, case: str = "") -> Json:
        """Do an act. Raises Refusal."""

    def file(self, kind: str, *, who: str, case: str = "") -> int:
        """Hand a paper in and get its key."""


class ApiTransport:
    """Django's own test client, with a token for each person."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.client = Client()

    def _sign(self, who: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.body.tokens[who]}"}

    def get(self, path: str, *, who: str) -> tuple[int, Any]:
        """Any page of the API."""
        answer = self.client.get(f"/api/v1{path}", headers=self._sign(who))
        return answer.status_code, answer.json()

    def case(self, number: str, *, who: str) -> Json:
        status, found = self.get(f"/cases/{number}", who=who)
        if status != 200:
            raise Refusal(f"case {number} for {who}", status, found)
        return dict(found)

    def post(self, name: str, given: Json, *, who: str, case: str = "") -> tuple[int, Any]:
        """Do an act and give whatever comes back."""
        place = f"/api/v1/cases/{case}/acts/{name}" if case else f"/api/v1/acts/{name}"
        answer = self.client.post(
            place, given, content_type="application/json", headers=self._sign(who)
        )
        return answer.status_code, answer.json()

    def act(self, name: str, given: Json, *, who: str, case: str = "") -> Json:
        status, answer = self.post(name, given, who=who, case=case)
        if status != 200:
            raise Refusal(f"{name} by {who}", status, answer)
        return dict(answer)

    def file(self, kind: str, *, who: str, case: str = "") -> int:
        sent = SimpleUploadedFile(f"{kind}.pdf", paper())
        answer = self.client.post(
            "/api/v1/files", {"file": sent, "kind": kind, "case": case}, headers=self._sign(who)
        )
        if answer.status_code != 200:
            raise Refusal(f"file {kind} by {who}", answer.status_code, answer.json())
        return int(answer.json()["id"])


class CliTransport:
    """The command `xinheng`, run in this process so that the test's clock counts."""

    def __init__(self, folder: Path) -> None:
        from xinheng.cli import acts, files, journal

        self.commands = {
            command.name: command
            for module in (acts, files, journal)
            for command in module.COMMANDS
        }
        self.folder = folder
        self.runner = CliRunner()
        self.lines: list[str] = []

    def run(self, command: str, *words: str, given: Json | None = None) -> tuple[int, Any]:
        """Run a command; its exit code and what it printed."""
        self.lines.append(" ".join(("xinheng", command, *words)))
        text = json.dumps(given, default=str) if given is not None else None
        done = self.runner.invoke(self.commands[command], list(words), input=text)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        try:
            return done.exit_code, json.loads(done.stdout)
        except ValueError:
            return done.exit_code, {"text": done.output}

    def _result(self, what: str, *words: str, given: Json | None = None) -> Json:
        status, answer = self.run(*words, given=given)
        if status != 0:
            raise Refusal(what, status, answer)
        return dict(answer["result"])

    def case(self, number: str, *, who: str) -> Json:
        return self._result(f"case {number} for {who}", "case", number, "--as", who)

    def act(self, name: str, given: Json, *, who: str, case: str = "") -> Json:
        words = ["act", name, "--file", "-", "--as", who]
        return self._result(f"{name} by {who}", *words, *(("--case", case) if case else ()),
                            given=given)  # fmt: skip

    def file(self, kind: str, *, who: str, case: str = "") -> int:
        place = self.folder / f"{kind}.pdf"
        place.write_bytes(paper())
        words = ["file", "put", str(place), "--kind", kind, "--as", who]
        found = self._result(f"file {kind}", *words, *(("--case", case) if case else ()))
        return int(found["id"])
