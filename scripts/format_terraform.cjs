// Brings Terraform's files into the form of `terraform fmt`, with HashiCorp's own formatter, which npm has as WebAssembly.
//
//   node scripts/format_terraform.cjs            writes them
//   node scripts/format_terraform.cjs --check    lists those that are not so, and exits with 1
//
// Folders or files can be named; by default it is infra/terraform.
const { readFileSync, readdirSync, statSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const ROOT = join(__dirname, "..");
const MODULES = process.env.NODE_PATH || join(ROOT, ".venv", "node", "node_modules");

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesBelow(join(path, name))).filter((file) => file.endsWith(".tf"));
}

async function main(given) {
  const check = given.includes("--check");
  const paths = given.filter((argument) => argument !== "--check");
  const { format } = require(join(MODULES, "@cdktf", "hcl-tools"));
  let different = 0;
  for (const file of (paths.length ? paths : [join(ROOT, "infra", "terraform")]).flatMap(filesBelow)) {
    const text = readFileSync(file, "utf8");
    const formatted = await format(text);
    if (formatted === text) continue;
    different += 1;
    console.log(file);
    if (!check) writeFileSync(file, formatted);
  }
  // The WebAssembly never ends by itself.
  process.exit(check && different ? 1 : 0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`format_terraform: ${error.message}`);
  process.exit(2);
});
