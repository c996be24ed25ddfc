"""Makes Swift's rings of one device each, in the Python that has Swift installed.

make_rings.py FOLDER account=PORT container=PORT object=PORT
"""

from __future__ import annotations

import sys
from pathlib import Path

from swift.common.ring import RingBuilder


def make_ring(folder: Path, name: str, port: int) -> None:
    """A ring of one replica on one device."""
    builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
    device = {"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1}
    builder.add_dev({**device, "replication_ip": "127.0.0.1", "replication_port": port, "meta": ""})
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


if __name__ == "__main__":
    for argument in sys.argv[2:]:
        name, _, port = argument.partition("=")
        make_ring(Path(sys.argv[1]), name, int(port))
