"""What the comparisons share: where the distribution is, a server to measure against, runs in turn, medians."""

import contextlib
import os
import pathlib
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


def milliseconds(command):
    """How long a command takes that must succeed."""
    return measured(command)[0]


def measured(command):
    """How long a command takes that must succeed, in milliseconds, and its largest resident set in MiB."""
    usage = used(command)
    return usage.elapsed, usage.memory


class Usage(typing.NamedTuple):
    """What a process has taken: milliseconds, milliseconds of processors, the largest resident set in MiB."""
    elapsed: float
    processor: float
    memory: float


def used(command, variables={}):
    """What a command takes that must succeed, with further variables in its environment."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**environment(), **variables}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = (time.perf_counter() - start) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}: {output.decode()}")
    return Usage(elapsed, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024)


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


def compare(rounds, first, second, warm_up=1):
    """The medians of two commands, run in turn; the first round warms the file cache and is not counted."""
    return [statistics.median(side) for side in
            in_turn(rounds, lambda: milliseconds(first), lambda: milliseconds(second), warm_up)]


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
