"""The table of limits in tests/PROMISES.md has each constant of lib/base/limits.h, and its number."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONSTANT = re.compile(r"^inline constexpr \S+ (k\w+) = (.*);$", re.MULTILINE)
ROW = re.compile(r"^\| .* \| ([^|]*) \| [^|]*\| `(k\w+)` \|$", re.MULTILINE)
UNITS = {"KB": 1 << 10, "MB": 1 << 20}


def in_the_code():
    """Names and values. An expression is a number, or one shifted left."""
    found = {}
    for name, expression in CONSTANT.findall((ROOT / "lib/base/limits.h").read_text()):
        number, _, shift = re.sub(r"std::size_t|[{}']", "", expression).partition(" << ")
        found[name] = int(number) << int(shift or 0)
    return found


def in_the_table():
    """Names and values: "2 KB", "100,000", "40 cells"."""
    found = {}
    for limit, name in ROW.findall((ROOT / "tests/PROMISES.md").read_text()):
        number, _, unit = limit.partition(" ")
        found[name] = int(number.replace(",", "")) * UNITS.get(unit, 1)
    return found


def main():
    code, table = in_the_code(), in_the_table()
    for name in sorted(code.keys() | table.keys()):
        if code.get(name) != table.get(name):
            print(f"{name}: lib/base/limits.h has {code.get(name)}, tests/PROMISES.md {table.get(name)}")
    return 0 if code and code == table else 1


if __name__ == "__main__":
    sys.exit(main())
