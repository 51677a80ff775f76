"""A witness: it vouches that it was never shown two histories of a log.

It keeps, for each log it knows, the largest checkpoint it cosigned, and cosigns another
only with a proof that the new one goes on from there. It needs no more of this house
than this folder and the tree; run it where the body has no access:

    python -m xinheng.proving.witness --name witness.example --log KEY --data FOLDER --port 8471
    python -m xinheng.proving.witness … --file REQUEST > ANSWER      # without a server

Source: C2SP tlog-witness, `add-checkpoint`; tlog-cosignature.
"""

import argparse
import base64
import binascii
import fcntl
import json
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from xinheng.core.journal import tree
from xinheng.proving import note
from xinheng.proving.keys import Signer, SoftKeys

LARGEST_REQUEST = 64 * 1024
MOST_STEPS = 63
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: an HTTP status, a text, and its media type."""

    status: int
    text: str = ""
    media_type: str = "text/plain; charset=utf-8"


class Witness:
    """Remembers what it cosigned, in one file for each log.

    Args:
        logs: the keys of the logs it knows.
    """

    def __init__(
        self, name: str, signer: Signer, logs: tuple[note.Verifier, ...], folder: Path
    ) -> None:
        self.name = name
        self.signer = signer
        self.logs = logs
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def verifier(self) -> note.Verifier:
        """The public key to put into policies."""
        return note.Verifier(self.name, self.signer.public_key, note.COSIGNATURE)

    def add_checkpoint(self, request: str, *, at: datetime) -> Reply:
        """Answer one request.

        200: cosigned. 400: not a request. 403: no known key of the log signed. 404: a log
        it does not know. 409: its last size is another, and is told. 422: the proof fails.
        """
        try:
            old, proof, text = _parts(request)
            signed = note.read(text)
            checkpoint = note.checkpoint(signed.text)
        except ValueError:
            return Reply(400)
        known = [log for log in self.logs if log.name == checkpoint.origin]
        if not known:
            return Reply(404)
        if not any(note.is_by(signed, log) for log in known):
            return Reply(403)
        if old > checkpoint.size or (old in (0, checkpoint.size) and proof):
            return Reply(400)
        return self._cosign(old, proof, signed, checkpoint, at)

    def _cosign(
        self,
        old: int,
        proof: tuple[bytes, ...],
        signed: note.Note,
        checkpoint: note.Checkpoint,
        at: datetime,
    ) -> Reply:
        place = self.folder / (base64.urlsafe_b64encode(checkpoint.origin.encode()).decode())
        with place.open("a+", encoding="utf-8") as file:
            # Asking and remembering are one step, for every process that shares the folder.
            fcntl.flock(file, fcntl.LOCK_EX)
            size, root = _last(file)
            if old != size:
                return Reply(409, f"{size}\n", SIZE_TYPE)
            if size == checkpoint.size and size and root != checkpoint.root:
                return Reply(409, f"{size}\n", SIZE_TYPE)
            if 0 < size < checkpoint.size and not tree.is_consistent(
                old=size, old_root=root, size=checkpoint.size, root=checkpoint.root, proof=proof
            ):
                return Reply(422)
            if checkpoint.size > size:
                _remember(file, checkpoint, at)
        return Reply(200, note.cosigned(signed.text, self.name, self.signer, at=at))


def _parts(request: str) -> tuple[int, tuple[bytes, ...], str]:
    """The old size, the proof and the note of a request. Raises ValueError."""
    head, gap, text = request.partition("\n\n")
    first, *steps = head.split("\n")
    number = first.removeprefix("old ")
    if not gap or first == number or not note.DECIMAL.fullmatch(number):
        raise ValueError("not a request")
    try:
        proof = tuple(base64.b64decode(step, validate=True) for step in steps)
    except binascii.Error as fault:
        raise ValueError("not a proof") from fault
    if len(proof) > MOST_STEPS or any(len(step) != 32 for step in proof):
        raise ValueError("not a proof")
    return int(number), proof, text


def _last(file: object) -> tuple[int, bytes]:
    """The last size and root that were cosigned."""
    file.seek(0)  # type: ignore[attr-defined]
    lines = [line for line in file.read().split("\n") if line.endswith("}")]  # type: ignore[attr-defined]
    if not lines:
        return 0, tree.EMPTY_ROOT
    kept = json.loads(lines[-1])
    return int(kept["size"]), base64.b64decode(kept["root"])


def _remember(file: object, checkpoint: note.Checkpoint, at: datetime) -> None:
    """Write down what is about to be cosigned; it is on the disk when this returns."""
    kept = {
        "at": at.isoformat(),
        "root": base64.b64encode(checkpoint.root).decode(),
        "size": checkpoint.size,
    }
    file.write(json.dumps(kept) + "\n")  # type: ignore[attr-defined]
    file.flush()  # type: ignore[attr-defined]
    os.fsync(file.fileno())  # type: ignore[attr-defined]


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A web server that answers `POST /add-checkpoint`."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint" or not length.isdigit():
                return self._say(Reply(404 if length else 400))
            if int(length) > LARGEST_REQUEST:
                return self._say(Reply(400))
            body = self.rfile.read(int(length)).decode(errors="replace")
            return self._say(witness.add_checkpoint(body, at=_now()))

        def _say(self, reply: Reply) -> None:
            content = reply.text.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_said: object) -> None:
            """Say nothing on standard error for each request."""

    return ThreadingHTTPServer((host, port), Handler)


def _now() -> datetime:
    # A witness is a program of its own: its clock is the machine's.
    return datetime.fromtimestamp(time.time(), UTC)


def main() -> None:
    """Answer one file, or serve."""
    parser = argparse.ArgumentParser(description="Witness a log.")
    parser.add_argument("--name", required=True)
    parser.add_argument("--log", action="append", required=True, help="name+hash+key; repeatable")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8471)
    parser.add_argument("--file", type=Path, help="answer one request and stop")
    given = parser.parse_args()
    keys = SoftKeys(given.data / "key", os.environ.get("WITNESS_PASSWORD", "witness").encode())
    mark = given.data / "public-key"
    if not mark.exists():
        public = keys.create()
        mark.write_text(public.hex(), encoding="ascii")
    signer = keys.signer(bytes.fromhex(mark.read_text(encoding="ascii")))
    logs = tuple(note.verifier(text) for text in given.log)
    witness = Witness(given.name, signer, logs, given.data / "seen")
    print(witness.verifier.as_text(), file=sys.stderr)  # noqa: T201 - what to put into a policy
    if given.file is None:
        server(witness, given.host, given.port).serve_forever()
    reply = witness.add_checkpoint(given.file.read_text(encoding="utf-8"), at=_now())
    print(reply.text, end="")  # noqa: T201 - the answer
    sys.exit(0 if reply.status == 200 else reply.status - 400 or 1)


if __name__ == "__main__":
    main()
