// A Sigstore of this process alone: the authority and the logs of @sigstore/mock behind HTTP on loopback, and
// signatures that @sigstore/sign makes with them. Prints the trusted root and the bundles as one JSON object.
//
//   node private_sigstore.cjs NODE_MODULES ARTIFACT SCENARIOS
//
// A scenario is an object: `subject` and `issuer` of the identity, `issued` and `logged`, seconds from now at which
// the certificate is issued and the entry is logged, `stamped`, when a time stamp is made as well, and `authority`, `ctlog` or `tlog`: "stranger" for one that the
// trusted root does not have.
const [modules, artifact, scenarios] = process.argv.slice(2);
const { createServer } = require('http');
const { generateKeyPairSync, createHash, X509Certificate } = require('crypto');
const { readFileSync } = require('fs');
const mock = require(`${modules}/@sigstore/mock`);
const sign = require(`${modules}/@sigstore/sign`);
const { bundleToJSON } = require(`${modules}/@sigstore/bundle`);

// Checkpoints of the log have its name.
const REKOR = 'https://rekor.example';
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = { authority: newKeys(), ctlog: newKeys(), tlog: newKeys(), tsa: newKeys() };
const after = (seconds) => new Date(Date.now() + 1000 * (seconds || 0));
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

function listen(handler) {
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', async () => {
      if (request.method !== 'POST' || request.url !== handler.path) return response.writeHead(404).end();
      const made = await handler.fn(Buffer.concat(pieces).toString());
      response.writeHead(made.statusCode, { 'Content-Type': made.contentType || 'text/plain' }).end(made.response);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const address = (server) => `http://127.0.0.1:${server.address().port}`;

// What Fulcio reads of a token: it is not verified there, so nothing is signed here.
function token({ subject, issuer }) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: subject, iss: issuer })}.`;
}

// The mock writes a certificate in one line; Fulcio, and what a log keeps, have lines of 64 letters.
function fulcio(authority) {
  const handler = mock.fulcioHandler(authority);
  const fn = async (body) => {
    const made = await handler.fn(body);
    const response = JSON.parse(made.response);
    const { chain } = response.signedCertificateEmbeddedSct;
    chain.certificates = chain.certificates.map((pem) => new X509Certificate(pem).toString());
    return { ...made, response: JSON.stringify(response) };
  };
  return { ...handler, fn };
}

async function signed(data, scenario) {
  const chosen = (name) => (scenario[name] === 'stranger' ? newKeys() : keys[name]);
  const ctlog = await mock.initializeCTLog(chosen('ctlog'), after(scenario.issued));
  const authority = await mock.initializeCA(chosen('authority'), ctlog, after(scenario.issued));
  const tlog = await mock.initializeTLog(REKOR, chosen('tlog'), after(scenario.logged));
  const servers = [await listen(fulcio(authority)), await listen(mock.rekorHandler(tlog))];
  try {
    const signer = new sign.FulcioSigner({
      fulcioBaseURL: address(servers[0]),
      identityProvider: { getToken: async () => token(scenario) },
    });
    const witnesses = [new sign.RekorWitness({ rekorBaseURL: address(servers[1]) })];
    if (scenario.stamped !== undefined) {
      servers.push(await listen(mock.tsaHandler(await mock.initializeTSA(keys.tsa, after(scenario.stamped)))));
      witnesses.push(new sign.TSAWitness({ tsaBaseURL: address(servers[2]) }));
    }
    const bundle = await new sign.MessageSignatureBundleBuilder({ signer, witnesses }).create({ data });
    const made = bundleToJSON(bundle);
    // Protobuf's JSON leaves out what is zero or empty, as the place of the only entry of a log; not all read that.
    const [entry] = made.verificationMaterial.tlogEntries;
    entry.inclusionProof = { logIndex: '0', hashes: [], ...entry.inclusionProof };
    return made;
  } finally {
    servers.forEach((server) => server.close());
  }
}

async function trustedRoot() {
  const ctlog = await mock.initializeCTLog(keys.ctlog);
  const authority = await mock.initializeCA(keys.authority, ctlog);
  const tlog = await mock.initializeTLog(REKOR, keys.tlog);
  const tsa = await mock.initializeTSA(keys.tsa);
  const validFor = { start: after(-86400).toISOString() };
  const log = (baseUrl, publicKey) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(publicKey).digest('base64') },
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(REKOR, tlog.publicKey)],
    certificateAuthorities: [{
      subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
      uri: 'https://fulcio.example',
      certChain: { certificates: [{ rawBytes: base64(authority.rootCertificate) }] },
      validFor,
    }],
    ctlogs: [log('https://ctfe.example', ctlog.publicKey)],
    timestampAuthorities: [{
      subject: { organization: 'sigstore.mock', commonName: 'tsa' },
      uri: 'https://tsa.example',
      certChain: { certificates: [tsa.intCertificate, tsa.rootCertificate].map((one) => ({ rawBytes: base64(one) })) },
      validFor,
    }],
  };
}

async function main() {
  const data = readFileSync(artifact);
  const bundles = {};
  const root = await trustedRoot();
  for (const [name, scenario] of Object.entries(JSON.parse(scenarios))) bundles[name] = await signed(data, scenario);
  process.stdout.write(JSON.stringify({ root, bundles }));
}

main().catch((error) => { console.error(error); process.exit(1); });
