"""Collects what a project has used in one period, and rates it, as ``cloudkitty-processor`` does for each.

    rate_period.py CONFIGURATION PROMETHEUS PROJECT BEGIN

Runs in the Python that has CloudKitty installed. PROMETHEUS is the address of what has measured, BEGIN a time
in ISO 8601.
"""

from __future__ import annotations

import sys

from cloudkitty import collector, orchestrator, service, storage
from cloudkitty.collector import prometheus
from cloudkitty.utils import tz


def main(configuration: str, address: str, project: str, begin: str) -> None:
    """Collect, rate and store."""
    service.prepare_service(["rate_period", "--config-file", configuration])
    prometheus.CONF.set_override("prometheus_url", address, prometheus.PROMETHEUS_COLLECTOR_OPTS)
    worker = orchestrator.Worker(collector.get_collector(), storage.get_storage(), project, 0)
    worker.do_execute_scope_processing(tz.dt_from_iso(begin))


if __name__ == "__main__":
    main(*sys.argv[1:])
