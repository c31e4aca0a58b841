#!/usr/bin/env python3
"""Messages per second that the relay takes and delivers, beside Postfix, in one run on one machine.

    src/test/bench/relay.py [--messages N] [--sessions N]... [--size OCTETS] [--source PROGRAM]
                            [--postfix HOST:PORT --recipient ADDRESS --maildir DIR]

Postfix's own smtp-source sends; both servers force each message to the disk before they answer.
Printed are, for each number of sessions, messages accepted a second, as smtp-source waits for the
last reply, and messages delivered a second, until the last one is in the Maildir. Hazel runs in a
home of its own, from what was built; a Postfix that runs already is measured where it is named.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HAZEL = os.path.join(HERE, "..", "..", "..", "packaging", "hazel")
PATIENCE = 300


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def arrived(maildir):
    new = os.path.join(maildir, "new")
    return len(os.listdir(new)) if os.path.isdir(new) else 0


def measure(name, address, recipient, maildir, sessions, wanted):
    before = arrived(maildir)
    begun = time.perf_counter()
    subprocess.run(
        [wanted.source, "-s", str(sessions), "-m", str(wanted.messages), "-l", str(wanted.size),
         "-f", "bench@localhost", "-t", recipient, address],
        check=True, env=dict(os.environ, LD_LIBRARY_PATH=os.path.join(
            os.path.dirname(wanted.source), "..", "lib", "postfix")))
    accepted = time.perf_counter() - begun
    while arrived(maildir) < before + wanted.messages:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"{name}: {arrived(maildir) - before} of {wanted.messages} arrived")
        time.sleep(0.05)
    delivered = time.perf_counter() - begun
    print(f"{name:8} {sessions:4} sessions  {wanted.messages / accepted:8.1f} accepted/s"
          f"  {wanted.messages / delivered:8.1f} delivered/s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--sessions", type=int, action="append")
    parser.add_argument("--size", type=int, default=4000)
    parser.add_argument("--source", default=shutil.which("smtp-source") or "smtp-source")
    parser.add_argument("--postfix", help="where a Postfix listens")
    parser.add_argument("--recipient", help="whom that Postfix knows")
    parser.add_argument("--maildir", help="where it delivers for them")
    wanted = parser.parse_args()
    home = tempfile.mkdtemp(prefix="hazel-bench-")
    port = free_port()
    os.makedirs(os.path.join(home, ".config", "hazel"))
    with open(os.path.join(home, ".config", "hazel", "config.toml"), "w") as file:
        file.write(f"[relay]\nlisten = ['127.0.0.1:{port}']\nusers.bench = 'maildir:~/bench'\n")
    relay = subprocess.Popen(
        [HAZEL, "relay", "run"], env=dict(os.environ, HOME=home), stdout=subprocess.PIPE)
    try:
        while True:
            line = relay.stdout.readline().decode()
            if not line:
                raise SystemExit("the relay did not start")
            if line.startswith("listening on 127"):
                break
        relay.stdout.close()
        here = f"127.0.0.1:{port}"
        maildir = os.path.join(home, "bench")
        warm = argparse.Namespace(messages=100, size=wanted.size, source=wanted.source)
        measure("(warm)", here, "bench@localhost", maildir, 10, warm)
        for sessions in wanted.sessions or [1, 10, 50]:
            measure("Hazel", here, "bench@localhost", maildir, sessions, wanted)
            if wanted.postfix:
                measure("Postfix", wanted.postfix, wanted.recipient, wanted.maildir, sessions,
                        wanted)
    finally:
        relay.send_signal(signal.SIGTERM)
        relay.wait()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
