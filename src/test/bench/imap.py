#!/usr/bin/env python3
"""Times Hazel on an IMAP account beside mutt, NeoMutt, aerc and mbsync, in one run on one machine.

    src/test/bench/imap.py --server HOST:PORT --user USER --password FILE --ca FILE --maildir DIR
                           [--count N]... [--times N] [--keep DIR] [--patience SECONDS]

The server speaks TLS from the first octet, runs on this machine and keeps USER's INBOX in the Maildir
DIR, which is there already and is emptied and filled with what MakeMail makes; it has seen every message once before the
clock starts. The kinds of work:

    open    from exec until the first rows of the INBOX are on the screen: first with no cache of
            the program's own, then with the one that it made
    sync    every message, as it is, onto this machine, from a command; and again, with nothing new

A cell is wall milliseconds, processor milliseconds of the program and the most memory in MiB,
medians of the runs.
"""

import argparse
import imaplib
import os
import shutil
import ssl
import subprocess
import tempfile

import beside


class Hazel(beside.Hazel):
    def __init__(self, home, account):
        self.account = account
        super().__init__(home, "/bin/false")

    def configure(self, store):
        with open(self.rc, "w") as rc:
            rc.write(
                '[account.a]\naddress = "me@example.org"\n'
                f'incoming = "imaps://{self.account.user}@{self.account.server}"\n'
                f'outgoing = "sendmail:{self.sendmail}"\noffline = "all"\n'
                f'password = {{ command = "cat {self.account.password}" }}\n'
                f'trust = "{self.account.ca}"\n'
            )

    def open(self, form, path):
        # Bodies are not asked for: the others fetch them when they are read, too.
        return [self.program, "-F", self.rc, "-e", 'account.a.offline="read"']

    def sync(self):
        return [self.program, "-F", self.rc, "sync"]

    def forget(self):
        super().forget()
        for kept in (".local/share/hazel", ".local/state/hazel"):
            shutil.rmtree(os.path.join(self.home, kept), ignore_errors=True)


class Mutt(beside.Mutt):
    def __init__(self, name, program, home, account):
        super().__init__(name, program, home, "/bin/false")
        with open(account.password) as file:
            secret = file.read().strip()
        with open(self.rc, "a") as rc:
            rc.write(
                f'set folder="imaps://{account.user}@{account.server}/"\nset spoolfile="+INBOX"\n'
                f'set imap_pass="{secret}"\nset imap_authenticators="login"\nset ssl_force_tls=yes\n'
                f'set certificate_file="{account.ca}"\nset ssl_ca_certificates_file="{account.ca}"\n'
            )

    def open(self, form, path):
        return [self.program, "-n", "-R", "-F", self.rc]

    def sync(self):
        return None


class Aerc(beside.Aerc):
    def __init__(self, program, home, account):
        super().__init__(program, home)
        with open(account.password) as file:
            secret = file.read().strip()
        self.env["SSL_CERT_FILE"] = account.ca
        file = os.path.join(self.etc, "accounts.conf")
        with open(file, "w") as accounts:
            accounts.write(
                f"[a]\nsource = imaps://{account.user}:{secret}@{account.server}\n"
                "cache-headers = true\nfrom = me <me@example.org>\ndefault = INBOX\n"
            )
        os.chmod(file, 0o600)

    def open(self, form, path):
        return [self.program]

    def forget(self):
        shutil.rmtree(os.path.join(self.home, ".cache"), ignore_errors=True)

    def sync(self):
        return None


class Mbsync(beside.Program):
    def __init__(self, program, home, account):
        super().__init__("mbsync", program, home)
        host, port = account.server.rsplit(":", 1)
        self.mail = os.path.join(home, "mail")
        self.rc = os.path.join(home, "rc")
        with open(self.rc, "w") as rc:
            rc.write(
                f"IMAPAccount a\nHost {host}\nPort {port}\nUser {account.user}\nAuthMechs LOGIN\n"
                f'PassCmd "cat {account.password}"\nSSLType IMAPS\nCertificateFile {account.ca}\n\n'
                "IMAPStore far\nAccount a\n\n"
                f"MaildirStore near\nPath {self.mail}/\nInbox {self.mail}/INBOX\n\n"
                "Channel all\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSyncState *\n"
            )

    def forget(self):
        # Thousands of files are moved out of the way, not removed: that would take minutes.
        if os.path.isdir(self.mail):
            os.rename(self.mail, tempfile.mkdtemp(dir=self.home) + "/old")
        os.makedirs(self.mail)

    def sync(self):
        return [self.program, "-c", self.rc, "-q", "all"]


def fill(maildir, made):
    for entry in os.scandir(maildir):
        if entry.is_file():
            os.remove(entry.path)  # what the server knows of the mail before
    for sub in ("cur", "new"):
        for entry in os.scandir(os.path.join(maildir, sub)):
            os.remove(entry.path)
    source = os.path.join(made, "Maildir")
    for sub in ("cur", "new"):
        for entry in os.scandir(os.path.join(source, sub)):
            shutil.copy2(entry.path, os.path.join(maildir, sub, entry.name))
    owner = os.stat(maildir)
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", f"{owner.st_uid}:{owner.st_gid}", maildir], check=True)


def seen_by_the_server(account, count):
    host, port = account.server.rsplit(":", 1)
    context = ssl.create_default_context(cafile=account.ca)
    with open(account.password) as file:
        secret = file.read().strip()
    with imaplib.IMAP4_SSL(host, int(port), ssl_context=context) as server:
        server.login(account.user, secret)
        _, answer = server.select("INBOX", readonly=True)
        if int(answer[0]) != count:
            raise SystemExit(f"the server has {answer[0].decode()} messages in place of {count}")
        server.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (DATE FROM SUBJECT REFERENCES)])")


def sync(program, fresh):
    words = program.sync()
    if words is None:
        return None
    if fresh:
        program.forget()
    return beside.run(words, program.env)


def main():
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("server", "user", "password", "ca", "maildir"):
        asked.add_argument("--" + name, required=True)
    asked.add_argument("--count", type=int, action="append", help="messages; 10000, 100000")
    asked.add_argument("--times", type=int, default=3, help="runs of each; the median is printed")
    asked.add_argument("--keep", help="a directory for the mail, used again where it is there")
    asked.add_argument("--patience", type=float, default=120, help="seconds for the first rows")
    account = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        found = [Hazel(os.path.join(work, "hazel"), account)]
        for name in ("mutt", "neomutt"):
            if shutil.which(name):
                found.append(Mutt(name, shutil.which(name), os.path.join(work, name), account))
        for name, kind in (("aerc", Aerc), ("mbsync", Mbsync)):
            if shutil.which(name):
                found.append(kind(shutil.which(name), os.path.join(work, name), account))
        beside.make_caches(found[0].program, found[0].env)
        table = beside.Table(found, account.times)
        for count in account.count or [10_000, 100_000]:
            fill(account.maildir, beside.mail(account.keep or os.path.join(work, "mail"), count))
            seen_by_the_server(account, count)
            times = account.times if count < 50_000 else 1

            def cold(program):
                words = program.open("IMAP", "")
                if words is None:
                    return None
                program.forget()
                return beside.first_rows(words, program.env, True, account.patience)

            table.row(f"open {count:,}", cold, times)
            table.row(
                f"open {count:,} again",
                lambda p: beside.rows_warm(p, "IMAP", "", account.patience),
            )
            table.row(f"sync {count:,}", lambda p: sync(p, True), times)
            table.row(f"sync {count:,} again", lambda p: sync(p, False))


if __name__ == "__main__":
    main()
