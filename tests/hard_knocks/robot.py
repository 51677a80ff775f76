"""The robot over real HTTP: every request has a key, and is repeated until it is answered."""

import http.client
import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.hard_knocks.server import NoAnswer, Server
from tests.journeys.body import Body
from tests.journeys.paper import paper
from tests.journeys.transports import Json, Refusal

SECONDS = 20
PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Killer:
    """Kills the server so many times, at moments nobody expects."""

    kills: int
    chance: random.Random
    likely: float = 0.35
    longest_seconds: float = 0.09
    done: int = 0
    _timer: threading.Timer | None = None

    def maybe(self, server: Server) -> None:
        """Perhaps let the server die within the next moments."""
        if self._timer is None and self.done < self.kills and self.chance.random() < self.likely:
            self._timer = threading.Timer(self.chance.uniform(0, self.longest_seconds), server.kill)
            self._timer.start()
            self.done += 1

    def finish(self) -> bool:
        """Wait for a death that is on its way. Whether there was one."""
        if self._timer is None:
            return False
        self._timer.join()
        self._timer = None
        return True


@dataclass(slots=True)
class HttpTransport:
    """A client that does not give up. `acknowledged` are the acts answered with yes."""

    server: Server
    body: Body
    killer: Killer
    acknowledged: list[str] = field(default_factory=list)
    repeated: int = 0

    def _once(self, path: str, *, who: str, data: bytes | None, key: str, kind: str) -> Any:
        headers = {"Authorization": f"Bearer {self.body.tokens[who]}"}
        if data is not None:
            headers |= {"Content-Type": kind, "Idempotency-Key": key}
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.server.url}/api/v1{path}", data=data, headers=headers
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise NoAnswer from error

    def ask(
        self, path: str, *, who: str, data: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, Any]:
        """Ask until there is an answer, with one key; bring the server back when it died."""
        key = uuid.uuid4().hex
        self.killer.maybe(self.server)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                found: tuple[int, Any] = self._once(path, who=who, data=data, key=key, kind=kind)
            except NoAnswer:
                self.repeated += 1
                if self.killer.finish():
                    self.server.start()
                else:
                    time.sleep(0.1)  # it is only just coming up
            else:
                return found
        raise NoAnswer(path)

    def case(self, number: str, *, who: str) -> Json:
        status, found = self.ask(f"/cases/{number}", who=who)
        if status != 200:
            raise Refusal(f"case {number} for {who}", status, found)
        return dict(found)

    def act(self, name: str, given: Json, *, who: str, case: str = "") -> Json:
        place = f"/cases/{case}/acts/{name}" if case else f"/acts/{name}"
        data = json.dumps(given, default=str).encode()
        status, answer = self.ask(place, who=who, data=data)
        if status != 200:
            raise Refusal(f"{name} by {who}", status, answer)
        self.acknowledged.append(name)
        return dict(answer)

    def file(self, kind: str, *, who: str, case: str = "") -> int:
        status, answer = self.send(f"{kind}.pdf", paper(), kind=kind, who=who, case=case)
        if status != 200:
            raise Refusal(f"file {kind}", status, answer)
        return int(answer["id"])

    def send(
        self, name: str, content: bytes, *, kind: str, who: str, case: str = ""
    ) -> tuple[int, Any]:
        """Hand a file in."""
        border = uuid.uuid4().hex
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in (("kind", kind), ("case", case))
        ]
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        data = "".join([*parts, head]).encode() + content + f"\r\n--{border}--\r\n".encode()
        form = f"multipart/form-data; boundary={border}"
        return self.ask("/files", who=who, data=data, kind=form)
