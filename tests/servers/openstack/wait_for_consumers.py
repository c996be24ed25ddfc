"""Waits until somebody reads queues of RabbitMQ.

    wait_for_consumers.py PORT SECONDS QUEUE...

Runs in the Python that has OpenStack installed. A service says that it is up, in its database, before it
reads its queue, and the broker throws away what is sent to a queue that is not there: Cinder's first backup
was then never made.
"""

from __future__ import annotations

import sys
import time

import amqp


def main(port: int, seconds: float, queues: list[str]) -> None:
    """Return when each has a reader.

    Raises:
        SystemExit: one has none after so many seconds; the message names it.
    """
    deadline = time.monotonic() + seconds
    with amqp.Connection(f"127.0.0.1:{port}", "guest", "guest") as connection:
        for queue in queues:
            while not is_read(connection, queue):
                if time.monotonic() > deadline:
                    sys.exit(f"nobody reads {queue}")
                time.sleep(0.05)  # the broker tells nobody of new readers


def is_read(connection: amqp.Connection, queue: str) -> bool:
    """Whether a queue is there and has a reader."""
    channel = connection.channel()
    try:
        return bool(channel.queue_declare(queue, passive=True).consumer_count)
    except amqp.NotFound:  # closes the channel
        return False
    finally:
        channel.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
