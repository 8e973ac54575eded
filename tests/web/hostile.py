"""Real servers on the loopback that behave as badly as they are told to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Handler = Callable[[socket.socket, bytes], None]


@dataclass
class Host:
    """A listening server: its port, and the requests that reached it."""

    port: int
    asked: list[bytes] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{self.place}{path}"


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} Told", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(text: bytes) -> Handler:
    """A server that always says the same."""
    return lambda line, request: line.sendall(text)


@contextmanager
def serving(handler: Handler, context: ssl.SSLContext | None = None) -> Iterator[Host]:
    """A server on a port of its own; each connection is one request."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        host = Host(server.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(server, handler, host, context), daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.stopping.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _serve(server: socket.socket, handler: Handler, host: Host, context: ssl.SSLContext | None) -> None:
    while not host.stopping.is_set():
        try:
            plain, _ = server.accept()
        except OSError:
            return
        with plain, suppress(OSError):
            plain.settimeout(5)
            line = plain if context is None else context.wrap_socket(plain, server_side=True)
            request = _request(line)
            host.asked.append(request)
            handler(line, request)
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()


def _request(line: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65_536)
        if not part:
            return got
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(row[15:]) for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")), 0)
    while len(body) < length and (part := line.recv(65_536)):
        body += part
    return head + b"\r\n\r\n" + body


def drips(stop: Callable[[], bool], first: bytes, drop: bytes, pause: float = 0.02) -> Handler:
    """A server that never ends its answer, a drop at a time."""

    def handle(line: socket.socket, request: bytes) -> None:
        line.sendall(first)
        rest = threading.Event()
        while not stop():
            line.sendall(drop)
            rest.wait(pause)

    return handle


def certificate(folder: Path, name: str) -> Path:
    """A certificate for a name, signed by itself, with its key, as one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(key.private_bytes(kind, form, plain) + made.public_bytes(kind))
    return file


def server_side(file: Path) -> ssl.SSLContext:
    """The side of a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
