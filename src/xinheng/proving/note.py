"""Signed notes and checkpoints, as C2SP writes them.

A note is a text, an empty line and signature lines. A checkpoint is a note whose text
names the log, its size and its root. A witness adds a cosignature that carries a time.

Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof.
"""

import base64
import binascii
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from xinheng.proving.keys import Signer, is_signed

DASH = "— "
ED25519, COSIGNATURE = 0x01, 0x04
MOST_BYTES = 64 * 1024
DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
PROOF = "c2sp.org/tlog-proof@v1"


class BadNote(ValueError):  # noqa: N818 - the house names exceptions as facts
    """A text that is not a note, a checkpoint or a proof."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who may sign a note: a name and a key. `kind` is 1 for a log, 4 for a witness."""

    name: str
    public_key: bytes
    kind: int = ED25519

    @property
    def key_hash(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public_key).digest()[:4]

    def as_text(self) -> str:
        """The key as it is published and configured."""
        key = base64.b64encode(bytes([self.kind]) + self.public_key).decode()
        return f"{self.name}+{self.key_hash.hex()}+{key}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, not yet checked."""

    name: str
    key_hash: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signature lines."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a log had grown, and its root."""

    origin: str
    size: int
    root: bytes

    def as_text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class LogProof:
    """That one entry stands in a log, with the checkpoint it stands under."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def as_text(self) -> str:
        """The proof as a `.tlog-proof` file."""
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        path = (base64.b64encode(step).decode() for step in self.path)
        head = "\n".join([PROOF, *extra, f"index {self.index}", *path])
        return f"{head}\n\n{self.checkpoint}"


def verifier(text: str) -> Verifier:
    """Read a published key.

    Raises:
        BadNote: it is none, or its parts do not fit each other.
    """
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not _is_name(parts[0]):
        raise BadNote("not a key of a note")
    key = _unbase64(parts[2])
    if len(key) != 33 or key[0] not in (ED25519, COSIGNATURE):
        raise BadNote("not a key of a known kind")
    found = Verifier(parts[0], key[1:], key[0])
    if found.key_hash.hex() != parts[1]:
        raise BadNote("the key does not fit its fingerprint")
    return found


def signed(checkpoint: Checkpoint, name: str, signer: Signer) -> str:
    """A checkpoint with the signature of its log."""
    text = checkpoint.as_text()
    who = Verifier(name, signer.public_key)
    return f"{text}\n{_line(who, signer.sign(text.encode()))}"


def cosigned(text: str, name: str, signer: Signer, *, at: datetime) -> str:
    """The signature line of a witness over the text of a checkpoint, with its newline."""
    who = Verifier(name, signer.public_key, COSIGNATURE)
    moment = int(at.timestamp())
    content = struct.pack(">Q", moment) + signer.sign(_cosigned_bytes(moment, text))
    return _line(who, content)


def read(note: str) -> Note:
    """Read a note; check nothing but its form.

    Raises:
        BadNote: it is none.
    """
    if len(note.encode()) > MOST_BYTES or "\n\n" not in note or not note.endswith("\n"):
        raise BadNote("not a signed note")
    head, _gap, tail = note.rpartition("\n\n")
    text = head + "\n"
    if any(ord(char) < 32 and char != "\n" for char in note):
        raise BadNote("a note has no control characters")
    lines = tail[:-1].split("\n")
    return Note(text, tuple(_signature(line) for line in lines))


def checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint.

    Raises:
        BadNote: it is none.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not lines[0] or any(not line for line in lines[:-1]):
        raise BadNote("not a checkpoint")
    if not DECIMAL.fullmatch(lines[1]):
        raise BadNote("not a size")
    root = _unbase64(lines[2])
    if len(root) != 32:
        raise BadNote("not a root")
    return Checkpoint(lines[0], int(lines[1]), root)


def is_by(note: Note, who: Verifier) -> bool:
    """Whether `who` signed the note."""
    return signed_at(note, who) is not None


def signed_at(note: Note, who: Verifier) -> datetime | None:
    """When `who` signed; the beginning of time for a log, which states none; else nothing."""
    for one in note.signatures:
        if one.name != who.name or one.key_hash != who.key_hash:
            continue
        if who.kind == ED25519:
            good = is_signed(note.text.encode(), one.content, who.public_key)
            return datetime.fromtimestamp(0, UTC) if good else None
        if len(one.content) != 72:
            return None
        moment = int(struct.unpack(">Q", one.content[:8])[0])
        if moment < 2**40 and is_signed(
            _cosigned_bytes(moment, note.text), one.content[8:], who.public_key
        ):
            return datetime.fromtimestamp(moment, UTC)
        return None
    return None


def log_proof(text: str) -> LogProof:
    """Read a `.tlog-proof` file; check nothing but its form.

    Raises:
        BadNote: it is none.
    """
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or not lines or lines.pop(0) != PROOF:
        raise BadNote("not a proof of this kind")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = _unbase64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise BadNote("the proof names no index")
    index = lines.pop(0).removeprefix("index ")
    path = tuple(_unbase64(line) for line in lines)
    if not DECIMAL.fullmatch(index) or any(len(step) != 32 for step in path):
        raise BadNote("the proof is not as it must be")
    return LogProof(int(index), path, note, extra)


def _cosigned_bytes(moment: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _line(who: Verifier, content: bytes) -> str:
    return f"{DASH}{who.name} {base64.b64encode(who.key_hash + content).decode()}\n"


def _signature(line: str) -> Signature:
    parts = line.removeprefix(DASH).split(" ")
    if not line.startswith(DASH) or len(parts) != 2 or not _is_name(parts[0]):
        raise BadNote("not a signature line")
    content = _unbase64(parts[1])
    if len(content) < 5:
        raise BadNote("not a signature")
    return Signature(parts[0], content[:4], content[4:])


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


def _unbase64(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadNote("not base 64") from fault
    if base64.b64encode(content).decode() != text:
        raise BadNote("not the one way to write these bytes")
    return content
