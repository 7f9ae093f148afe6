"""What a process that reads untrusted bytes may still do, and how much of it.

Everywhere   no network, no writing, no programs but Tesseract, by Python's audit hook
POSIX        memory and processor time are limited; no file can grow
Linux        the kernel refuses writing, other files, and the network (Landlock, a namespace of
             its own), also to native code; where it does not know how, it is not asked again
"""

import ctypes
import mimetypes
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space; Python and pdfium take 200 MB before they read anything."""

CPU_SECONDS = 90
"""For one file."""

OCR = "tesseract"
PROGRAMS = frozenset({OCR, f"{OCR}.exe"})
"""All that may be started."""

_FREQUENT = frozenset(
    {"builtins.id", "ctypes.addressof", "ctypes.create_string_buffer", "object.__getattr__"}
)
"""What readers do all the time, and may."""
_FORBIDDEN = ("socket.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile")
_CHANGES = (
    *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"),
    *("os.symlink", "os.truncate", "os.utime", "shutil.", "ftplib.", "urllib."),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Confinement:
    """A process that has given up what it does not need."""

    def allow_another(self) -> None:
        """Allow ``CPU_SECONDS`` more of processor time, for another file."""
        if sys.platform != "win32":
            import resource

            spent = resource.getrusage(resource.RUSAGE_SELF)
            allowed = int(spent.ru_utime + spent.ru_stime) + CPU_SECONDS
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def enter() -> Confinement:
    """Confine this process for good."""
    os.chdir(tempfile.gettempdir())
    _limit()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            _leave_network()
        with suppress(OSError, AttributeError):
            _see_only(_needed())
    sys.addaudithook(_audit)
    return Confinement()


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = {"RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": 64}
    for name, most in limits.items():
        with suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _audit(event: str, args: tuple[object, ...]) -> None:
    """Refuse what no reader needs. Raises PermissionError."""
    if event in _FREQUENT:
        return
    if event == "open":
        if _writes(*args):
            raise PermissionError("a reader must not write")
    elif event == "subprocess.Popen":
        if Path(str(args[0])).name not in PROGRAMS:
            raise PermissionError("a reader must not start programs")
    elif event.startswith((*_FORBIDDEN, *_CHANGES)) and event != "socket.__new__":
        raise PermissionError(f"a reader must not use {event}")


def _writes(path: object, mode: object, flags: object) -> bool:
    """Whether opening ``path`` so would let it be changed; what is open already is not asked."""
    if path == os.devnull or isinstance(path, int):
        return False
    by_mode = isinstance(mode, str) and bool(set(mode) & set("wax+"))
    return by_mode or (isinstance(flags, int) and bool(flags & _WRITING))


def _needed() -> Iterator[Path]:
    """Folders that Python, its libraries and Tesseract are read from."""
    system = ("/usr", "/lib", "/lib64", "/bin", "/opt", "/etc/ld.so.cache", "/etc/fonts")
    package = Path(__file__).parents[2]
    devices = ("/dev/null", "/dev/urandom", "/proc/self", "/proc/meminfo", "/proc/cpuinfo")
    folders = [*system, *devices, *mimetypes.knownfiles, "/etc/localtime"]
    folders += [sys.prefix, sys.base_prefix, str(package / "assistant")]
    folders += [path for path in sys.path if path.endswith(("-packages", "lib-dynload", ".zip"))]
    for folder in folders:
        with suppress(OSError):
            yield Path(folder).resolve(strict=True)


# Landlock: https://docs.kernel.org/userspace-api/landlock.html

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
_VERSION = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of Landlock knows; later ones know as many as 5."""
_TCP = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def _see_only(paths: Iterator[Path]) -> None:
    """Let this process read ``paths`` and what is below, and write nothing but the null device."""
    version = _call(_CREATE_RULESET, None, 0, _VERSION)
    known = _Ruleset((1 << _FILE_RIGHTS.get(version, 16)) - 1, _TCP if version >= 4 else 0)
    size = ctypes.sizeof(known) if version >= 4 else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(known), size, 0)
    for path in paths:
        rights = _READ_FILE | _EXECUTE | (_READ_DIR if path.is_dir() else 0)
        rights |= _WRITE_FILE if path == Path(os.devnull) else 0
        rights &= ~(_EXECUTE if str(path).startswith(("/dev", "/proc")) else 0)
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = _Beneath(rights, folder)
            _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
        finally:
            os.close(folder)
    _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _leave_network() -> None:
    """Move this process to a network namespace of its own, where there is no network."""
    new_user, new_network = 0x10000000, 0x40000000
    if _libc().unshare(new_user | new_network):
        raise OSError(ctypes.get_errno(), "unshare")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result
