"""Makes installed OpenStack quick and sure to start, and gives Nova the hypervisor of the tests.

    prepare.py

Runs in the Python that has OpenStack installed, once after the installation.
"""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

SITE = Path(sysconfig.get_path("purelib"))
DRIVER = Path(__file__).parent / "stack" / "drivers" / "nova_noop.py"
AT_EACH_START = SITE / "forget_import_locks.pth"
SLOW, QUICK = "time.sleep(0.5)", "time.sleep(0.005)"


def quicken_replies() -> None:
    """Let oslo.messaging look for the answer to a call each 5 ms: half a second makes a server take 8 s."""
    path = SITE / "oslo_messaging" / "_drivers" / "amqpdriver.py"
    head, start, rest = path.read_text().partition("class ReplyWaiters")
    waiters, end, tail = rest.partition("class ReplyWaiter(")
    if SLOW in waiters:  # https://bugs.launchpad.net/oslo.messaging/+bug/2035113
        path.write_text(head + start + waiters.replace(SLOW, QUICK) + end + tail)


def forget_import_locks() -> None:
    """Let a forked process import what a thread of its parent was importing at that moment.

    Services fork while another thread connects to RabbitMQ, which imports. The child has the locks of that
    thread and not the thread: now and then Designate's producer stood still before its first task.
    """
    AT_EACH_START.write_text(
        "import os, _frozen_importlib as i; os.register_at_fork(after_in_child=i._module_locks.clear)\n"
    )


def place_hypervisor() -> None:
    """Nova loads drivers from its own package only."""
    shutil.copy(DRIVER, SITE / "nova" / "virt" / DRIVER.name)


if __name__ == "__main__":
    quicken_replies()
    forget_import_locks()
    place_hypervisor()
