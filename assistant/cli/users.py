"""``assistant users add | list | remove``: who may sign in to the page."""

import argparse
import getpass
import sys

from assistant.cli.shared import command
from assistant.errors import AccessError
from assistant.render import inert


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    indexed: argparse.ArgumentParser,
) -> None:
    """Add the command ``users``."""
    parser = commands.add_parser("users", help="say who may sign in to the page, and as what")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    added = actions.add_parser("add", parents=[indexed], help="let somebody sign in")
    added.add_argument("name", metavar="NAME", help="letters, digits and . _ @ + -")
    added.add_argument(
        "--role",
        choices=["reader", "editor"],
        default="reader",
        help="an editor may also change sources and index; default: %(default)s",
    )
    added.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    added.add_argument(
        "--replace", action="store_true", help="give a new password and role to a known user"
    )
    added.set_defaults(run=add)

    listed = actions.add_parser("list", parents=[indexed], help="list them, with their roles")
    listed.set_defaults(run=list_users)

    removed = actions.add_parser("remove", parents=[indexed], help="let somebody in no more")
    removed.add_argument("name", metavar="NAME")
    removed.set_defaults(run=remove)


def add(args: argparse.Namespace) -> int:
    """Add a user, or with ``--replace`` give one a new password and role."""
    from assistant import users

    users.check_name(args.index, args.name, replace=args.replace)
    password = _given(args)
    user = users.add(args.index, args.name, password, args.role, replace=args.replace)
    print(inert(f"{user.name} may sign in as {user.role}; kept in {args.index / users.NAME}"))
    return 0


def list_users(args: argparse.Namespace) -> int:
    """List the users with their roles."""
    from assistant import users

    found = sorted(users.read(args.index).values(), key=lambda user: user.name)
    if not found:
        print(inert(f"Nobody may sign in yet. Add somebody with: {_adding(args)}"))
        return 0
    width = max(len(user.name) for user in found)
    for user in found:
        print(inert(f"{user.name:<{width}}  {user.role}  since {user.added[:10]}"))
    return 0


def remove(args: argparse.Namespace) -> int:
    """Remove a user, whose sessions end at once."""
    from assistant import users

    users.remove(args.index, args.name)
    print(inert(f"{users.normal(args.name)} may sign in no more."))
    return 0


def _adding(args: argparse.Namespace) -> str:
    return command("users add NAME --role editor", args)


def _given(args: argparse.Namespace) -> str:
    """Return the password: a line of standard input, or typed twice without being shown."""
    if args.password_stdin or not sys.stdin.isatty():
        if not args.password_stdin:
            raise AccessError(
                "There is no terminal to type a password on. "
                "Give it on standard input, and say so with --password-stdin."
            )
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("The same again: "):
        raise AccessError("The two passwords differ. Run the command again.")
    return first
