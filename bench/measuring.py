"""What the comparisons share: where the distribution is, a server to measure against, runs in turn, medians."""

import contextlib
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import typing
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIST = ROOT / "dist/target/db-ops"
DB_OPS = str(DIST / "bin/db-ops")
JAVA = str(DIST / "runtime/bin/java")
FEWEST_ROUNDS = 7


def environment():
    """The caller's, without what would point the programs elsewhere or change their JVM."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "JAVA_", "JDK_"))}


class Usage(typing.NamedTuple):
    """What a run has taken.

    elapsed, processor and server are milliseconds: of the clock, of the processors for the program, and of the
    processors for the database servers, where that is measured. memory is the largest resident set in MiB.
    """
    elapsed: float
    processor: float
    memory: float
    server: float = 0.0

    @property
    def all_processor(self):
        """The processor time of the program and the servers."""
        return self.processor + self.server


def used(command, variables={}, clock=None):
    """What a command takes that must succeed, with further variables in its environment, and the servers of a clock."""
    before = clock.milliseconds() if clock else 0.0
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**environment(), **variables}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = (time.perf_counter() - start) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}: {output.decode()}")
    server = clock.milliseconds() - before if clock else 0.0
    return Usage(elapsed, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024, server)


class ServerClock:
    """The processor time of PostgreSQL servers."""

    def __init__(self, *directories):
        """The directories of servers that run."""
        self.postmasters = [int((directory / "data/postmaster.pid").read_text().split()[0]) for directory in directories]
        self.permanent = self.children().keys()

    @staticmethod
    def fields(process):
        """The fields of /proc/PID/stat after the name (proc_pid_stat(5)): the parent is the second."""
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()

    def children(self):
        """The processes of the servers, and the ticks that each has used."""
        found = {}
        for process in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                fields = self.fields(process)
                if int(fields[1]) in self.postmasters:
                    found[int(process)] = int(fields[11]) + int(fields[12])
        return found

    def milliseconds(self):
        """What the servers have used so far. It first waits until the sessions have ended: only then all is counted."""
        deadline = time.monotonic() + 10
        while (children := self.children()).keys() - self.permanent and time.monotonic() < deadline:
            time.sleep(0.01)
        ticks = sum(children.values()) + sum(sum(map(int, self.fields(process)[11:15])) for process in self.postmasters)
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def spin():
    while True:
        pass


@contextlib.contextmanager
def busy_processors():
    """Each processor has something else to do until the block ends: a loop, of the same priority."""
    loops = [multiprocessing.Process(target=spin, daemon=True) for _ in range(os.cpu_count() or 1)]
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.join()


def in_turn(rounds, first, second, warm_up=1):
    """The results of two functions, called A B, B A, A B ..., so that whatever else the machine does hits both."""
    return all_in_turn(rounds, (first, second), warm_up)


def all_in_turn(rounds, functions, warm_up=1):
    """The same of any number of functions: A B C, C B A, A B C ..."""
    results = tuple([] for _ in functions)
    for round_number in range(-warm_up, rounds):
        for side in list(range(len(functions)))[::1 if round_number % 2 == 0 else -1]:
            result = functions[side]()
            if round_number >= 0:
                results[side].append(result)
    return results


def medians(side):
    """The median of each value of several runs."""
    return type(side[0])(*(statistics.median(values) for values in zip(*side)))


def minima(side):
    """The least of each value of several runs: what the command takes when nothing disturbs it."""
    return type(side[0])(*(min(values) for values in zip(*side)))


def compare(rounds, first, second, warm_up=1):
    """The medians of two commands, run in turn; the first round warms the file cache and is not counted."""
    return [medians(side) for side in in_turn(rounds, lambda: used(first), lambda: used(second), warm_up)]


class Figure(typing.NamedTuple):
    """A result in a unit of its own, with what a run takes, where it is known (as in Usage)."""
    value: float
    processor: float | None = None
    server: float | None = None
    memory: float | None = None


def figure(result):
    """A Usage, a Figure or a plain number as a Figure; the value of a Usage is its elapsed time."""
    if isinstance(result, Usage):
        return Figure(result.elapsed, result.processor, result.server or None, result.memory)
    return result if isinstance(result, Figure) else Figure(result)


def record(name, ours, theirs=None, peer="", unit="ms", more_is_better=False, goal=""):
    """Appends a row of results to the file that BENCH_RECORD names, a JSON object a line. bench/run reads it."""
    write({"row": name, "ours": figure(ours)._asdict(), "theirs": None if theirs is None else figure(theirs)._asdict(),
           "peer": peer, "unit": unit, "more_is_better": more_is_better, "goal": goal})


def record_version(program, version):
    """Appends the version of a program that takes part."""
    write({"program": program, "version": version})


def write(line):
    if path := os.environ.get("BENCH_RECORD"):
        with open(path, "a") as out:
            out.write(json.dumps(line) + "\n")


def add_rounds(parser, default=FEWEST_ROUNDS, fewest=FEWEST_ROUNDS):
    """The options that all comparisons have."""
    parser.set_defaults(fewest=fewest)
    parser.add_argument("--rounds", type=int, default=default,
                        help=f"counted runs of each side (default %(default)s, at least {fewest})")
    parser.add_argument("--smoke", action="store_true",
                        help="the smallest data and one round: shows that the script works, and measures nothing")


def parse(parser):
    """The arguments; the first round is a warm-up, except in a smoke run, which has one round."""
    arguments = parser.parse_args()
    if arguments.smoke:
        arguments.rounds = 1
    elif arguments.rounds < arguments.fewest:
        parser.error(f"the median of fewer than {arguments.fewest} runs says little")
    arguments.warm_up = 0 if arguments.smoke else 1
    write({"rounds": arguments.rounds})
    return arguments


def require_distribution():
    if not os.access(DB_OPS, os.X_OK):
        sys.exit("there is no distribution yet: run ./db-ops --version, which builds it")


def java():
    """The JDK 25 that compiles the project."""
    homes = [os.environ.get("JAVA25_HOME", ""), os.environ.get("JAVA_HOME", ""),
             *sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*25*")))]
    for home in filter(None, homes):
        release = pathlib.Path(home, "release")
        if release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return str(pathlib.Path(home, "bin/java"))
    sys.exit("this runs classes of the project, which are for Java 25: set JAVA25_HOME to a JDK 25")


def require_psql():
    if shutil.which("psql") is None:
        sys.exit("this compares with psql: install it (Debian: apt-get install postgresql-client)")


def require_pgbench():
    if shutil.which("pgbench") is None:
        sys.exit("clients are pgbench's: install it (Debian: apt-get install postgresql)")


def version_of(*program):
    """The first version number in the first line that a program prints for --version."""
    done = subprocess.run([*program, "--version"], check=True, capture_output=True, text=True)
    line = (done.stdout or done.stderr).splitlines()[0]
    return re.search(r"\d+(\.\d+)+", line)[0]


def database(url, name):
    """The same server's other database."""
    return url.replace("/postgres?", f"/{name}?")


