"""The one fetch function reaches the open internet and nothing else, and ends in time and size whatever it meets."""

from __future__ import annotations

import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import override_settings

from hoursback.web.shared import fetching, guarding
from hoursback.web.shared.fetching import Answer, Ask, Means, fetch
from hoursback.web.shared.guarding import FetchError
from tests.web import hostile
from tests.web.hostile import Handler, Host, answer, says


@contextmanager
def opened(handler: Handler, name: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Host]:
    """A local server that the setting names."""
    with hostile.serving(handler, context) as host, override_settings(LOCAL_CALENDARS={f"{name}:{host.port}"}):
        yield host


def names(**known: list[str]) -> fetching.Resolver:
    """A look-up that knows some names, written with _ for the dots."""
    return lambda host, port: known[host.replace(".", "_")]


def refusal(ask: Ask | str, means: Means = fetching.USUAL) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(Ask(ask) if isinstance(ask, str) else ask, means)
    return caught.value


def test_an_answer_comes_back_as_it_is_whatever_its_status() -> None:
    with opened(says(answer(404, b"no", ETag='"1"'))) as host:
        got = fetch(Ask(host.url("/a b?c=d"), "PUT", {"If-None-Match": "*"}, b"text", "olive", "word"))
    assert got == Answer(404, got.headers, b"no", host.url("/a%20b?c=d"), host.url("/a%20b?c=d"))
    assert got.headers["etag"] == '"1"'
    request = host.asked[0]
    assert request.startswith(b"PUT /a%20b?c=d HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\ntext")
    assert b"Authorization: Basic " + b64encode(b"olive:word") in request
    assert b"If-None-Match: *" in request


def test_no_method_but_the_five_is_sent() -> None:
    with pytest.raises(ValueError, match="no method"):
        fetch(Ask("https://example.com/", "POST"))


INNER = [
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
    *("192.0.0.192", "224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1"),
    *("100.100.100.200", "168.63.129.16", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254"),
    *("ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1"),
    *("2001:db8::1", "2001::1", "fec0::1", "localhost", "8.8.8", "x"),
]


@pytest.mark.parametrize("address", INNER)
def test_what_is_not_of_the_open_internet_is_refused(address: str) -> None:
    assert not guarding.is_open(address)
    said = refusal("https://calendar.example/", Means(resolve=names(calendar_example=[address])))
    assert "a machine or network of our own" in said.what


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_the_open_internet_is_open(address: str) -> None:
    assert guarding.is_open(address)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://localhost/"]
)
def test_the_ways_to_write_this_machine_are_refused_by_what_they_stand_for(url: str) -> None:
    assert "a machine or network of our own" in refusal(url).what


