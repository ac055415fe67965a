"""A real HTTP server that speaks the OpenAI protocol; what it answers, a test computes from the request."""

from __future__ import annotations

import http.server
import json
import threading


class Endpoint:
    """``POST .../chat/completions`` on a free port; ``answer`` makes the reply of each request."""

    def __init__(self, answer):
        self.asked, self.headers, self.paths = [], [], []
        self.gone = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                outer.headers.append(dict(self.headers))
                outer.paths.append(self.path)
                status, reply, headers = answer(body, self)
                raw = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(raw)))
                    self.end_headers()
                    self.wfile.write(raw)
                except OSError:
                    outer.gone.set()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def name(self):
        return f"openai:small@v2:8b@http://127.0.0.1:{self.server.server_port}/v1"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def said(text, ended="stop"):
    return {
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": ended}]
    }


def text_of(body):
    return body["messages"][-1]["content"].split("\n")[1]
