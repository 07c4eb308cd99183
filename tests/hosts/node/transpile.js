// Makes JavaScript of the component's two artifacts, with jco: node transpile.js QWEN_WASM QWEN_SYNC_WASM [FOLDER]

import { readFile } from "node:fs/promises";
import { transpileBytes, writeFiles } from "@bytecodealliance/jco-transpile";

const [asynchronous, synchronous, folder = "generated"] = process.argv.slice(2);
if (synchronous === undefined) {
  console.error("usage: node transpile.js QWEN_WASM QWEN_SYNC_WASM [FOLDER]");
  process.exit(2);
}

const artifacts = [
  { file: asynchronous, name: "qwen", asyncMode: "jspi" },
  { file: synchronous, name: "qwen-sync", asyncMode: "sync" },
];
for (const { file, name, asyncMode } of artifacts) {
  const { files } = await transpileBytes(await readFile(file), {
    name,
    asyncMode,
    instantiation: "async",
    outDir: `${folder}/${name}`,
    emitTypescriptDeclarations: false,
  });
  const script = `${folder}/${name}/${name}.js`;
  files[script] = Buffer.from(mended(Buffer.from(files[script]).toString()));
  await writeFiles(files);
}

/**
 * jco 0.15 steps over the payload of a variant's arm in a stream, and not over the variant: whatever stands behind a short one
 * in the same write is read from the wrong place. Another version either has it right or is looked at again.
 */
function mended(script) {
  const end = /const rem = ctx\.storagePtr % variantAlign32;[^;]*;\s*}\s*}\s*return \[val, ctx\];/g;
  const places = script.match(end) ?? [];
  if (places.length !== 1) {
    throw new Error(`jco's code has changed: ${places.length} places lift a variant`);
  }
  return script.replace(end, (own) => `ctx.storagePtr = originalPtr + variantSize32;\n        ${own}`);
}