def psql(url, *statements):
    """What psql prints for statements that must succeed: values, separated by bars, a line a row."""
    commands = [word for statement in statements for word in ("-c", statement)]
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, *commands], env=environment(),
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"psql ended with {done.returncode}: {done.stderr}")
    return done.stdout.strip()


def server_processor(url):
    """The seconds of processors that the ended sessions of the server on this machine have taken."""
    directory = pathlib.Path(psql(url, "SHOW data_directory"))
    postmaster = (directory / "postmaster.pid").read_text().splitlines()[0]
    # the fields behind the name of the program: user and system time of ended children (proc(5))
    fields = pathlib.Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def behind(url, milliseconds):
    """The same URL through a proxy that lies that round trip away."""
    host = urllib.parse.urlsplit(url).netloc.rpartition("@")[2]
    proxy = subprocess.Popen([sys.executable, ROOT / "bench/delay", host, str(milliseconds)], stdout=subprocess.PIPE)
    try:
        yield url.replace(host, "127.0.0.1:" + proxy.stdout.readline().decode().strip())
    finally:
        proxy.terminate()
        proxy.wait()


@contextlib.contextmanager
def server(directory, settings=""):
    """The URL of a server with SCRAM and TLS, which runs until the block ends: the one that the distribution carries."""
    programs, data = directory / "server", directory / "data"
    programs.mkdir()
    subprocess.run(["tar", "-xJf", DIST / "postgresql/postgres.txz", "-C", programs], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # PostgreSQL refuses to run as root; in a user namespace of its own it cannot tell.
    unprivileged = ["unshare", "-U"] if os.geteuid() == 0 else []
    (directory / "password").write_text("bench")

    def run(*command):
        with open(directory / "log", "ab") as log:
            subprocess.run([*unprivileged, programs / "bin" / command[0], *command[1:]], check=True, stdout=log, stderr=log)

    record_version("PostgreSQL", version_of(programs / "bin/postgres"))
    run("initdb", "-D", data, "-U", "bench", "-A", "scram-sha-256", f"--pwfile={directory}/password", "--no-sync")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
         "-keyout", data / "server.key", "-out", data / "server.crt"],
        check=True, capture_output=True)
    (data / "server.key").chmod(0o600)
    with open(data / "postgresql.conf", "a") as configuration:
        configuration.write(f"port={port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\nssl=on\n{settings}")
    run("pg_ctl", "-D", data, "-l", directory / "server.log", "-w", "start")
    try:
        yield f"postgresql://bench:bench@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
