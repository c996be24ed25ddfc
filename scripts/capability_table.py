"""Writes the table of storage clients and capabilities into README.md, from the clients themselves.

python scripts/capability_table.py          rewrite the table
python scripts/capability_table.py --check  fail when it is not what the clients say
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from codomyrmex.cloud.aws.storage import S3Client
from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.storage import Capabilities, Capability
from codomyrmex.cloud.gcp.storage import GCSClient
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient, InfomaniakS3Client
from codomyrmex.cloud.local.memory import MemoryStorageClient
from codomyrmex.cloud.local.storage import LocalStorageClient
from codomyrmex.cloud.minio.storage import MinIOClient

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- capabilities: scripts/capability_table.py -->", "<!-- end of capabilities -->"


def clients() -> Mapping[str, Capabilities]:
    """The capabilities of each client as it is built, before anything is declared or probed."""
    keys = {"access_key": "none", "secret_key": "none"}
    return {
        "`LocalStorageClient`": LocalStorageClient(Path("unused")).capabilities,
        "`MemoryStorageClient`": MemoryStorageClient().capabilities,
        "`S3Client`": S3Client(region="us-east-1", **keys).capabilities,
        "`MinIOClient`": MinIOClient("http://127.0.0.1:9000", **keys).capabilities,
        "`InfomaniakS3Client`": InfomaniakS3Client(**keys).capabilities,
        "`AzureBlobClient`": AzureBlobClient("unused", anonymous=True).capabilities,
        "`GCSClient`": GCSClient("project").capabilities,
        "`InfomaniakObjectStorageClient`": InfomaniakObjectStorageClient(
            storage_url="http://127.0.0.1:8080/v1/AUTH_none", anonymous=True
        ).capabilities,
    }


def table() -> str:
    """The table and its footnotes, as Markdown."""
    columns = clients()
    notes: list[str] = []
    rows = [f"| | {' | '.join(columns)} |", f"|---|{':-:|' * len(columns)}"]
    for capability in Capability:
        cells = [_cell(found[capability], notes) for found in columns.values()]
        rows.append(f"| {capability.description} (`{capability.value}`) | {' | '.join(cells)} |")
    footnotes = [f"<sup>{number}</sup> {_sentence(reason)}" for number, reason in enumerate(notes, start=1)]
    return "\n".join(rows) + "\n\n" + "  \n".join(footnotes) + "\n"


def _cell(reason: str | None, notes: list[str]) -> str:
    if reason is None:
        return "✓"
    if reason not in notes:
        notes.append(reason)
    return f"–<sup>{notes.index(reason) + 1}</sup>"


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:].rstrip('.')}."


def rewritten(text: str) -> str:
    """README with the table as the clients have it now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}{END}{after}"


def main() -> int:
    """Rewrite or check; returns the exit status."""
    text = README.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        return int(text != rewritten(text))
    README.write_text(rewritten(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
