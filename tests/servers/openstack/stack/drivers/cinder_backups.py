"""Cinder's backups in Swift, made by a process without privileges: volumes are files, so it needs none."""

from __future__ import annotations

import os_brick.privileged
from cinder.backup.drivers.swift import SwiftBackupDriver

__all__ = ["SwiftBackupDriver"]

# Else it would ask sudo for a process that has them, to look for connections to hardware.
os_brick.privileged.default.set_client_mode(False)
