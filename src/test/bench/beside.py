#!/usr/bin/env python3
"""Times Hazel beside mutt and NeoMutt, in one run on one machine.

    src/test/bench/beside.py [--count N]... [--times N] [--keep DIR]

Each program gets the same mail, a home of its own and a terminal of 80x24. Printed are medians:
the wall time from exec until the first rows of the index are on the screen, the most memory that
the program had by then, and the wall times of --version and of a send into a command that only
reads. Programs that are not installed are left out. The mail is made by MakeMail and is in the
page cache when the clock starts.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
ROWS = re.compile(rb"minutes|invoice|broken|lunch|release")
DEVICE_ATTRIBUTES = b"\x1b[c"
LONGEST = 120.0


def environment(home):
    return {
        "HOME": home,
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "EDITOR": "true",
    }


def most_memory(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return float("nan")


def first_rows(command, env):
    """Seconds until rows are drawn, and the memory in MiB at that moment."""
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    try:
        while True:
            left = LONGEST - (time.perf_counter() - begun)
            ready = left > 0 and select.select([terminal], [], [], left)[0]
            try:
                more = os.read(terminal, 65536) if ready else b""
            except OSError:
                more = b""
            if not more:
                tail = seen[-300:].decode("utf-8", "replace")
                raise SystemExit(f"{' '.join(command)}: no rows were drawn; last was {tail!r}")
            seen += more
            if DEVICE_ATTRIBUTES in more:
                # as every terminal answers at once
                os.write(terminal, b"\x1b[?62;22c")
            if ROWS.search(seen):
                return time.perf_counter() - begun, most_memory(pid)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def run(command, env):
    begun = time.perf_counter()
    done = subprocess.run(
        command, env=env, input=b"Hello.\n", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace')}")
    return time.perf_counter() - begun


class Peer:
    def __init__(self, name, program, home, sendmail):
        self.name = name
        self.program = program
        self.env = environment(home)
        self.rc = os.path.join(home, "rc")
        with open(self.rc, "w") as rc:
            rc.write(
                "set sort=threads\nset sort_aux=last-date-received\nset quit=yes\n"
                f'set sendmail="{sendmail}"\nset copy=no\nset from="me@example.org"\n'
                f'set folder="{home}"\nset spoolfile="{home}"\nset mbox="{home}/mbox"\nset record=""\n'
            )

    def open(self, maildir):
        return [self.program, "-n", "-R", "-F", self.rc, "-f", maildir]

    def version(self):
        return [self.program, "-v"]

    def send(self):
        return [self.program, "-n", "-F", self.rc, "-s", "Test", "ada@example.org"]


class Hazel:
    def __init__(self, home, sendmail):
        self.name = "Hazel"
        self.program = os.path.join(ROOT, "packaging", "hazel")
        self.env = environment(home)
        self.rc = os.path.join(home, "config.toml")
        with open(self.rc, "w") as rc:
            rc.write(
                '[account.a]\naddress = "me@example.org"\n'
                f'incoming = "maildir:{home}/Mail"\noutgoing = "sendmail:{sendmail}"\n'
            )
        for sub in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(home, "Mail", sub))

    def open(self, maildir):
        return [self.program, "-F", self.rc, "-f", maildir]

    def version(self):
        return [self.program, "--version"]

    def send(self):
        return [self.program, "-F", self.rc, "-s", "Test", "ada@example.org"]


def main():
    asked = argparse.ArgumentParser(description="Times Hazel beside mutt and NeoMutt.")
    asked.add_argument("--count", type=int, action="append", help="messages; 10, 10000, 100000")
    asked.add_argument("--times", type=int, default=5, help="runs of each; the median is printed")
    asked.add_argument("--keep", help="a directory for the mail, used again where it is there")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        kept = words.keep or os.path.join(work, "mail")
        sendmail = os.path.join(work, "sendmail")
        with open(sendmail, "w") as script:
            script.write("#!/bin/sh\nexec cat >/dev/null\n")
        os.chmod(sendmail, 0o755)
        homes = {n: os.path.join(work, n) for n in ("hazel", "mutt", "neomutt")}
        for home in homes.values():
            os.makedirs(home)
        programs = [Hazel(homes["hazel"], sendmail)]
        for name in ("mutt", "neomutt"):
            found = shutil.which(name)
            if found:
                programs.append(Peer(name, found, homes[name], sendmail))
        subprocess.run(programs[0].version(), env=programs[0].env, check=True)
        wait_for_cache(homes["hazel"], programs[0])
        print(f"{'':22}" + "".join(f"{p.name:>20}" for p in programs))
        row("--version", programs, lambda p: (run(p.version(), p.env), None), words.times)
        row("send", programs, lambda p: (run(p.send(), p.env), None), words.times)
        for count in words.count or [10, 10_000, 100_000]:
            maildir = mail(kept, count)
            # so that each finds the same in the page cache
            for name in os.listdir(os.path.join(maildir, "cur")):
                with open(os.path.join(maildir, "cur", name), "rb") as message:
                    message.read()
            times = words.times if count < 50_000 else min(words.times, 3)
            row(
                f"open {count:,} messages",
                programs,
                lambda p: first_rows(p.open(maildir), p.env),
                times,
            )


def wait_for_cache(home, hazel):
    """The launcher makes the start-up cache beside the first run."""
    for _ in range(300):
        caches = os.path.join(home, ".cache", "hazel", "start")
        if os.path.isdir(caches) and any(n.endswith(".aot") for n in os.listdir(caches)):
            return
        time.sleep(0.2)
    print("no start-up cache was made: Hazel is timed without", file=sys.stderr)


def mail(kept, count):
    directory = os.path.join(kept, str(count))
    if not os.path.isdir(directory):
        jdk = subprocess.run(
            [os.path.join(ROOT, "packaging", "find-jdk")], check=True, capture_output=True, text=True
        ).stdout.strip()
        source = os.path.join(ROOT, "src/test/java/hazel/bench/MakeMail.java")
        subprocess.run([os.path.join(jdk, "bin/java"), source, str(count), directory], check=True)
    return os.path.join(directory, "Maildir")


def row(what, programs, measure, times):
    cells = []
    for program in programs:
        figures = [measure(program) for _ in range(times)]
        seconds = statistics.median(f[0] for f in figures)
        memory = figures[0][1]
        cell = f"{seconds * 1000:,.0f} ms"
        if memory is not None:
            cell += f" {statistics.median(f[1] for f in figures):,.0f} MiB"
        cells.append(cell)
    print(f"{what:22}" + "".join(f"{c:>20}" for c in cells), flush=True)


if __name__ == "__main__":
    main()