def test_one_inner_address_among_open_ones_refuses_the_name() -> None:
    mixed = Means(resolve=names(calendar_example=["8.8.8.8", "127.0.0.1"]))
    assert "a machine or network of our own" in refusal("https://calendar.example/", mixed).what


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that stands for something else at a second look is looked up once only."""
    looks: list[str] = []

    def turning(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) == 1 else ["10.0.0.1"]

    with opened(says(answer(200, b"here")), "calendar.example") as host:
        got = fetch(Ask(f"http://calendar.example:{host.port}/"), Means(resolve=turning))
    assert (got.body, looks) == (b"here", ["calendar.example"])
    assert f"Host: calendar.example:{host.port}".encode() in host.asked[0]


def test_only_the_stated_host_and_port_are_opened() -> None:
    with opened(says(answer(200))) as host, hostile.serving(says(answer(200))) as other:
        assert fetch(Ask(host.url())).status == 200
        assert "usual ports" in refusal(other.url()).what
    assert other.asked == []


@pytest.mark.parametrize("url", ["ftp://example.com/", "file:///etc/passwd", "gopher://x/", "example.com", "", "//x/"])
def test_other_schemes_are_refused(url: str) -> None:
    assert "begin with https or http" in refusal(url).what


@pytest.mark.parametrize(
    "url", ["https://", "https://exa mple.com/", "https://[::1/", "https://a:x/", "https://" + "a" * 3000]
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    assert "not the address" in refusal(url).what


def test_a_password_in_the_address_and_one_without_https_are_refused() -> None:
    assert "their own fields" in refusal("https://olive:word@example.com/").what
    open_host = Means(resolve=names(example_com=["8.8.8.8"]))
    assert "never sent without https" in refusal(Ask("http://example.com/", user="o", password="w"), open_host).what


def test_a_header_cannot_be_smuggled_in() -> None:
    with opened(says(answer(200))) as host:
        assert refusal(Ask(host.url(), headers={"Depth": "1\r\nHost: evil"}))
        fetch(Ask(host.url("/a\r\nHost: evil")))
    assert all(b"\r\nHost: evil" not in asked for asked in host.asked)


@pytest.mark.parametrize(
    "inner", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "//127.0.0.1:80/"]
)
def test_a_redirect_to_an_inner_address_is_refused(inner: str) -> None:
    with opened(says(answer(302, Location=inner))) as host:
        assert "a machine or network of our own" in refusal(host.url()).what
    assert len(host.asked) == 1


def test_a_redirect_to_another_scheme_or_port_is_refused() -> None:
    for place, said in (("ftp://example.com/", "begin with"), ("http://example.com:22/", "usual ports")):
        with opened(says(answer(301, Location=place))) as host:
            assert said in refusal(host.url()).what


def test_three_redirects_are_followed_and_no_fourth() -> None:
    def turns(line: object, request: bytes) -> None:
        number = int(request.split(b" ")[1].strip(b"/"))
        reply = answer(200, b"end") if number == 0 else answer(307, Location=f"/{number - 1}")
        line.sendall(reply)  # type: ignore[attr-defined]

    with opened(turns) as host:
        got = fetch(Ask(host.url("/3"), "REPORT", body=b"<x/>"))
        assert (got.body, got.url) == (b"end", host.url("/0"))
        assert all(asked.startswith(b"REPORT") and asked.endswith(b"<x/>") for asked in host.asked)
        assert "more than 3 times" in refusal(host.url("/4")).what


def test_no_password_goes_to_another_host() -> None:
    with (
        hostile.serving(says(answer(200))) as other,
        hostile.serving(says(answer(302, Location=other.url()))) as first,
        override_settings(LOCAL_CALENDARS={first.place, other.place}),
    ):
        fetch(Ask(first.url(), user="olive", password="word"))
    assert b"Authorization" in first.asked[0]
    assert b"Authorization" not in other.asked[0]


SMALL = Means(most_bytes=1_000, seconds=0.5)


def test_an_answer_at_the_limit_is_taken_and_one_byte_more_refused() -> None:
    for size, is_taken in ((1_000, True), (1_001, False), (10_000, False)):
        with opened(says(answer(200, b"x" * size))) as host:
            if is_taken:
                assert len(fetch(Ask(host.url()), SMALL).body) == size
            else:
                assert "larger than" in refusal(host.url(), SMALL).what


def test_ten_megabytes_are_refused_whatever_the_header_says() -> None:
    for head in (b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n"):
        with opened(says(head + b"x" * 10_000_000)) as host:
            assert "larger than 5 MB" in refusal(host.url()).what


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b""),
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_dripping_answer_ends_by_the_total_deadline(first: bytes, drop: bytes) -> None:
    done = []
    with opened(hostile.drips(lambda: bool(done), first, drop)) as host:
        began = time.monotonic()
        said = refusal(host.url(), SMALL)
        done.append(True)
    assert "did not finish" in said.what
    assert time.monotonic() - began < 30  # not for ever


def test_a_look_up_that_hangs_ends_by_the_deadline_too() -> None:
    waiting = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        waiting.wait(20)
        return ["8.8.8.8"]

    said = refusal("https://example.com/", Means(resolve=slow, seconds=0.2))
    waiting.set()
    assert "did not finish" in said.what


def test_a_cut_off_answer_and_no_answer_are_failures() -> None:
    for text in (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", b"", b"SSH-2.0\r\n"):
        with opened(says(text)) as host:
            assert "does not answer properly" in refusal(host.url()).what


def test_a_packed_answer_is_refused() -> None:
    with opened(says(answer(200, b"x", Content_Encoding="gzip"))) as host:
        assert "packed" in refusal(host.url()).what


def test_an_unknown_name_is_said_to_be_unknown() -> None:
    def fails(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert "No server of this name" in refusal("https://example.com/", Means(resolve=fails)).what


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(says(answer(200, b"straight"))) as host, hostile.serving(says(answer(200, b"proxy"))) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert fetch(Ask(host.url())).body == b"straight"
    assert proxy.asked == []


def over_tls(folder: Path, named: str, trusted: bool) -> tuple[Host, Answer | FetchError]:
    file = hostile.certificate(folder, named)

    def context() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(file)) if trusted else ssl.create_default_context()

    with opened(says(answer(200, b"safe")), "calendar.example", hostile.server_side(file)) as host:
        ask = Ask(f"https://calendar.example:{host.port}/", user="olive", password="word")
        try:
            return host, fetch(ask, Means(resolve=lambda host, port: ["127.0.0.1"], context=context))
        except FetchError as error:
            return host, error


def test_the_certificate_is_checked_against_the_name_and_not_the_number(tmp_path: Path) -> None:
    _, got = over_tls(tmp_path, "calendar.example", trusted=True)
    assert isinstance(got, Answer)
    assert got.body == b"safe"


@pytest.mark.parametrize(("named", "trusted"), [("other.example", True), ("calendar.example", False)])
def test_a_certificate_of_another_or_of_nobody_is_refused_before_anything_is_said(
    tmp_path: Path, named: str, trusted: bool
) -> None:
    host, got = over_tls(tmp_path, named, trusted)
    assert isinstance(got, FetchError)
    assert "certificate" in got.what
    assert host.asked == []


def test_the_password_is_in_no_text_of_the_question() -> None:
    assert "word" not in repr(Ask("https://example.com/", user="olive", password="word"))
