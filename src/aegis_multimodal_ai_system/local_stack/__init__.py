"""The local stack: an object store and a database on this machine, for development alone.

``scripts/local_dev_setup.sh`` runs it: in containers where an engine answers, else as processes of this
machine.
"""
