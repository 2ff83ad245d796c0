"""All words of refusal that the local server has, read from its code: what a test must bring about."""

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SANDBOX = Path(__file__).parents[2] / "bot" / "sandbox"
# What makes a refusal → which of its arguments is the words.
MAKERS = {"bad_request": 0, "forbidden": 0, "_refused": 0, "ApiError": 1}
ANYTHING = ".+"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def refusals() -> set[str]:
    """Give a pattern for each; what only a request can tell is `.+` in it."""
    code = Code([ast.parse(path.read_text(encoding="utf-8")) for path in _modules()])
    found = {pattern for call, inside in code.calls(set(MAKERS)) for pattern in code.texts(_words(call), inside)}
    return {pattern.removeprefix(re.escape("Bad Request: ")) for pattern in found}


def _modules() -> Iterator[Path]:
    """Give what answers a bot: the control API refuses in words of its own."""
    return (path for path in sorted(SANDBOX.rglob("*.py")) if "control" not in path.parts and path.name != "wire.py")


def _words(call: ast.Call) -> ast.expr:
    return call.args[MAKERS[_name(call)]]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


@dataclass
class Code:
    """Modules, and what an expression in them may say."""

    modules: list[ast.Module]

    def calls(self, names: set[str]) -> Iterator[tuple[ast.Call, Function]]:
        """Give every call of one of these functions, with the function around it."""
        functions = [one for one in self._nodes() if isinstance(one, Function) and one.name not in MAKERS]
        for inside in functions:
            for node in ast.walk(inside):
                if isinstance(node, ast.Call) and _name(node) in names:
                    yield node, inside

    def texts(self, said: ast.expr, inside: Function) -> list[str]:
        """Give patterns of all that the expression may be."""
        match said:
            case ast.Constant(str(text)):
                return [re.escape(text)]
            case ast.JoinedStr(parts):
                return ["".join(one) for one in itertools.product(*(self.texts(part, inside) for part in parts))]
            case ast.FormattedValue(value):
                return self.texts(value, inside)
            case ast.IfExp(_, one, other):
                return self.texts(one, inside) + self.texts(other, inside)
            case ast.Subscript(ast.Name(name)) if name.isupper():
                return self._constant(name)
            case ast.Name(name) if name.lstrip("_").isupper():
                return self._constant(name)
            case ast.Name(name):
                return self._local(name, inside) or self._given(name, inside) or [ANYTHING]
            case _:
                return [ANYTHING]

    def _constant(self, name: str) -> list[str]:
        """Give what a constant of a module holds: a text, or the texts of a table or tuple."""
        assigned = [one for one in self._nodes() if isinstance(one, ast.Assign)]
        values = [one.value for one in assigned if ast.unparse(one.targets[0]) == name]
        listed = [held for value in values if isinstance(value, ast.Dict) for held in value.values]
        listed += [held for value in values if isinstance(value, ast.Tuple) for held in value.elts]
        held = [one.value for one in [*values, *listed] if isinstance(one, ast.Constant)]
        return [re.escape(str(one)) for one in held] or [ANYTHING]

    def _local(self, name: str, inside: Function) -> list[str]:
        """Give what the function itself puts into the name."""
        own = [
            one.value for one in ast.walk(inside) if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == name
        ]
        loops = [one.iter for one in ast.walk(inside) if isinstance(one, ast.For) and ast.unparse(one.target) == name]
        listed = [item for loop in loops if isinstance(loop, ast.Tuple) for item in loop.elts]
        named = [loop.id for loop in loops if isinstance(loop, ast.Name) and loop.id.isupper()]
        found = [text for value in [*own, *listed] for text in self.texts(value, inside)]
        return found + [text for one in named for text in self._constant(one)]

    def _given(self, name: str, inside: Function) -> list[str]:
        """Give what those who call the function give under the name, and what it is by default."""
        names = [one.arg for one in inside.args.args if one.arg != "self"]
        if name not in names:
            return []
        at = names.index(name)
        callers = [(call.args[at], around) for call, around in self.calls({inside.name}) if len(call.args) > at]
        defaults = [(one, inside) for one in inside.args.defaults[at - len(names) :]]
        return [text for given, around in [*callers, *defaults] for text in self.texts(given, around)]

    def _nodes(self) -> Iterator[ast.AST]:
        return (node for module in self.modules for node in ast.walk(module))


def said_in_tests() -> set[str]:
    """Give what the tests beside this one expect to be said, without the kind of refusal before it."""
    files = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py")]
    texts = {
        n.value for file in files for n in ast.walk(file) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return {re.sub(r"^(\d{3} )?((Bad Request|Forbidden): )?", "", text) for text in texts}
