"""An IPython shell that gathers what cells show, as a kernel would send it to a notebook."""

from __future__ import annotations

import builtins
import contextlib
import io
import sys
from collections.abc import Iterator
from typing import Any

from ipykernel.jsonutil import encode_images, json_clean
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Type
from traitlets.config import Config


class Outputs:
    """The outputs of the running cell, and the displays that later cells may still change.

    Printed text is gathered until something else is shown, standard output before standard
    error, as a kernel does.
    """

    def __init__(self) -> None:
        self.cell: list[NotebookNode] = []
        self.displays: dict[str, list[NotebookNode]] = {}
        self.printed = {"stdout": "", "stderr": ""}
        self.clear_first = False

    def start(self) -> None:
        """Begin a cell."""
        self.cell, self.clear_first = [], False

    def finish(self) -> list[NotebookNode]:
        """End the cell and return what it has shown."""
        self.flush()
        return self.cell

    def add(self, kind: str, **content: Any) -> NotebookNode:
        """Add one output."""
        self.flush()
        self._clear_if_asked()
        self.cell.append(new_output(kind, **content))
        return self.cell[-1]

    def flush(self, *names: str) -> None:
        """Add what was printed so far; what follows directly on the same stream is one output."""
        for name in names or tuple(self.printed):
            text, self.printed[name] = self.printed[name], ""
            if not text:
                continue
            self._clear_if_asked()
            last = self.cell[-1] if self.cell else {}
            if last.get("output_type") == "stream" and last["name"] == name:
                last["text"] += text
            else:
                self.cell.append(new_output("stream", name=name, text=text))

    def clear(self, wait: bool) -> None:
        """Drop the outputs of the running cell, now or when the next one comes."""
        self.flush()
        if wait:
            self.clear_first = True
        else:
            self.cell.clear()

    def _clear_if_asked(self) -> None:
        if self.clear_first:
            self.cell.clear()
            self.clear_first = False


def _outputs(shell: Any) -> Outputs:
    return shell.outputs


class _Results(DisplayHook):
    """What the last line of a cell gives."""

    def write_output_prompt(self) -> None:
        """Write nothing: notebooks number their results themselves."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Keep a result in all its forms."""
        if format_dict:
            _outputs(self.shell).add(
                "execute_result",
                data=json_clean(encode_images(format_dict)),
                metadata=json_clean(md_dict or {}),
                execution_count=self.prompt_count,
            )

    def finish_displayhook(self) -> None:
        """Write nothing after a result."""
        self._is_active = False


class _Displays(DisplayPublisher):
    """What a cell shows by the way."""

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """Keep what is displayed, or change an earlier display of the same name."""
        outputs = _outputs(self.shell)
        name = (transient or {}).get("display_id", "")
        shown = {"data": json_clean(encode_images(data)), "metadata": json_clean(metadata or {})}
        if update:
            for earlier in outputs.displays.get(name, []):
                earlier.update(NotebookNode(shown))
            return
        output = outputs.add("display_data", **shown)
        if name:
            outputs.displays.setdefault(name, []).append(output)

    def clear_output(self, wait: bool = False) -> None:
        """Drop what the cell has shown so far."""
        _outputs(self.shell).clear(wait)


class _Stream(io.TextIOBase):
    """Standard output or standard error of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.stream_name = outputs, name

    def write(self, text: str) -> int:
        self.outputs.printed[self.stream_name] += text
        return len(text)

    def flush(self) -> None:
        if not self.closed:
            self.outputs.flush(self.stream_name)

    def writable(self) -> bool:
        return True


class ReportShell(InteractiveShell):
    """IPython without a terminal and without a history, writing into :class:`Outputs`."""

    displayhook_class = Type(_Results)
    display_pub_class = Type(_Displays)
    colors_force = True

    def __init__(self, **settings: Any) -> None:
        self.outputs = Outputs()
        super().__init__(**settings)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        """Keep an error as an output."""
        self.outputs.add(
            "error", ename=str(etype.__name__), evalue=str(evalue), traceback=list(stb)
        )


InteractiveShellABC.register(ReportShell)


def make_shell() -> ReportShell:
    """Return the one shell of this process; nothing is written to disk and no thread starts."""
    settings = Config()
    settings.HistoryManager.enabled = False
    return ReportShell.instance(config=settings)


@contextlib.contextmanager
def gathering(shell: ReportShell) -> Iterator[None]:
    """Send what is printed to the outputs, and refuse questions at the keyboard."""
    before = sys.stdout, sys.stderr, builtins.input
    sys.stdout, sys.stderr = _Stream(shell.outputs, "stdout"), _Stream(shell.outputs, "stderr")
    builtins.input = _no_keyboard
    try:
        yield
    finally:
        sys.stdout, sys.stderr, builtins.input = before


def _no_keyboard(prompt: object = "") -> str:
    raise EOFError("A report cannot ask questions at the keyboard.")
