"""How a stage runs as Prefect tasks: in batches, computing in the task and writing in the flow's thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from flows.session import Session, current
from voices.errors import StageFailed

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Batches computed before the first is written: one being computed, one waiting for the writer."""

_work: dict[tuple[str, int], Callable[[], object]] = {}


@task(persist_result=False, cache_policy=NO_CACHE, retries=0, log_prints=False)
def batch(run: str, stage: str, number: int) -> object:
    """Compute one batch; its data stay in this process, Prefect knows the run, the stage and a number."""
    return _guarded(stage, current(run), _work.pop((run, number)))


def in_batches(
    session: Session,
    stage: str,
    items: Sequence[T],
    compute: Callable[[Sequence[T]], R],
    write: Callable[[R], None],
    size: int | None = None,
) -> None:
    """Compute `items` in batches as tasks and write each result in order, one transaction a batch.

    A kill loses at most the batches in hand: what was written is recorded as done with it.
    """
    size = size or session.study.settings.batch_size
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    waiting: deque[tuple[int, Any]] = deque()
    done = 0
    session.progress(stage, 0, len(items))
    for number, some in enumerate(batches):
        _work[session.run, number] = lambda some=some: compute(some)  # type: ignore[misc]
        waiting.append(
            (
                len(some),
                batch.with_options(name=stage, task_run_name=f"{stage}-{number}").submit(session.run, stage, number),
            )
        )
        if len(waiting) >= AHEAD:
            done = _write_first(session, stage, waiting, write, done, len(items))
    while waiting:
        done = _write_first(session, stage, waiting, write, done, len(items))


def _write_first(
    session: Session, stage: str, waiting: deque[tuple[int, Any]], write: Callable[[R], None], done: int, total: int
) -> int:
    size, future = waiting.popleft()
    write(future.result())
    session.progress(stage, done + size, total)
    return done + size


def a_flow(name: str) -> Callable[[Callable[[Session], None]], Flow[[str], None]]:
    """Make a Prefect flow of a function over a session; Prefect's own parameter is the run's id alone."""

    def make(function: Callable[[Session], None]) -> Flow[[str], None]:
        def body(run: str) -> None:
            session = current(run)
            _guarded(name, session, lambda: function(session))

        body.__name__ = name
        body.__doc__ = function.__doc__
        return flow(
            name=name,
            flow_run_name=name,
            task_runner=ThreadPoolTaskRunner(max_workers=1),  # type: ignore[arg-type]
            persist_result=False,
            log_prints=False,
            validate_parameters=False,
        )(body)

    return make


def _guarded(stage: str, session: Session, work: Callable[[], R]) -> R:
    """Run `work`; whatever it raises, Prefect sees the stage and the type of the error, never its message."""
    try:
        return work()
    except StageFailed:
        raise
    except Exception as error:  # noqa: BLE001 - anything may carry people's words in its message
        session.error = session.error or error
        kind = type(error).__name__
    # Outside the handler, so that the error is not even kept as context.
    raise StageFailed(f"{stage} failed: {kind}")
