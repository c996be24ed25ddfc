"""The whole of OpenStack on loopback: ten services, their databases, their broker and a name server."""
