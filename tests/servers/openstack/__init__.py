"""OpenStack's own Keystone and Swift, as children of the test run."""
