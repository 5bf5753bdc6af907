"""Programs that bench/load and bench/snapshot compare with and that Debian's stable release does not have: psql 18,
pg_dump 18 and dbmate.

Each is fetched once into target/ of this checkout, as its own package manager does it.
"""

import base64
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from measuring import ROOT

PSQL = ROOT / "target/bench-psql18"
PSQL_PACKAGE = "postgresql-client-18"
# the release of Debian that has it; apt checks its signatures
DEBIAN = "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian forky main\n"

DBMATE = ROOT / "target/bench-dbmate"
# npm view @dbmate/linux-x64 dist.integrity
DBMATE_PACKAGE = "@dbmate/linux-x64@2.36.0"
DBMATE_INTEGRITY = "sha512-LdLpgyuluwJ93rWcvJjdlsjJ8rBeeAH52h3dSk0zAMaLrQn49dup1/o2tFpG1jM9f767HkuXdBrrjy6ZwG9BSg=="


def psql18():
    """The command of psql 18."""
    return client18("psql")


def pg_dump18():
    """The command of pg_dump 18. A pg_dump refuses servers of later versions than its own."""
    return client18("pg_dump")


def client18(program):
    """It runs with the C library of its own release, which is newer than that of Debian 12."""
    if not PSQL.exists():
        install(PSQL, unpack_psql)
    machine = os.uname().machine
    loader = next(PSQL.glob("usr/lib*/**/ld-linux-*.so.*"))
    libraries = PSQL / f"usr/lib/{machine}-linux-gnu"
    return [str(loader), "--library-path", str(libraries), str(PSQL / f"usr/lib/postgresql/18/bin/{program}")]


def dbmate():
    """The program dbmate."""
    if os.uname().machine != "x86_64":
        sys.exit("bench/load remote compares with dbmate, whose npm package has a program for x86_64 only")
    if not DBMATE.exists():
        install(DBMATE, unpack_dbmate)
    return str(next(DBMATE.glob("package/bin/dbmate*")))


def install(directory, unpack):
    """Unpacks into a directory that exists only when it is complete."""
    print(f"installing {directory.name} into target", file=sys.stderr)
    directory.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent) as temporary:
        made = pathlib.Path(temporary, "made")
        made.mkdir()
        unpack(pathlib.Path(temporary), made)
        made.rename(directory)


def unpack_psql(temporary, made):
    """Nothing is installed in this system: apt has its own lists, and believes that no package is installed."""
    if shutil.which("apt-get") is None:
        sys.exit("bench/load remote and bench/snapshot compare with clients of PostgreSQL 18, which they fetch with apt-get"
                 f" from Debian ({PSQL_PACKAGE})")
    for directory in ("lists/partial", "cache/archives/partial"):
        (temporary / directory).mkdir(parents=True)
    (temporary / "sources.list").write_text(DEBIAN)
    (temporary / "status").touch()
    (temporary / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "{temporary}/sources.list";\nDir::Etc::sourceparts "-";\n'
        f'Dir::State::lists "{temporary}/lists";\nDir::State::status "{temporary}/status";\n'
        f'Dir::Cache "{temporary}/cache";\nAcquire::Languages "none";\nAPT::Sandbox::User "";\nDebug::NoLocking "true";\n')
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends"]
    for words in (["update"], ["--download-only", "install", PSQL_PACKAGE]):
        done = subprocess.run([*apt, *words], env={**os.environ, "APT_CONFIG": f"{temporary}/apt.conf"},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"could not fetch {PSQL_PACKAGE} of Debian forky, with which bench/load remote and bench/snapshot"
                     f" compare: {done.stderr}")
    for package in (temporary / "cache/archives").glob("*.deb"):
        # without Perl, which only the wrappers of Debian need
        if not package.name.startswith(("perl", "libperl")):
            subprocess.run(["dpkg-deb", "-x", package, made], check=True)


def unpack_dbmate(temporary, made):
    if shutil.which("npm") is None:
        sys.exit("bench/load remote compares with dbmate, which it fetches with npm: install npm")
    name = subprocess.run(["npm", "pack", "--silent", DBMATE_PACKAGE], cwd=temporary, check=True, text=True,
                          capture_output=True).stdout.strip()
    archive = temporary / name
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != DBMATE_INTEGRITY:
        sys.exit(f"{DBMATE_PACKAGE} is not the package that was looked at: its digest differs")
    subprocess.run(["tar", "-xzf", archive, "-C", made], check=True)
