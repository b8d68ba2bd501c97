# Says how a real pip's own parsers read command lines: JSON lines in, JSON lines out, nothing is run or installed.
#
#   python -I parse.py DIRECTORY-OR-WHEEL-THAT-HOLDS-PIP HOME < lines > answers
#
# A line: {"words": [...], "environment": {...}, "files": [{"scope": "global|user|site|named", "sections": {...}}]}
# The first line out: {"version": "...", "parsers": {...}}.  After that, one for each line in.
import contextlib
import copy
import inspect
import io
import json
import os
import sys

place, home = sys.argv[1:3]
sys.path.insert(0, place)
sys.argv = ["pip"]
sys.dont_write_bytecode = True

kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}


def set_environment(variables):
    for name in list(os.environ):
        del os.environ[name]
    os.environ.update(kept)
    os.environ["HOME"] = home
    os.environ["XDG_CONFIG_DIRS"] = os.path.join(home, "xdg")
    os.environ["XDG_CONFIG_HOME"] = os.path.join(home, "config")
    os.environ.update(variables)


set_environment({})

import pip  # noqa: E402
import pip._internal.configuration as configuration  # noqa: E402

try:
    import pip._internal.cli.main_parser as main_parser
    from pip._internal.cli.base_command import Command
    from pip._internal.cli.parser import ConfigOptionParser
except ImportError:  # before 18.1
    raise SystemExit("pip %s is too old to be asked" % pip.__version__)
try:
    from pip._internal.commands import create_command
except ImportError:  # before 19.3
    from pip._internal.commands import commands_dict

    def create_command(name, isolated):
        return commands_dict[name](isolated=isolated)

from pip._internal.exceptions import PipError  # noqa: E402

refuses_late_python = "must be placed before" in inspect.getsource(Command)

locations = {
    "global": os.path.join(home, "xdg", "pip", "pip.conf"),
    "user": os.path.join(home, "config", "pip", "pip.conf"),
    "site": os.path.join(home, "site", "pip.conf"),
    "named": os.path.join(home, "named.conf"),
}


written = set()


def own_files():
    kinds = configuration.kinds
    scopes = {kinds.GLOBAL: "global", kinds.SITE: "site", kinds.USER: "user"}
    files = {kind: [locations[scopes[kind]]] for kind in scopes}
    files = {kind: [path for path in files[kind] if path in written] for kind in files}
    if hasattr(kinds, "BASE"):  # 23.1 alone
        files[kinds.BASE] = []
    return files


# pip looks in /etc and in its own prefix too; here it shall see our files alone.
if hasattr(configuration, "get_configuration_files"):
    configuration.get_configuration_files = own_files
else:
    raise SystemExit("pip %s is too old to be asked" % pip.__version__)

# Nobody reads them, and making them costs more than the parsing.
ConfigOptionParser.print_usage = ConfigOptionParser.print_help = lambda *_: None


def write_files(files):
    for path in written:
        os.unlink(path)
    written.clear()
    for file in files:
        path = locations[file["scope"]]
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out:
            for section, entries in file["sections"].items():
                out.write("[%s]\n" % section)
                for key, value in entries.items():
                    out.write("%s = %s\n" % (key, value))
        written.add(path)
        if file["scope"] == "named":
            os.environ["PIP_CONFIG_FILE"] = path


general = {}
made = {}


def fresh(key, make, isolated):
    """A parser as if newly made: making one costs more than all the rest."""
    if key not in made:
        thing = make()
        parser = getattr(thing, "parser", thing)
        made[key] = thing, parser, copy.deepcopy(parser.defaults)
    thing, parser, defaults = made[key]
    parser.defaults = {name: copy.copy(defaults[name]) for name in defaults}
    parser.config = configuration.Configuration(isolated)
    return thing


create_main_parser = main_parser.create_main_parser


def make_main_parser():
    parser = create_main_parser()
    parse_args = parser.parse_args

    def record(words):
        options, rest = parse_args(words)
        general["python"] = getattr(options, "python", None) or ""
        return options, rest

    parser.parse_args = record
    return parser


main_parser.create_main_parser = lambda: fresh("main", make_main_parser, False)

compared = {
    "dry_run": "dry_run",
    "report": "json_report_file",
    "root": "root_path",
    "target": "target_dir",
    "prefix": "prefix_path",
    "user": "use_user_site",
    "break_system_packages": "override_externally_managed",
    "require_venv": "require_venv",
    "requirements": "requirements",
    "editables": "editables",
    "isolated_option": "isolated_mode",
    "verbose": "verbose",
}


def plain(value):
    return bool(value) if isinstance(value, (bool, int)) else value


def read(words):
    # As in the child that `--python` starts: the parser goes on instead of starting one.
    os.environ["_PIP_RUNNING_IN_SUBPROCESS"] = "1"
    general["python"] = ""
    verb, rest = main_parser.parse_command(words)
    isolated = "--isolated" in rest
    command = fresh((verb, isolated), lambda: create_command(verb, isolated=isolated), isolated)
    options, args = command.parse_args(rest)
    late = getattr(options, "python", None) if not general["python"] else None
    if late and refuses_late_python:
        return {"outcome": "error"}
    answer = {"outcome": "command", "verb": verb, "args": args, "isolated": isolated}
    answer["python"] = general["python"]
    for name, destination in compared.items():
        if hasattr(options, destination):
            value = getattr(options, destination)
            answer[name] = value if name == "verbose" else plain(value)
    return answer


def answer(line):
    set_environment(line["environment"])
    write_files(line["files"])
    try:
        return read(line["words"])
    except SystemExit as end:
        return {"outcome": "error" if end.code else "prints"}
    except PipError as error:
        unknown = "unknown command" in str(error)
        return {"outcome": "unknown-verb" if unknown else "error"}
    except Exception:
        # pip ends with a traceback, before it does anything: an error as well.
        return {"outcome": "error"}


def declared(parser):
    return [
        {
            "names": option._short_opts + option._long_opts,
            "destination": option.dest,
            "takesValue": bool(option.takes_value()),
            "choices": list(option.choices) if option.choices else None,
        }
        for option in parser.option_list_all
    ]


def main():
    from pip._internal.commands import commands_dict

    parsers = {"main": declared(create_main_parser())}
    for verb in commands_dict:
        parsers[verb] = declared(create_command(verb, isolated=False).parser)
    print(json.dumps({"version": pip.__version__, "parsers": parsers}), flush=True)
    for text in sys.stdin:
        silent = io.StringIO()
        with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
            result = answer(json.loads(text))
        print(json.dumps(result), flush=True)


main()
