"""Who may sign in: the users' file, its command, and passwords."""

import fcntl
import io
import os
import pty
import stat
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest

from assistant import cli, users
from assistant.errors import AccessError

WORDS = "three blind white mice"
OTHER = "seven tall green trees"


@pytest.fixture
def typed(monkeypatch):
    def give(text):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return give


def run(*words):
    return cli.main([str(word) for word in words])


def test_a_user_is_found_again_with_role_and_password_whatever_the_case(tmp_path):
    users.add(tmp_path, " Élodie.B ", WORDS, "editor")

    (user,) = users.read(tmp_path).values()
    assert (user.name, user.role) == ("élodie.b", "editor")
    assert users.matches(user, WORDS)
    assert not users.matches(user, WORDS.upper())
    assert users.normal("E\u0301LODIE.B") == user.name


def test_the_file_holds_no_password_and_nobody_else_may_read_it(tmp_path):
    first = users.add(tmp_path, "ada", WORDS, "reader")
    second = users.add(tmp_path, "ben", WORDS, "reader")
    path = tmp_path / users.NAME

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert WORDS not in path.read_text()
    assert first.password.startswith("scrypt$32768$8$3$")
    assert first.password != second.password, "each has salt of its own"


def test_an_accent_is_the_same_however_it_is_typed(tmp_path):
    user = users.add(tmp_path, "ada", "la fenêtre fermée", "reader")

    assert users.matches(user, "la fene\u0302tre ferme\u0301e")


def test_nobody_has_the_password_of_a_user_who_does_not_exist():
    assert not users.matches(None, "")
    assert not users.matches(None, WORDS)


@pytest.mark.parametrize("name", ["", "a b", 'a"b', "a\nb", "a]b", "a" * 65, "../x", "a\\u0022"])
def test_a_name_that_could_break_the_file_is_refused(tmp_path, name):
    with pytest.raises(AccessError, match=r"cannot be a user's name"):
        users.add(tmp_path, name, WORDS, "reader")
    assert users.read(tmp_path) == {}


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1001])
def test_a_password_too_short_or_too_long_is_refused(tmp_path, password):
    with pytest.raises(AccessError, match="12 to 1,000 are needed"):
        users.add(tmp_path, "ada", password, "reader")


def test_a_known_user_keeps_the_password_unless_it_is_to_be_replaced(tmp_path):
    users.add(tmp_path, "ada", WORDS, "reader")

    with pytest.raises(AccessError, match=r"a user ada already.*--replace"):
        users.add(tmp_path, "Ada", OTHER, "editor")
    assert users.matches(users.read(tmp_path)["ada"], WORDS)

    users.add(tmp_path, "Ada", OTHER, "editor", replace=True)
    assert users.matches(users.read(tmp_path)["ada"], OTHER)
    assert users.read(tmp_path)["ada"].role == "editor"


def test_users_added_at_the_same_time_are_all_kept(tmp_path):
    names = [f"user{n}" for n in range(4)]
    threads = [
        threading.Thread(target=users.add, args=(tmp_path, name, WORDS, "reader")) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(users.read(tmp_path)) == names


@pytest.mark.parametrize(
    "text",
    ["[ada", "ada = 1", '[ada]\nrole = "king"\npassword = "scrypt$1$1$1$a$b"\nadded = ""',
     '[ada]\nrole = "editor"\npassword = "plain"\nadded = ""', '[ada]\nrole = "editor"', "\0"],
)  # fmt: skip
def test_a_damaged_file_is_told_and_lets_nobody_in(tmp_path, text):
    (tmp_path / users.NAME).write_text(text)

    with pytest.raises(AccessError, match=r"users\.toml is damaged.*assistant users add"):
        users.read(tmp_path)


def test_the_command_adds_lists_and_removes(tmp_path, typed, capsys):
    typed(WORDS + "\n")
    assert (
        run("users", "add", "ada", "--role", "editor", "--password-stdin", "--index", tmp_path) == 0
    )
    typed(OTHER + "\n")
    assert run("users", "add", "ben", "--password-stdin", "--index", tmp_path) == 0
    capsys.readouterr()

    assert run("users", "list", "--index", tmp_path) == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["ada", "editor"],
        ["ben", "reader"],
    ]
    assert run("users", "remove", "ada", "--index", tmp_path) == 0
    assert list(users.read(tmp_path)) == ["ben"]
    assert users.matches(users.read(tmp_path)["ben"], OTHER)


def test_the_command_says_what_is_wrong_in_a_line(tmp_path, typed, capsys):
    typed("short\n")
    assert run("users", "add", "ada", "--password-stdin", "--index", tmp_path) == 1
    assert "The password has 5 characters" in capsys.readouterr().err
    typed(WORDS)
    assert run("users", "add", "ada", "--index", tmp_path) == 1
    assert "--password-stdin" in capsys.readouterr().err
    assert run("users", "remove", "eve", "--index", tmp_path) == 1
    assert "no user 'eve'. Known users: none" in capsys.readouterr().err
    assert run("users", "list", "--index", tmp_path) == 0
    assert "Nobody may sign in yet" in capsys.readouterr().out
    assert not (tmp_path / users.NAME).exists()


def test_on_a_terminal_the_password_is_asked_twice_and_not_shown(tmp_path):
    def add(first, second):
        command = [sys.executable, "-m", "assistant", "users", "add", "ada"]
        screen, terminal = pty.openpty()
        process = subprocess.Popen(
            [*command, "--index", str(tmp_path)],
            stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
            preexec_fn=claim(terminal), close_fds=True,
        )  # fmt: skip
        os.close(terminal)
        said = read_until(screen, b"Password: ")
        os.write(screen, first.encode() + b"\n")
        said += read_until(screen, b"again: ")
        os.write(screen, second.encode() + b"\n")
        status = process.wait(timeout=20)
        said += rest(screen)
        os.close(screen)
        return status, said.decode()

    status, said = add(WORDS, OTHER)
    assert status == 1
    assert "The two passwords differ" in said
    status, said = add(WORDS, WORDS)
    assert status == 0
    assert WORDS not in said
    assert users.matches(users.read(tmp_path)["ada"], WORDS)


def claim(terminal):
    """Make the terminal that of the new process, where getpass looks for one."""

    def before():
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

    return before


def read_until(screen, words):
    said = b""
    while words not in said:
        said += os.read(screen, 1024)
    return said


def rest(screen):
    said = b""
    try:
        while piece := os.read(screen, 1024):
            said += piece
    except OSError:  # the other end is closed
        pass
    return said


def test_a_guess_takes_long_enough_to_be_no_fun_and_short_enough_for_a_person(tmp_path):
    user = users.add(tmp_path, "ada", WORDS, "reader")
    started = time.process_time()

    users.matches(user, OTHER)

    assert 0.02 < time.process_time() - started < 3


def test_the_help_of_the_command_names_its_actions(capsys):
    with pytest.raises(SystemExit):
        cli.main(["users", "--help"])
    said = capsys.readouterr().out
    assert all(action in said for action in ("add", "list", "remove"))


def test_make_clean_keeps_what_nobody_can_build_again():
    makefile = (Path(__file__).parent.parent / "Makefile").read_text("utf-8")

    (line,) = [line for line in makefile.splitlines() if "find index" in line]
    assert f"-not -name '{users.NAME}*'" in line
