"""Guards the shape of the tree: what every file must have, what no file may hold, and that each module has its test."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.tree import ROOT, tracked

ROOMS = ("bot", "inbox", "responders", "config")
SUFFIXES = {".py", ".js", ".css", ".html", ".lua"}
MIRRORED = ("bot/networks", "inbox", "responders", "config")
LONGEST_FILE, LONGEST_FUNCTION = 400, 50

# Modules whose behaviour the test of another module holds, with the reason. This list may only shrink.
PORT = ("network", "capabilities", "incoming", "publishing", "lengths", "actions", "models", "errors")
WITHOUT_A_TEST_OF_THEIR_OWN: dict[str, str] = {
    "inbox/incoming.py": "records only; every adapter is tested by them",
    "bot/networks/_outside.py": "types only; every adapter is made with them",
}

# A letter in brackets keeps this file from holding what it forbids.
MACHINE_PATHS = re.compile(r"(?<![\w.<}])/(?:[w]ork|[r]oot|[U]sers/[a-z]+|[h]ome/[a-z]+|[o]pt/pypi)/")
REGISTRIES = re.compile(r"[f]iles\.pythonhosted|[p]ypi\.org/simple|[r]egistry\.npmjs")
MOCKS = re.compile(r"[u]nittest\.mock|[M]agicMock|[A]syncMock|[m]onkeypatch\.setattr|[m]ocker\.")


def code() -> list[Path]:
    """The Python files of the product, without its tests."""
    return [file for file in tracked(".py") if file.parts[0] in ROOMS or file.name == "run.py"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tests below ask of a file; the tree itself is not kept, of a thousand files it would be large."""

    described: bool
    lengths: dict[str, int]  # of its functions, in lines
    tasks: list[str]  # where it starts one that nobody holds
    ours: list[str]  # the modules of the project that it imports, type-checking imports too


