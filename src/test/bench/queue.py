#!/usr/bin/env python3
"""What a long queue costs: a hundred thousand messages listed, flushed and given up, with a small heap.

    src/test/bench/queue.py [--messages N] [--heap SIZE]

One message is put into the queue of a home of its own and copied under other names, as if it had been
there for five days and tried three times. Printed are, for each command, the wall and the processor
time and the most memory of the process. Nobody is told of those given up: the sender asked for that.
Hazel is run from the jar that was built, without the shell script that starts it, which has a heap of
its own.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True  # leaves the sources as they are
import beside  # noqa: E402
import search  # noqa: E402

LONG_AGO = "2026-01-01T00:00:00Z"


def jar():
    found = glob.glob(os.path.join(beside.ROOT, "target", "hazel-*.jar"))
    if not found:
        raise SystemExit("there is no jar in target; build it with: mvn package")
    return found[0]


def java(heap):
    jdk = subprocess.run([os.path.join(beside.ROOT, "packaging", "find-jdk")],
                         check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    path = os.pathsep.join([jar(), os.path.join(beside.ROOT, "target", "lib", "*")])
    return [os.path.join(jdk, "bin", "java"), "-XX:+UseSerialGC", f"-Xmx{heap}",
            "--enable-native-access=ALL-UNNAMED", "-cp", path, "hazel.cli.Main"]


def line(words):
    """One entry of a journal, with its sum."""
    return b"%08x %s\n" % (zlib.crc32(words), words)


def copies(queue, count):
    """Puts copies of the one message that is there beside it, tried in vain, and takes it away."""
    journal, = glob.glob(os.path.join(queue, "*.env"))
    octets = journal[: -len(".env")] + ".msg"
    with open(journal, "rb") as file:
        entries = [entry.split(b" ", 1)[1].rstrip(b"\n") for entry in file]
    kept = entries[: entries.index(b"OK") + 1]
    first = kept[0].split(b" ")
    first[2] = first[5] = LONG_AGO.encode()
    when = LONG_AGO.encode()
    tried = [b"S %s x" % when, b"A 0 %s mx.far.test 451%%204.4.1%%20Nobody%%20answers" % when,
             b"E %s" % when] * 3
    with open(octets, "rb") as file:
        message = file.read()
    for number in range(count):
        digits = f"{number:016}"
        first[1] = digits.encode()
        with open(os.path.join(queue, digits + ".msg"), "wb") as file:
            file.write(message)
        with open(os.path.join(queue, digits + ".env"), "wb") as file:
            file.write(b"".join(map(line, [b" ".join(first), *kept[1:], *tried])))
    os.remove(journal)
    os.remove(octets)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--heap", default="64m")
    wanted = parser.parse_args()
    home = tempfile.mkdtemp(prefix="hazel-bench-")
    env = dict(os.environ, HOME=home)
    hazel = java(wanted.heap)
    try:
        os.makedirs(os.path.join(home, ".config", "hazel"))
        with open(os.path.join(home, ".config", "hazel", "config.toml"), "w") as file:
            file.write("[relay]\nlisten = []\nroutes.'far.test' = 'smtp://127.0.0.1:9'\n")
        subprocess.run([*hazel, "sendmail", "-N", "never", "-f", "bench@localhost", "bob@far.test"],
                       check=True, env=env, input=b"Subject: bench\n\nx\n")
        queue = os.path.join(home, ".local", "state", "hazel", "relay", "q")
        copies(queue, wanted.messages)
        print(f"{wanted.messages} messages, a heap of {wanted.heap}", flush=True)
        for words in (["queue"], ["status"], ["flush"], ["run", "--once"], ["status"]):
            wall, processor, memory = search.run([*hazel, "relay", *words], env)
            print(f"{'relay ' + ' '.join(words):17} {wall:7.1f} s wall  {processor:7.1f} s processor"
                  f"  {memory:5.0f} MiB  {len(os.listdir(queue)) // 2} left", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
