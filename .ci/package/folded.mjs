// Puts the chunks of a bundle where the files are that need them: fewer files, and fewer to read at start-up.
import { build } from "esbuild";

const IMPORTED = /\bfrom\s*"\.\/(chunk-[^"]+)"/g;

/** An import of names from a file of the bundle, as esbuild writes it. */
const importOf = (name) =>
  new RegExp(`\\bimport\\s*(?:\\{([^}]*)\\}\\s*from\\s*)?"\\./${name.replaceAll(".", "\\.")}"`, "g");

/**
 * @param entry the name of a file of the bundle that does little but import a chunk
 * @param texts the bundle, text by name
 * @returns the bundle with the largest chunk that the entry imports as part of the entry
 */
export async function folded(entry, texts) {
  const size = (name) => texts.get(name).length;
  const [chunk] = [...texts.get(entry).matchAll(IMPORTED)].map(([, name]) => name).sort((a, b) => size(b) - size(a));
  const one = await bundled([entry, chunk], texts, (name) => `export * from "./${name}";`);
  const others = [...texts].filter(([name]) => name !== entry && name !== chunk);
  const renamed = others.map(([name, text]) => [name, text.replaceAll(`"./${chunk}"`, `"./${entry}"`)]);
  return new Map([...renamed, [entry, one]]);
}

/**
 * @param target the name of a file that the bundle does not have yet
 * @param texts the bundle, text by name
 * @returns the bundle with all its chunks in that one file
 */
export async function gathered(target, texts) {
  const chunks = [...texts.keys()].filter((name) => name.startsWith("chunk-"));
  // Each chunk numbers its exports from a on.
  const renamed = (name, exported) => `${exported}_${chunks.indexOf(name)}`;
  const used = new Map(chunks.map((name) => [name, new Set()]));
  const rewritten = [...texts].flatMap(([name, text]) => {
    if (used.has(name)) return [];
    return [
      [name, chunks.reduce((given, chunk) => given.replace(importOf(chunk), (_, names) => taken(chunk, names)), text)],
    ];
  });
  function taken(chunk, names) {
    if (names === undefined) return `import"./${target}"`;
    const clauses = names.split(",").map((clause) => {
      const [exported, local = exported] = clause.trim().split(/\s+as\s+/);
      used.get(chunk).add(exported);
      return `${renamed(chunk, exported)} as ${local}`;
    });
    return `import{${clauses.join(",")}}from"./${target}"`;
  }
  const one = await bundled(chunks, texts, (name) => {
    const clauses = [...used.get(name)].map((exported) => `${exported} as ${renamed(name, exported)}`);
    return `export { ${clauses.join(", ")} } from "./${name}";`;
  });
  return new Map([...rewritten, [target, one]]);
}

/** Some files of the bundle in one. @param exportOf what the one exports of each */
async function bundled(names, texts, exportOf) {
  const { outputFiles } = await build({
    stdin: { contents: names.map(exportOf).join("\n"), resolveDir: "/" },
    ...{ bundle: true, minify: true, format: "esm", platform: "node", target: "node20", charset: "utf8", write: false },
    plugins: [
      {
        name: "the bundle's own files",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path }) =>
            names.includes(path.slice(2)) ? { path: path.slice(2), namespace: "bundle" } : { path, external: true },
          );
          onLoad({ filter: /.*/, namespace: "bundle" }, ({ path }) => ({ contents: texts.get(path), resolveDir: "/" }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}
