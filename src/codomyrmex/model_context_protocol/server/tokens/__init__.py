"""Bearer tokens: who sends a request over HTTP, and as what."""
