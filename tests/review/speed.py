"""Print the median processor time from a decision to the next passage, in milliseconds."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from time import process_time

from tests.review.conftest import Coder, add_themes, app_of
from tests.store.conftest import fill
from voices.store import open_store


def main() -> None:
    """Decide thirty of two thousand passages; wall time would depend on what else the machine does."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "study.db", create=True) as store:
        fill(store, documents=334)
        add_themes(store)
        coder = Coder(app_of(store))
        coder.get("/code")
        took = []
        for _ in range(30):
            item = store.queue("claimed")[0]
            start = process_time()
            coder.get(coder.decide(item.passage, "accept", position=item.position))
            took.append(process_time() - start)
        if len(store.decisions()) != 30:
            raise SystemExit("not every decision was stored")
        print(1000 * statistics.median(took))


if __name__ == "__main__":
    main()
