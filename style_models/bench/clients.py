"""Several clients at once over real HTTP: throughput, first sentences, clients that go away, floods.

A server of its own is started on a free port, with an empty data folder, and asked as the extension
asks it: paired, with server-sent events. Texts are real ones (``blog_18f`` or ``cweb``). One client
after the other and eight at once get the same texts, each kind first on one half of them and, after
a restart, on the other, so that nothing that the server remembers helps either.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from style_models.bench.corpora import TokenisedSentence, data_file, rows_of
from style_models.bench.progress import progress
from style_models.errors import InputError
from style_models.paths import models_dir

CLIENTS = 8
SENTENCES = 8
WORDS_A_SENTENCE = 20
LEAVERS = 12
"""How many clients go away, of each kind."""
LONG = 60
"""Sentences of a text that is not to end before its client goes away."""
FLOOD = 40
PATIENCE = 600.0
"""Seconds until a server that says nothing counts as hanging."""


def run(data: Path | None, rows: int = SENTENCES) -> dict[str, Any]:
    """Measure with texts of about ``rows`` sentences each, eight on each side."""
    texts = _texts(data, max(2, rows))
    long = _texts(data, LONG)
    sets = texts[:CLIENTS], texts[CLIENTS : 2 * CLIENTS]
    if len(sets[1]) < CLIENTS or len(long) < CLIENTS:
        raise InputError("the data hold too few texts: name blog_18f or cweb with --data")
    alone: list[dict[str, Any]] = []
    together: list[dict[str, Any]] = []
    seconds = {"alone": 0.0, "together": 0.0}
    for turn in (0, 1):
        with _serving() as server:
            began = time.perf_counter()
            alone += [server.rewrite(text) for text in sets[turn]]
            seconds["alone"] += time.perf_counter() - began
            began = time.perf_counter()
            with ThreadPoolExecutor(CLIENTS) as pool:
                together += pool.map(server.rewrite, sets[1 - turn])
            seconds["together"] += time.perf_counter() - began
            progress("turn", turn + 1)
            if turn:
                stopped = _stopped(server, long)
                place = _place(server, long)
                flood = _flood(server, long)
    one, eight = _told(alone, seconds["alone"]), _told(together, seconds["together"])
    return {
        "texts": len(alone),
        "sentences": sum(each["sentences"] for each in alone),
        "clients": CLIENTS,
        "one": one,
        "eight": eight,
        "times_as_fast": round(eight["sentences_per_s"] / one["sentences_per_s"], 3),
        "leaving": {"stopped_ms": _spread(stopped), "place_ms": _spread(place)},
        "flood": flood,
    }


def _told(answers: Sequence[dict[str, Any]], seconds: float) -> dict[str, Any]:
    first = [each["first_s"] for each in answers]
    whole = [each["whole_s"] for each in answers]
    return {
        "sentences_per_s": round(sum(each["sentences"] for each in answers) / seconds, 3),
        "first_s": {
            "median": round(statistics.median(first), 3),
            "worst": round(max(first), 3),
        },
        "whole_s": {
            "median": round(statistics.median(whole), 3),
            "worst": round(max(whole), 3),
        },
    }


def _spread(seconds: Sequence[float]) -> dict[str, Any]:
    each = sorted(1000 * s for s in seconds)
    return {
        "clients": len(each),
        "median": round(statistics.median(each), 1),
        "worst": round(each[-1], 1),
        "within_200": sum(ms <= 200 for ms in each),
    }


# ------------------------------------------------------------------ what is measured


def _stopped(server: _Server, texts: Sequence[str]) -> list[float]:
    """Return seconds from a lone client's hanging up to the engine's having dropped its text."""
    dice = random.Random(5)
    found = []
    for number in range(LEAVERS):
        stream = server.stream(texts[number % len(texts)])
        for _ in range(dice.randint(1, 6)):
            next(stream.sentences)
        time.sleep(dice.random())
        began = time.perf_counter()
        stream.hang_up()
        while server.health()["working"]:
            time.sleep(0.002)
        found.append(time.perf_counter() - began)
        progress("stopped", number + 1)
    return found


def _place(server: _Server, texts: Sequence[str]) -> list[float]:
    """Return seconds from a client's hanging up in a full server to a newcomer's being accepted.

    A newcomer is accepted when the head of its answer is there: the server looks first whether the
    text fails at once, which is in the figure.
    """
    dice = random.Random(6)
    streams: list[_Stream] = []
    found = []
    try:
        number = 0
        while (stream := server.stream(texts[number % len(texts)])).status == 200:
            streams.append(stream)
            number += 1
        for number in range(LEAVERS):
            # They begin in the order in which they came.
            leaver = dice.choice(streams[: max(1, server.health()["working"])])
            time.sleep(dice.random() / 2)
            began = time.perf_counter()
            leaver.hang_up()
            streams.remove(leaver)
            while (stream := server.stream(texts[number % len(texts)])).status != 200:
                time.sleep(0.002)
            found.append(time.perf_counter() - began)
            streams.append(stream)
            progress("place", number + 1)
    finally:
        for stream in streams:
            stream.hang_up()
    server.wait_idle()
    return found


def _flood(server: _Server, texts: Sequence[str]) -> dict[str, Any]:
    """Send many texts at the same moment; tell how many are taken and what the others are told."""
    ready = threading.Barrier(FLOOD)

    def send(number: int) -> tuple[_Stream, float]:
        ready.wait()
        began = time.perf_counter()
        return server.stream(texts[number % len(texts)]), time.perf_counter() - began

    with ThreadPoolExecutor(FLOOD) as pool:
        answers = list(pool.map(send, range(FLOOD)))
    refused = [(stream, seconds) for stream, seconds in answers if stream.status == 429]
    result = {
        "sent": FLOOD,
        "taken": sum(stream.status == 200 for stream, _ in answers),
        "refused": len(refused),
        "with_retry_after": sum(stream.retry_after >= 1 for stream, _ in refused),
        "refused_s": {
            "median": round(statistics.median([s for _, s in refused]), 3) if refused else None,
            "worst": round(max(s for _, s in refused), 3) if refused else None,
        },
    }
    for stream, _ in answers:
        stream.hang_up()
    server.wait_idle()
    return result


# ------------------------------------------------------------------ texts


def _texts(data: Path | None, sentences: int) -> list[str]:
    """Return texts of about so many sentences, from the rows' own words, no row in two of them."""
    wanted = sentences * WORDS_A_SENTENCE
    path = data_file(data, "cweb" if _holds(data, "cweb") else "blog_18f")
    found: list[str] = []
    taken: list[str] = []
    for row in rows_of(path):
        parts = row.get("paragraphs") or (
            [TokenisedSentence.of(row["src"]).text] if "src" in row else None
        )
        if parts is None:
            raise InputError(
                f"{path} holds neither paragraphs nor sentences: name blog_18f or cweb"
            )
        for part in parts:
            taken.append(part)
            if sum(len(each.split()) for each in taken) >= wanted:
                found.append(("\n\n" if "paragraphs" in row else " ").join(taken))
                taken = []
        if len(found) >= 2 * CLIENTS:
            break
    return found[: 2 * CLIENTS]