@cache
def shape(file: Path) -> Shape:
    """The file, parsed once."""
    tree = ast.parse((ROOT / file).read_text(), filename=str(file))
    nodes = list(ast.walk(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f"{file}:{node.lineno} {node.name}": length(node) for node in functions}
    tasks = [f"{file}:{line}" for line in bare_tasks(nodes)]
    return Shape(bool(ast.get_docstring(tree)), lengths, tasks, list(ours(nodes)))


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """Where the pattern stands, as file:line: text; files that are not text are passed over."""
    found = []
    for file in files:
        try:
            lines = (ROOT / file).read_text().splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{file}:{at}: {line.strip()[:80]}" for at, line in enumerate(lines, 1) if pattern.search(line)]
    return found


def test_every_python_file_says_in_its_docstring_what_it_is_for() -> None:
    none = [str(file) for file in tracked(".py") if not shape(file).described]
    assert not none, "\n".join(none)


def test_no_file_is_longer_than_400_lines() -> None:
    sizes = {str(file): len((ROOT / file).read_text().splitlines()) for file in tracked(*SUFFIXES)}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from def to the last one, the docstring left out."""
    doc = function.body[0] if ast.get_docstring(function) else None
    spent = (doc.end_lineno or doc.lineno) - doc.lineno + 1 if doc else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - spent


def test_no_function_is_longer_than_50_lines() -> None:
    functions = [each for file in code() for each in shape(file).lengths.items()]
    assert {name: lines for name, lines in functions if lines > LONGEST_FUNCTION} == {}


def test_no_test_replaces_our_code_with_a_mock() -> None:
    mocks = lines_with(MOCKS, [file for file in tracked(".py") if file.parts[0] == "tests"])
    assert not mocks, "\n".join(mocks)


def bare_tasks(nodes: list[ast.AST]) -> Iterator[int]:
    """The lines that start a task which nobody holds: on asyncio or a loop, by attribute or by an imported name."""
    starts = {"create_task", "ensure_future"}
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="asyncio" | "loop"), attr=name)) if name in starts:
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Attribute(attr=loop)), attr=name)) if (
                name in starts and loop in {"get_running_loop", "get_event_loop"}
            ):
                yield node.lineno
            case ast.ImportFrom(module="asyncio", names=names) if starts & {alias.name for alias in names}:
                yield node.lineno


# The playground imports nothing of ours, so it keeps and reports its tasks in a module of its own.
STARTS_TASKS = {Path("bot/supervisor.py"), Path("bot/playground/tasks.py")}


def test_only_the_supervisor_and_the_playground_start_a_task_of_their_own() -> None:
    files = [file for file in code() if file not in STARTS_TASKS]
    bare = [place for file in files for place in shape(file).tasks]
    assert not bare, "\n".join(bare)


def registered() -> list[str]:
    """The names of the networks, read from REGISTRY without importing anything."""
    for node in ast.parse((ROOT / "bot/networks/__init__.py").read_text()).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id="REGISTRY"), value=ast.expr() as value):
                return list(ast.literal_eval(value))
            case ast.Assign(targets=[ast.Name(id="REGISTRY")], value=value):
                return list(ast.literal_eval(value))
    raise AssertionError("bot/networks/__init__.py has no REGISTRY that can be read as a literal")


@pytest.mark.parametrize("name", registered())
def test_every_registered_network_has_its_module_its_page_and_its_test(name: str) -> None:
    parts = [f"bot/networks/{name}.py", f"docs/networks/{name}.md", f"tests/bot/networks/test_{name}.py"]
    missing = [part for part in parts if not (ROOT / part).exists()]
    assert not missing, "\n".join(missing)


def test_every_network_file_is_registered() -> None:
    files = {file.stem for file in tracked(".py") if file.parent == Path("bot/networks")}
    assert {name for name in files if not name.startswith("_")} == set(registered())


def family(module: str) -> str:
    """The file of bot/networks, or the folder of several, that a module is or stands in."""
    return module.split(".")[2]


def owner(module: str, networks: list[str]) -> str:
    """The network that a file of bot/networks belongs to; empty for one that all may share."""
    return next((name for name in networks if module.lstrip("_").split("_")[0] == name), "")


def ours(nodes: list[ast.AST]) -> Iterator[str]:
    """The modules of the project that are imported."""
    for node in nodes:
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.split(".")[0] in ROOMS)
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] in ROOMS:
                deeper = [f"{module}.{alias.name}" for alias in names]
                yield from (name if (ROOT / f"{name.replace('.', '/')}.py").exists() else module for name in deeper)


def test_a_network_imports_the_port_the_nouns_and_its_own_parts_only() -> None:
    networks = registered()
    port = {f"inbox.{part}" for part in PORT}
    port |= {"bot.discord_base", "bot.logs"}
    strangers = []
    start = Path("bot/networks/__init__.py")
    files = [file for file in code() if file.is_relative_to("bot/networks") and file != start]
    for file in files:
        theirs = {"", owner(family(".".join(file.with_suffix("").parts)), networks)}
        for module in set(shape(file).ours) - port:
            known = module.startswith("bot.networks.") and owner(family(module), networks) in theirs
            strangers += [] if known else [f"{file} imports {module}"]
    assert not strangers, "\n".join(strangers)


def mirrors_of(module: Path) -> set[Path]:
    """Where the test of a module may be; a private part of a network may also be held by that network's test."""
    names = {module.stem.lstrip("_")}
    if module.parent == Path("bot/networks"):
        names |= {owner(module.stem, registered())} - {""}
    folder = Path("tests", *(part.lstrip("_") for part in module.parent.parts))
    return {folder / f"test_{name}.py" for name in names}


def modules_without_their_test() -> set[str]:
    """Modules of the mirrored rooms that have no test file at any of their places."""
    modules = [file for file in code() if str(file).startswith(tuple(f"{room}/" for room in MIRRORED))]
    written = [file for file in modules if file.name != "__init__.py"]
    return {str(file) for file in written if not any((ROOT / test).exists() for test in mirrors_of(file))}


def test_every_module_has_its_test_file_at_the_mirrored_path() -> None:
    alone = sorted(modules_without_their_test() - WITHOUT_A_TEST_OF_THEIR_OWN.keys())
    assert not alone, "\n".join(alone)


def test_no_exception_is_kept_longer_than_it_is_needed() -> None:
    stale = sorted(WITHOUT_A_TEST_OF_THEIR_OWN.keys() - modules_without_their_test())
    assert not stale, "\n".join(stale)


def test_no_tracked_file_names_a_path_of_one_machine_or_a_package_registry() -> None:
    files = [file for file in tracked() if file != Path("tests/test_layout.py")]
    named = lines_with(MACHINE_PATHS, files) + lines_with(REGISTRIES, files)
    assert not named, "\n".join(named)


def unexplained(file: Path) -> Iterator[str]:
    """Where a lint is silenced with its reason neither on the line nor in a comment right above."""
    above = ""
    for at, line in enumerate((ROOT / file).read_text().splitlines(), 1):
        if re.search(r"#\s*noqa(?::\s*[A-Z0-9, ]+)?\s*$", line) and not above.lstrip().startswith("#"):
            yield f"{file}:{at}: {line.strip()[:80]}"
        above = line


def test_every_silenced_lint_says_why() -> None:
    silent = [place for file in tracked(".py") for place in unexplained(file)]
    assert not silent, "\n".join(silent)
