#!/usr/bin/env python3
"""Times Hazel's full-text search beside notmuch and mu, in one run on one machine.

    src/test/bench/search.py [--count N]... [--maildir DIR]... [--times N] [--keep DIR]
                             [--rare WORD] [--common WORD] [--phrase WORDS] [--author NAME]

Each program indexes the same Maildirs into a home of its own and answers the same questions, as
whole commands. Printed are, for indexing, the wall and the processor time, the most memory, and the
size of what was made; for a question, the medians of the wall and the processor time until the
first fifty are printed, newest first. Programs that are not installed are left out. Where no
Maildir is given the mail is made by MakeMail, whose words are few: real mail makes larger indexes.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # leaves the sources as they are
import beside  # noqa: E402

PAGE = "50"


def run(command, env, ends=(0,)):
    """Wall seconds, processor seconds, and the most memory in MiB."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        if process.returncode not in ends:
            err.seek(0)
            raise SystemExit(f"{' '.join(command)}: {err.read().decode('utf-8', 'replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size(directory):
    return sum(
        os.path.getsize(os.path.join(at, name))
        for at, _, names in os.walk(directory)
        for name in names
        if not name.endswith((".aot", ".jsa"))
    )


class Hazel:
    name = "Hazel"

    def __init__(self, home, maildir):
        self.program = os.path.join(beside.ROOT, "packaging", "hazel")
        self.env = beside.environment(home)
        self.rc = os.path.join(home, "config.toml")
        self.made = os.path.join(home, ".cache", "hazel")
        with open(self.rc, "w") as rc:
            rc.write(
                '[account.a]\naddress = "me@example.org"\n'
                f'incoming = "maildir:{maildir}"\noutgoing = "sendmail:/bin/true"\n'
            )
        beside.make_caches(self.program, self.env)

    def build(self):
        return [[self.program, "index", "build", "-F", self.rc]]

    def ask(self, question):
        kind, words = question
        query = {"word": f"body:{words}", "phrase": f'body:"{words}"', "author": f"from:{words}"}
        return [self.program, "search", "-F", self.rc, "--limit", PAGE, query[kind]]


class Notmuch:
    name = "notmuch"

    def __init__(self, home, maildir):
        self.made = os.path.join(home, "db")
        os.makedirs(self.made)
        self.env = beside.environment(home) | {"NOTMUCH_CONFIG": os.path.join(home, "rc")}
        with open(self.env["NOTMUCH_CONFIG"], "w") as rc:
            rc.write(
                f"[database]\npath={self.made}\nmail_root={maildir}\n"
                "[user]\nname=Me\nprimary_email=me@example.org\n[new]\ntags=\nignore=\n"
                "[search]\nexclude_tags=\n[maildir]\nsynchronize_flags=false\n"
            )

    def build(self):
        return [["notmuch", "new", "--no-hooks"]]

    def ask(self, question):
        kind, words = question
        query = {"word": f"body:{words}", "phrase": f'body:"{words}"', "author": f"from:{words}"}
        return ["notmuch", "search", f"--limit={PAGE}", query[kind]]


class Mu:
    name = "mu"

    def __init__(self, home, maildir):
        self.made = os.path.join(home, "mu")
        self.env = beside.environment(home)
        self.maildir = maildir

    def build(self):
        at = f"--muhome={self.made}"
        return [
            ["mu", "init", at, f"--maildir={self.maildir}", "--quiet"],
            ["mu", "index", at, "--quiet"],
        ]

    def ask(self, question):
        kind, words = question
        query = {"word": f"body:{words}", "phrase": f'body:"{words}"', "author": f"from:{words}"}
        return [
            "mu",
            "find",
            f"--muhome={self.made}",
            f"--maxnum={PAGE}",
            "--sortfield=date",
            "--reverse",
            query[kind],
        ]


def table(maildir, words):
    # so that each finds the same in the page cache
    for name in os.listdir(os.path.join(maildir, "cur")):
        with open(os.path.join(maildir, "cur", name), "rb") as message:
            message.read()
    with tempfile.TemporaryDirectory() as work:
        programs = []
        for kind in (Hazel, Notmuch, Mu):
            if kind is Hazel or shutil.which(kind.name):
                home = os.path.join(work, kind.name)
                os.makedirs(home)
                programs.append(kind(home, maildir))
        print(f"{maildir}: {len(os.listdir(os.path.join(maildir, 'cur'))):,} messages")
        print(f"{'':24}" + "".join(f"{p.name:>28}" for p in programs))
        cells = []
        for program in programs:
            before = size(program.made) if os.path.isdir(program.made) else 0
            figures = [run(command, program.env) for command in program.build()]
            wall, processor = (sum(f[i] for f in figures) for i in (0, 1))
            memory = max(f[2] for f in figures)
            made = (size(program.made) - before) / 1e6
            cells.append(f"{wall:,.1f}s {processor:,.1f}s {memory:,.0f}MiB {made:,.0f}MB")
        print(f"{'index':24}" + "".join(f"{c:>28}" for c in cells), flush=True)
        questions = [
            ("a rare word", ("word", words.rare)),
            ("a common word", ("word", words.common)),
            ("a phrase", ("phrase", words.phrase)),
            ("an author", ("author", words.author)),
        ]
        for what, question in questions:
            cells = []
            for program in programs:
                figures = [
                    run(program.ask(question), program.env, ends=(0, 1, 2))
                    for _ in range(words.times)
                ]
                wall, processor = (statistics.median(f[i] for f in figures) for i in (0, 1))
                cells.append(f"{wall * 1000:,.0f}ms {processor * 1000:,.0f}ms")
            print(f"{what:24}" + "".join(f"{c:>28}" for c in cells), flush=True)


def main():
    asked = argparse.ArgumentParser(description="Times Hazel's search beside notmuch and mu.")
    asked.add_argument("--count", type=int, action="append", help="messages; 10000")
    asked.add_argument("--maildir", action="append", help="mail that is there, only read")
    asked.add_argument("--times", type=int, default=7, help="runs of each; the median is printed")
    asked.add_argument("--keep", help="a directory for the mail, used again where it is there")
    asked.add_argument("--rare", default="minutes")
    asked.add_argument("--common", default="invoice")
    asked.add_argument("--phrase", default="of the")
    asked.add_argument("--author", default="hopper")
    words = asked.parse_args()
    if not shutil.which("notmuch") and not shutil.which("mu"):
        print("neither notmuch nor mu is installed: Hazel alone", file=sys.stderr)
    with tempfile.TemporaryDirectory() as work:
        for maildir in words.maildir or []:
            table(os.path.abspath(maildir), words)
        for count in words.count or ([] if words.maildir else [10_000]):
            made = beside.mail(words.keep or work, count)
            table(os.path.join(made, "Maildir"), words)


if __name__ == "__main__":
    main()
