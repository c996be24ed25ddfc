// What Sigstore's own verifier for JavaScript says of a bundle.
//
//   node verify.cjs NODE_MODULES BUNDLE ARTIFACT (key FILE | root FILE ISSUER IDENTITY)
const [modules, bundle, artifact, how, file, issuer, identity] = process.argv.slice(2);
const { createHash, createPublicKey } = require('crypto');
const { readFileSync } = require('fs');
const { bundleFromJSON } = require(`${modules}/@sigstore/bundle`);
const { TrustedRoot } = require(`${modules}/@sigstore/protobuf-specs`);
const { Verifier, toSignedEntity, toTrustMaterial } = require(`${modules}/@sigstore/verify`);

const none = { tlogThreshold: 0, ctlogThreshold: 0, tsaThreshold: 0, timestampThreshold: 0 };
const nobody = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };

function keyTrust() {
  const publicKey = createPublicKey(readFileSync(file));
  const hint = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  const find = (found) => {
    if (found !== hint) throw new Error('another hint');
    return { publicKey, validFor: () => true };
  };
  return { ...nobody, publicKey: find };
}

const data = readFileSync(artifact);
const entity = toSignedEntity(bundleFromJSON(JSON.parse(readFileSync(bundle))), data);
if (!entity.signature.compareDigest(createHash('sha256').update(data).digest())) throw new Error('another digest');
if (how === 'key') {
  new Verifier(keyTrust(), none).verify(entity);
} else {
  const root = toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(readFileSync(file))));
  new Verifier(root).verify(entity, { subjectAlternativeName: identity, extensions: { issuer } });
}