def _holds(data: Path | None, name: str) -> bool:
    return data is not None and data.is_dir() and any(data.glob(f"{name}.jsonl*"))


# ------------------------------------------------------------------ server and clients


class _Stream:
    """One rewrite on its way. ``sentences`` yields them as they come."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection
        self._response = connection.getresponse()
        self.status = self._response.status
        self.retry_after = int(self._response.headers.get("Retry-After") or 0)
        self.sentences = self._sentences()
        if self.status != 200:
            self._response.read()
            connection.close()

    def _sentences(self) -> Iterator[dict[str, Any]]:
        event = ""
        while line := self._response.readline().decode():
            if line.startswith("event: "):
                event = line[7:].strip()
            elif line.startswith("data: ") and event == "sentence":
                yield json.loads(line[6:])
            elif line.startswith("data: ") and event == "error":
                raise InputError(f"the server failed: {line[6:].strip()}")

    def hang_up(self) -> None:
        """Go away, as a browser does whose page is closed."""
        # The answer holds the socket too: both have to let go of it.
        self._response.close()
        self._connection.close()


class _Server:
    """``ownvoice serve`` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._lines: list[str] = []
        self._news = threading.Condition()
        command = "from server.cli.main import main; main()"
        options = ["--data-dir", str(folder), "serve", "--port", "0", "--no-pull"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, *options, "--idle-minutes", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                **os.environ,
                "OWNVOICE_MODELS_DIR": str(models_dir()),
                "PYTHONUNBUFFERED": "1",
            },
        )
        threading.Thread(target=self._read, daemon=True).start()
        address = urlsplit(self._wait_for(r"(http://127\.0\.0\.1:\d+)/ "))
        self._address = f"{address.hostname}:{address.port}"
        self._token = ""
        while not self.health()["ready"]:
            if self.health()["status"] != "ok" or self.process.poll() is not None:
                raise InputError("the server has no models: run 'ownvoice models pull' once")
            time.sleep(0.1)
        self._token = self._paired()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            with self._news:
                self._lines.append(line)
                self._news.notify_all()

    def _wait_for(self, pattern: str) -> str:
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while True:
                if found := re.search(pattern, "".join(self._lines)):
                    return found.group(1)
                if self.process.poll() is not None or time.monotonic() > deadline:
                    last = self._lines[-1].strip() if self._lines else "it said nothing"
                    raise InputError(f"the server did not start: {last}")
                self._news.wait(0.2)

    def _asked(self, method: str, path: str, body: Any = None, accept: str = "") -> Any:
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if accept:
            headers["Accept"] = accept
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        return connection

    def _answered(self, method: str, path: str, body: Any = None) -> Any:
        connection = self._asked(method, path, body)
        try:
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def _paired(self) -> str:
        started = self._answered("POST", "/v1/pairings", {"client": "bench"})
        code = self._wait_for(r"type this code .*: (\d{6})")
        return str(self._answered("POST", f"/v1/pairings/{started['id']}", {"code": code})["token"])

    def health(self) -> dict[str, Any]:
        """Return what health tells."""
        found: dict[str, Any] = self._answered("GET", "/v1/health")
        return found

    def wait_idle(self) -> None:
        """Wait until no text is in work or in line."""
        while (told := self.health())["working"] or told["waiting"]:
            time.sleep(0.05)

    def stream(self, text: str) -> _Stream:
        """Send a text and return once the head of the answer is there."""
        return _Stream(self._asked("POST", "/v1/rewrites", {"text": text}, "text/event-stream"))

    def rewrite(self, text: str) -> dict[str, Any]:
        """Send a text and follow it to its end; return how many sentences it had and seconds."""
        began = time.perf_counter()
        stream = self.stream(text)
        if stream.status != 200:
            raise InputError(f"the server answered {stream.status} to a rewrite")
        times = [time.perf_counter() - began for _ in stream.sentences]
        whole = time.perf_counter() - began
        stream.hang_up()
        return {"sentences": len(times), "first_s": times[0], "whole_s": whole}


