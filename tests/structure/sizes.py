"""How long modules and functions may be, and how functions take their parameters."""

import ast
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 50
PARAMETERS = 6
POSITIONAL = 2

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("marketplace", "search", "cms", "bench", "bin", "tests")
LONG_BY_NATURE = ("migrations", "settings", "fixtures", "content", "data")
# Called by the framework with positions of its choosing.
CALLED_FROM_OUTSIDE = ("request",)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(root: Path = ROOT) -> list[Path]:
    """Return the project's modules, without those that are data or were generated."""
    files = [root / "manage.py"]
    for room in ROOMS:
        files.extend(
            path
            for path in sorted((root / room).rglob("*.py"))
            if not set(path.relative_to(root).parts) & set(LONG_BY_NATURE)
        )
    return [path for path in files if path.exists()]


def violations(source: str, *, is_test: bool = False) -> Iterator[str]:
    """Yield what breaks a limit in one module, each as `line: what`."""
    lines = source.count("\n")
    if lines > MODULE_LINES:
        yield f"1: {lines} lines, at most {MODULE_LINES}"
    tree = ast.parse(source)
    for function, owner in _functions(tree, owner=None):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{function.lineno}: {function.name} has {length} lines, at most {FUNCTION_LINES}"
        if not is_test:
            yield from _parameter_violations(function, owner)


def _functions(
    node: ast.AST, owner: ast.ClassDef | None
) -> Iterator[tuple[Function, ast.ClassDef | None]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield child, owner
            yield from _functions(child, owner=None)
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, owner=child)
        else:
            yield from _functions(child, owner)


def _parameter_violations(function: Function, owner: ast.ClassDef | None) -> Iterator[str]:
    if _may_override(owner) or _is_registered(function) or _is_magic(function):
        return
    positional = [argument.arg for argument in function.args.posonlyargs + function.args.args]
    if owner is not None and positional[:1] in (["self"], ["cls"]):
        del positional[0]
    if positional[:1] and positional[0] in CALLED_FROM_OUTSIDE:
        del positional[0]
    total = len(positional) + len(function.args.kwonlyargs)
    if total > PARAMETERS:
        yield f"{function.lineno}: {function.name} takes {total} parameters, at most {PARAMETERS}"
    if len(positional) > POSITIONAL:
        yield (
            f"{function.lineno}: {function.name} takes {len(positional)} parameters by position, "
            f"keyword-only beyond {POSITIONAL}"
        )


def _may_override(owner: ast.ClassDef | None) -> bool:
    """A method of a class with bases may have a signature that a base gave it."""
    return owner is not None and bool(owner.bases)


def _is_magic(function: Function) -> bool:
    """Python gives `__exit__` and its like their signature, but not a constructor."""
    return function.name.startswith("__") and function.name != "__init__"


def _is_registered(function: Function) -> bool:
    """Template tags, filters, hooks and receivers are called with their caller's signature."""
    names = {ast.unparse(decorator).split("(")[0] for decorator in function.decorator_list}
    return any(name.split(".")[0] in {"register", "hooks", "receiver"} for name in names)
