#!/usr/bin/env python3
"""Times Hazel beside the programs its users come from, in one run on one machine.

    src/test/bench/beside.py [--count N]... [--format NAME]... [--work NAME]... [--times N]
                             [--keep DIR] [--drop] [--patience SECONDS]

Each program gets the same mail, a home of its own and, where it has screens, a terminal of 80x24.
The kinds of work:

    start   --version, the first rows of ten messages, and a send into a command that only reads
    open    from exec until the first rows of the index are on the screen, with the threads in the
            order of their last message where the program has that: first with no cache of the
            program's own, then with the one that it made
    list    the last 22 messages in a pipe, of what each program has made ready before
    delete  10,000 messages of a copy, from a command

A cell is wall milliseconds, processor milliseconds and the most memory in MiB, medians of the runs.
Programs that are not installed are left out, and a program has no cell where it cannot do the
work. The mail is made by MakeMail and is in the page cache when the clock starts; with --drop, and
as root, it is not in the runs without a cache of the program's own.
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
ROWS = re.compile(rb"minutes|invoice|broken|lunch|release|patch|question")
DEVICE_ATTRIBUTES = b"\x1b[c"
TICK = os.sysconf("SC_CLK_TCK")
USES = ("screens", "commands")


def environment(home):
    return {
        "HOME": home,
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "EDITOR": "true",
    }


def spent(pid):
    """Processor seconds of a process and of its children that ended."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return sum(int(f) for f in fields[11:15]) / TICK


