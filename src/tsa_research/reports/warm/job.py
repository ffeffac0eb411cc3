"""One report in a process of its own: the notebook is run and sent back whole."""

from __future__ import annotations

import os
import sys
from typing import Any

from tsa_research.charts import rendering
from tsa_research.reports.warm.channel import Channel


def run_job(channel: Channel, job: dict[str, Any]) -> None:
    """Execute a notebook with papermill and its in-process engine.

    Parameters
    ----------
    channel : Channel
        Takes ``cell`` (the cell that starts), ``draw`` (a chart; answered by ``drawn``), and
        at the end ``done`` or ``failed``.
    job : dict
        ``notebook`` (path), ``parameters``, ``folder`` to work in, ``environment``, and
        ``memory`` (bytes this process may take in addition to what it has).
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    os.environ.update(job["environment"])
    rendering.draw_with(lambda specification: _drawn(channel, specification))
    limit_memory(job["memory"])
    try:
        executed = papermill.execute_notebook(
            job["notebook"],
            None,
            parameters=job["parameters"],
            kernel_name="python3",
            engine_name="tsa",
            progress_bar=False,
            cwd=job["folder"],
            started=lambda source: channel.send("cell", source=source),
        )
    except PapermillExecutionError as error:
        channel.send("failed", source=error.source, name=error.ename, value=error.evalue)
    except Exception as error:  # such as a notebook in another language
        channel.send("failed", source="", name=type(error).__name__, value=str(error))
    else:
        channel.send("done", notebook=executed)


def _drawn(channel: Channel, specification: dict[str, Any]) -> str:
    channel.send("draw", specification=specification)
    kind, content = channel.receive()
    if kind != "drawn":
        raise RuntimeError(f"The chart could not be drawn: {content['problem']}")
    return content["text"]


def limit_memory(more: int) -> None:
    """Let this process take so many bytes more than it has now; a larger wish is refused.

    Only Linux keeps such a limit.
    """
    if sys.platform != "linux" or more <= 0:
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))