@contextmanager
def _serving() -> Iterator[_Server]:
    with tempfile.TemporaryDirectory() as folder:
        server = _Server(Path(folder))
        try:
            yield server
        finally:
            server.process.terminate()
            try:
                server.process.wait(30)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    lines = [
        f"{result['texts']} texts, {result['sentences']} sentences   sentences/s"
        "   first sentence: median  worst   whole text: median  worst   (s)"
    ]
    for name, what in (("one", "one client at a time"), ("eight", f"{result['clients']} at once")):
        told = result[name]
        lines.append(
            f"  {what:<28}{told['sentences_per_s']:13.2f}"
            f"{told['first_s']['median']:25.2f}{told['first_s']['worst']:7.2f}"
            f"{told['whole_s']['median']:21.2f}{told['whole_s']['worst']:7.2f}"
        )
    lines.append(f"  together {result['times_as_fast']:.2f} times as fast in all")
    for name, what in (
        ("stopped_ms", "nothing of its text is in work any more"),
        ("place_ms", "a newcomer has its place in a full server"),
    ):
        told = result["leaving"][name]
        lines.append(
            f"a client goes away: {what} after {told['median']:.0f} ms (worst {told['worst']:.0f} ms; "
            f"{told['within_200']} of {told['clients']} within 200 ms)"
        )
    flood = result["flood"]
    lines.append(
        f"{flood['sent']} texts in the same moment: {flood['taken']} taken, {flood['refused']} told "
        f"to come again ({flood['with_retry_after']} of them when) within {flood['refused_s']['worst']} s"
    )
    return "\n".join(lines)