def most_memory(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return float("nan")


def first_rows(command, env, go_on, patience=60.0):
    """The cost until rows are drawn.

    go_on: after that the program is left until it is idle and then told to end, so that it can
    write down what it knows; else it is killed.
    """
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    try:
        while True:
            left = patience - (time.perf_counter() - begun)
            ready = left > 0 and select.select([terminal], [], [], left)[0]
            more = more_of(terminal) if ready else b""
            if not more:
                tail = seen[-300:].decode("utf-8", "replace")
                print(f"{' '.join(command)}: no rows; last was {tail!r}", file=sys.stderr)
                return None
            seen += more
            if DEVICE_ATTRIBUTES in more:
                # as every terminal answers at once
                os.write(terminal, b"\x1b[?62;22c")
            if ROWS.search(seen):
                cost = (time.perf_counter() - begun, spent(pid), most_memory(pid))
                if go_on:
                    settle(pid, terminal, patience)
                return cost
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def more_of(terminal):
    """What is drawn next; nothing where the program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def settle(pid, terminal, patience):
    """Reads on until the program rests for two seconds, so long at most; asks it to quit."""
    still = 0
    last = time.monotonic() + patience
    while still < 20 and time.monotonic() < last:
        before = spent(pid)
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.02)[0] and not more_of(terminal):
                return
        still = still + 1 if spent(pid) - before < 0.02 else 0
    for key in (b"q", b"Q", b"y"):
        try:
            os.write(terminal, key)
        except OSError:
            return
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0] and not more_of(terminal):
                return


def run(command, env, text=b"Hello.\n", ends=(0,)):
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as given:
        given.write(text)
        given.seek(0)
        process = subprocess.Popen(
            command, env=env, stdin=given, stdout=subprocess.DEVNULL, stderr=err
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ends:
            err.seek(0)
            raise SystemExit(f"{' '.join(command)}: {err.read().decode('utf-8', 'replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Program:
    """One of those that are timed. A method that answers None says that it cannot do the work."""

    def __init__(self, name, program, home):
        self.name = name
        self.program = program
        self.home = home
        self.env = environment(home)
        os.makedirs(home, exist_ok=True)

    def nothing(self):
        """The least a program costs that is built as this one is."""

    def version(self):
        return None

    def send(self):
        return None

    def place(self, form, path):
        """Tells the program where the mail is, where no command says it."""

    def open(self, form, path):
        return None

    def forget(self):
        """Does away with the program's own cache."""

    def prepare(self, form, path):
        """Makes ready what `list` asks."""

    def list(self, form, path):
        return None

    def deletes(self, form):
        """Whether `delete` can."""
        return False

    def delete(self, form, path):
        """A command, and what it reads."""
        return None


class Hazel(Program):
    def __init__(self, home, sendmail):
        super().__init__("Hazel", os.path.join(ROOT, "packaging", "hazel"), home)
        self.rc = os.path.join(home, "config.toml")
        self.sendmail = sendmail
        self.configure(f"maildir:{home}/Mail")
        for sub in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(home, "Mail", sub), exist_ok=True)

    def configure(self, store):
        with open(self.rc, "w") as rc:
            rc.write(
                '[account.a]\naddress = "me@example.org"\n'
                f'incoming = "{store}"\noutgoing = "sendmail:{self.sendmail}"\n'
            )

    def nothing(self):
        source = os.path.join(self.home, "Nothing.java")
        if not os.path.exists(source):
            with open(source, "w") as java:
                java.write("class Nothing { public static void main(String[] none) {} }")
            subprocess.run([os.path.join(jdk(), "bin/javac"), source], check=True)
        return [
            os.path.join(jdk(), "bin/java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            self.home,
            "Nothing",
        ]

    def version(self):
        return [self.program, "--version"]

    def send(self):
        return [self.program, "-F", self.rc, "-s", "Test", "ada@example.org"]

    def open(self, form, path):
        return [self.program, "-F", self.rc, "-f", path]

    def forget(self):
        cache = os.path.join(self.home, ".cache", "hazel")
        for name in os.listdir(cache) if os.path.isdir(cache) else ():
            if name != "start":
                shutil.rmtree(os.path.join(cache, name), ignore_errors=True)

    def prepare(self, form, path):
        store = os.path.dirname(path) if form == "MH" else path
        self.configure(f"{form.lower()}:{store}")
        run(self.list(form, path), self.env)

    def list(self, form, path):
        return [self.program, "-F", self.rc, "list", "--limit", "22", self.inbox(form)]

    @staticmethod
    def inbox(form):
        return "inbox" if form == "MH" else "INBOX"

    def deletes(self, form):
        return True

    def delete(self, form, path):
        self.prepare(form, path)
        listed = subprocess.run(
            [self.program, "-F", self.rc, "list", "--limit", "10000", self.inbox(form)],
            env=self.env,
            check=True,
            capture_output=True,
        ).stdout
        ids = b"".join(line.split()[-1] + b"\n" for line in listed.splitlines())
        return [self.program, "-F", self.rc, "delete", "--purge", "-"], ids


class Mutt(Program):
    def __init__(self, name, program, home, sendmail):
        super().__init__(name, program, home)
        self.rc = os.path.join(home, "rc")
        self.cache = os.path.join(home, "headers")
        os.makedirs(self.cache, exist_ok=True)
        with open(self.rc, "w") as rc:
            rc.write(
                "set sort=threads\nset sort_aux=last-date-received\nset quit=yes\n"
                f'set sendmail="{sendmail}"\nset copy=no\nset from="me@example.org"\n'
                f'set folder="{home}"\nset spoolfile="{home}"\nset mbox="{home}/mbox"\n'
                f'set record=""\nset header_cache="{self.cache}"\nset move=no\nset delete=yes\n'
            )

    def version(self):
        return [self.program, "-v"]

    def send(self):
        return [self.program, "-n", "-F", self.rc, "-s", "Test", "ada@example.org"]

    def open(self, form, path):
        return [self.program, "-n", "-R", "-F", self.rc, "-f", path]

    def forget(self):
        shutil.rmtree(self.cache)
        os.makedirs(self.cache)


class Aerc(Program):
    def __init__(self, program, home):
        super().__init__("aerc", program, home)
        self.etc = os.path.join(home, ".config", "aerc")
        os.makedirs(self.etc)

    def open(self, form, path):
        if form != "Maildir":
            return None
        file = os.path.join(self.etc, "accounts.conf")
        with open(file, "w") as accounts:
            accounts.write(
                f"[a]\nsource = maildirpp://{path}\nfrom = me <me@example.org>\ndefault = INBOX\n"
            )
        os.chmod(file, 0o600)
        return [self.program]


class Alpine(Program):
    def __init__(self, program, home):
        super().__init__("alpine", program, home)
        with open(os.path.join(home, ".pinerc"), "w") as rc:
            rc.write(
                "last-version-used=6.26\ninitial-keystroke-list=i\nsort-key=Thread\n"
                "feature-list=quit-without-confirm\n"
            )

    def open(self, form, path):
        return [self.program, "-f", path] if form == "mbox" else None


class Mblaze(Program):
    def list(self, form, path):
        if form == "mbox":
            return None
        tail = "| tail -22 | mscan"
        if form == "MH":
            return ["sh", "-c", f"find '{path}' -type f -name '[0-9]*' | sort -V {tail}"]
        return ["sh", "-c", f"mlist '{path}' | sort {tail}"]  # names begin with the time


class Nmh(Program):
    def place(self, form, path):
        if form == "MH":
            with open(os.path.join(self.home, ".mh_profile"), "w") as profile:
                profile.write(f"Path: {os.path.dirname(path)}\n")

    def list(self, form, path):
        return ["scan", "+inbox", "last:22"] if form == "MH" else None

    def deletes(self, form):
        return form == "MH"

    def delete(self, form, path):
        self.place(form, path)
        return ["rmm", "+inbox", "first:10000"], b""


class Notmuch(Program):
    def prepare(self, form, path):
        if form != "Maildir":
            return
        with open(os.path.join(self.home, ".notmuch-config"), "w") as rc:
            rc.write(f"[database]\npath={path}\n[user]\nname=me\nprimary_email=me@example.org\n")
        shutil.rmtree(os.path.join(path, ".notmuch"), ignore_errors=True)
        run([self.program, "new", "--quiet"], self.env)

    def list(self, form, path):
        return [self.program, "search", "--limit=22", "*"] if form == "Maildir" else None


class Mu(Program):
    def prepare(self, form, path):
        if form != "Maildir":
            return
        shutil.rmtree(os.path.join(self.home, ".cache"), ignore_errors=True)
        run([self.program, "init", "--maildir", path], self.env)
        run([self.program, "index", "--quiet"], self.env)

    def list(self, form, path):
        if form != "Maildir":
            return None
        return [self.program, "find", "--maxnum=22", "--sortfield=date", "--reverse", ""]


FORMATS = ["Maildir", "mbox", "MH"]
WORK = ["start", "open", "list", "delete"]


NMH = "/usr/bin/mh"  # where Debian has it


def programs(work, sendmail):
    def home(name):
        return os.path.join(work, name)

    if os.path.isdir(NMH):
        os.environ["PATH"] += os.pathsep + NMH

    found = [Hazel(home("hazel"), sendmail)]
    for name in ("mutt", "neomutt"):
        if shutil.which(name):
            found.append(Mutt(name, shutil.which(name), home(name), sendmail))
    for name, kind in (("aerc", Aerc), ("alpine", Alpine)):
        if shutil.which(name):
            found.append(kind(shutil.which(name), home(name)))
    for name, kind, program in (
        ("mblaze", Mblaze, "mscan"),
        ("nmh", Nmh, "rmm"),
        ("notmuch", Notmuch, "notmuch"),
        ("mu", Mu, "mu"),
    ):
        if shutil.which(program):
            found.append(kind(name, shutil.which(program), home(name)))
    return found


class Table:
    def __init__(self, found, times):
        self.found = found
        self.times = times
        print(f"{'':36}" + "".join(f"{p.name:>22}" for p in found), flush=True)

    def row(self, what, measure, times=None):
        """measure answers the cost, or None where the program cannot do it."""
        cells = []
        for program in self.found:
            figures = []
            for _ in range(times or self.times):
                figures.append(measure(program))
                if figures[-1] is None:
                    break
            cells.append("-" if None in figures else self.cell(figures))
        print(f"{what:36}" + "".join(f"{c:>22}" for c in cells), flush=True)

    @staticmethod
    def cell(figures):
        wall, cpu, memory = (statistics.median(f[i] for f in figures) for i in range(3))
        return f"{wall * 1000:,.0f} {cpu * 1000:,.0f} {memory:,.0f}"


def command(find, env):
    return None if find is None else run(find, env)


def read_all(path):
    """So that each finds the same in the page cache."""
    for directory, _, names in os.walk(path) if os.path.isdir(path) else [(None, None, [path])]:
        for name in names:
            with open(os.path.join(directory, name) if directory else name, "rb") as message:
                while message.read(1 << 20):
                    pass


def drop():
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w") as caches:
        caches.write("3\n")


def rows_cold(program, form, path, asked):
    program.place(form, path)
    words = program.open(form, path)
    if words is None:
        return None
    program.forget()
    if asked.drop:
        drop()
    return first_rows(words, program.env, True, asked.patience)


def rows_warm(program, form, path, patience):
    words = program.open(form, path)
    return None if words is None else first_rows(words, program.env, False, patience)


def delete(program, form, path, work):
    if not program.deletes(form):
        return None  # before a copy is made, which takes far longer than the work
    copied = os.path.join(work, "copy", os.path.basename(path))
    shutil.rmtree(os.path.dirname(copied), ignore_errors=True)
    os.makedirs(os.path.dirname(copied))
    if os.path.isdir(path):
        shutil.copytree(path, copied)
    else:
        shutil.copy2(path, copied)
    words, read = program.delete(form, copied)
    return run(words, program.env, read)


def main():
    asked = argparse.ArgumentParser(description="Times Hazel beside other mail programs.")
    asked.add_argument("--count", type=int, action="append", help="messages; 10000, 100000")
    asked.add_argument("--format", choices=FORMATS, action="append", help="all of them")
    asked.add_argument("--work", choices=WORK, action="append", help="all of it")
    asked.add_argument("--times", type=int, default=5, help="runs of each; the median is printed")
    asked.add_argument("--keep", help="a directory for the mail, used again where it is there")
    asked.add_argument("--drop", action="store_true", help="empty the page cache, as root")
    asked.add_argument("--patience", type=float, default=60, help="seconds for the first rows")
    words = asked.parse_args()
    wanted = words.work or WORK
    with tempfile.TemporaryDirectory() as work:
        kept = words.keep or os.path.join(work, "mail")
        sendmail = os.path.join(work, "sendmail")
        with open(sendmail, "w") as script:
            script.write("#!/bin/sh\nexec cat >/dev/null\n")
        os.chmod(sendmail, 0o755)
        found = programs(work, sendmail)
        make_caches(found[0].program, found[0].env)
        table = Table(found, words.times)
        if "start" in wanted:
            few = mail(kept, 10)
            table.row("an empty Java program", lambda p: command(p.nothing(), p.env))
            table.row("--version", lambda p: command(p.version(), p.env))
            table.row("send", lambda p: command(p.send(), p.env))
            path = os.path.join(few, "Maildir")
            table.row("first rows of 10", lambda p: rows_warm(p, "Maildir", path, words.patience))
        for count in words.count or [10_000, 100_000]:
            if {"open", "list", "delete"} & set(wanted):
                measured(table, mail(kept, count), count, words, work)


def measured(table, made, count, words, work):
    wanted = words.work or WORK
    for form in words.format or FORMATS:
        path = os.path.join(made, "MH/inbox" if form == "MH" else form)
        what = f"{count:,} {form}"
        times = words.times if count < 50_000 else min(words.times, 3)
        read_all(path)
        if "open" in wanted:
            table.row(f"open {what}", lambda p: rows_cold(p, form, path, words), times)
            table.row(f"open {what} again", lambda p: rows_warm(p, form, path, words.patience), times)
        if "list" in wanted:
            for program in table.found:
                program.place(form, path)
                program.prepare(form, path)
            table.row(f"list 22 of {what}", lambda p: command(p.list(form, path), p.env))
        if "delete" in wanted:
            table.row(f"delete 10,000 of {what}", lambda p: delete(p, form, path, work), 1)


def make_caches(program, env):
    """The launcher makes the start-up caches beside the first runs: for screens and for commands."""
    for words in (["config", "path"], []):
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([program, *words], env=env, **quiet)
    caches = os.path.join(env["HOME"], ".cache", "hazel", "start")
    for _ in range(600):
        made = os.listdir(caches) if os.path.isdir(caches) else []
        if all(any(n.startswith(u) and n.endswith(".jsa") for n in made) for u in USES):
            return
        time.sleep(0.2)
    print("no start-up cache was made: Hazel is timed without", file=sys.stderr)


def jdk():
    found = os.path.join(ROOT, "packaging", "find-jdk")
    return subprocess.run([found], check=True, capture_output=True, text=True).stdout.strip()


def mail(kept, count):
    """The directory with `count` messages in each format."""
    directory = os.path.join(kept, str(count))
    if not os.path.isdir(directory):
        source = os.path.join(ROOT, "src/test/java/hazel/bench/MakeMail.java")
        subprocess.run([os.path.join(jdk(), "bin/java"), source, str(count), directory], check=True)
    return directory


if __name__ == "__main__":
    main()
