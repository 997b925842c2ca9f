"""Which template may use which: `{% include %}` and `{% load %}` follow the order of the rooms."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r"{%-?\s*include\s+[\"']([^\"']+)[\"']")
LOAD = re.compile(r"{%-?\s*load\s+(?:[\w.\s]+\s+from\s+)?([\w.\s]+?)\s*-?%}")
# Parts that every room may use stand beside the lowest room.
SHARED = "components"


def room_heights(root: Path = ROOT) -> dict[str, int]:
    """Return each room's height by name, the lowest at 1, as import-linter's contract has it."""
    contract = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(part["layers"] for part in contract["contracts"] if part["id"] == "layers")
    heights = {SHARED: 1}
    for height, layer in enumerate(reversed(layers), start=1):
        for module in re.findall(r"[\w.]+", layer):
            heights[module.rpartition(".")[2]] = height
    return heights


def tag_library_rooms(root: Path = ROOT) -> dict[str, str]:
    """Return the room of each template tag library of ours."""
    return {
        path.stem: path.parts[-3]
        for room in ("marketplace", "search", "cms")
        for path in (root / room).glob("**/templatetags/*.py")
        if path.stem != "__init__"
    }


def violations(root: Path = ROOT) -> Iterator[str]:
    """Yield each use of a higher room's template or tag, and each include of a missing template."""
    heights, libraries = room_heights(root), tag_library_rooms(root)
    folder = root / "templates"
    for path in sorted(folder.rglob("*.html")):
        name = str(path.relative_to(folder))
        height = _height(name, heights)
        for used, room_height in _uses(path.read_text(), heights, libraries):
            if room_height > height:
                yield f"{name} uses {used} of a higher room"
        for included in INCLUDE.findall(path.read_text()):
            if _is_ours(included, heights) and not (folder / included).exists():
                yield f"{name} includes {included}, which is not there"


def _uses(
    text: str, heights: dict[str, int], libraries: dict[str, str]
) -> Iterator[tuple[str, int]]:
    for included in INCLUDE.findall(text):
        if _is_ours(included, heights):
            yield included, _height(included, heights)
    for names in LOAD.findall(text):
        for library in names.split():
            if library in libraries:
                yield library, heights.get(libraries[library], 0)


def _is_ours(template: str, heights: dict[str, int]) -> bool:
    return "/" not in template or template.partition("/")[0] in heights


def _height(template: str, heights: dict[str, int]) -> int:
    """A template of no room (base.html, an override of a library's page) composes: it is high."""
    return heights.get(template.partition("/")[0], max(heights.values()))
