"""The object storage API of OpenStack Swift, as Swift and Ceph speak it."""
