// Signs a file with a key, as Sigstore's own signer for JavaScript does it, and prints the bundle.
//
//   node sign.cjs NODE_MODULES KEY ARTIFACT
const [modules, file, artifact] = process.argv.slice(2);
const crypto = require('crypto');
const { readFileSync } = require('fs');
const { MessageSignatureBundleBuilder } = require(`${modules}/@sigstore/sign`);
const { bundleToJSON } = require(`${modules}/@sigstore/bundle`);

const key = crypto.createPrivateKey(readFileSync(file));
const publicKey = crypto.createPublicKey(key);
const hint = crypto.createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
const signer = {
  sign: async (data) => ({
    signature: crypto.sign('sha256', data, key),
    key: { $case: 'publicKey', publicKey: publicKey.export({ type: 'spki', format: 'pem' }), hint },
  }),
};

new MessageSignatureBundleBuilder({ signer, witnesses: [] })
  .create({ data: readFileSync(artifact) })
  .then((bundle) => process.stdout.write(JSON.stringify(bundleToJSON(bundle))));
