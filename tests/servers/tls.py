"""TLS in front of a plain server, with a certificate from a certificate authority that nobody knows yet."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers.listener import Listener, tunnel

HANDSHAKE_SECONDS = 10


class TlsFront(Listener):
    """Ends TLS and carries the bytes to ``127.0.0.1:upstream_port``. Speaks HTTP/1.1 only, as the servers do.

    Arguments:
        folder: takes the authority's certificate and the server's.

    Attributes:
        authority: PEM file of the authority that a client has to trust.
    """

    scheme = "https"

    def __init__(self, upstream_port: int, folder: Path) -> None:
        super().__init__()
        self._upstream_port = upstream_port
        self.authority = folder / "authority.pem"
        certificate = folder / "server.pem"
        issue(self.authority, certificate)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._context.set_alpn_protocols(["http/1.1"])

    def handle(self, connection: socket.socket) -> None:
        """Shake hands, then carry bytes until one side closes; a client that distrusts us just goes."""
        connection.settimeout(HANDSHAKE_SECONDS)
        with (
            self._context.wrap_socket(connection, server_side=True) as secured,
            self.tracked(secured),
            self.connected(self._upstream_port) as upstream,
        ):
            secured.settimeout(None)
            for _ in tunnel(secured, upstream):
                pass


def issue(authority_file: Path, server_file: Path) -> None:
    """Write a new authority's certificate, and key and certificate of a server it vouches for."""
    now = datetime.datetime.now(datetime.UTC)
    authority_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test authority")])
    server_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    authority_key = ec.generate_private_key(ec.SECP256R1())
    server_key = ec.generate_private_key(ec.SECP256R1())

    def certificate(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .issuer_name(authority_name)
            .subject_name(subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
        )

    key_id = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = (
        certificate(authority_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_certificate_signing(), critical=True)
        .add_extension(key_id, critical=False)
    )
    hosts = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    server = (
        certificate(server_name, server_key.public_key())
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier(key_id.digest, None, None), critical=False)
    )
    pem = serialization.Encoding.PEM
    authority_file.write_bytes(authority.sign(authority_key, hashes.SHA256()).public_bytes(pem))
    server_file.write_bytes(
        server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + server.sign(authority_key, hashes.SHA256()).public_bytes(pem)
    )


def _certificate_signing() -> x509.KeyUsage:
    uses = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(key_cert_sign=True, **uses)
