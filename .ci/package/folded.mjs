// Puts the chunk of a bundle that holds an entry's code into the entry's own file.
import { build } from "esbuild";

const IMPORTED = /\bfrom\s*"\.\/(chunk-[^"]+)"/g;

/**
 * @param entry the name of a file of the bundle that does little but import a chunk
 * @param texts the bundle, text by name
 * @returns the bundle with the largest chunk that the entry imports as part of the entry
 */
export async function folded(entry, texts) {
  const size = (name) => texts.get(name).length;
  const [chunk] = [...texts.get(entry).matchAll(IMPORTED)].map(([, name]) => name).sort((a, b) => size(b) - size(a));
  const bundled = [entry, chunk];
  const one = await build({
    stdin: { contents: bundled.map((name) => `export * from "./${name}";`).join("\n"), resolveDir: "/" },
    ...{ bundle: true, minify: true, format: "esm", platform: "node", target: "node20", charset: "utf8", write: false },
    plugins: [
      {
        name: "the bundle's own files",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path }) =>
            bundled.includes(path.slice(2)) ? { path: path.slice(2), namespace: "bundle" } : { path, external: true },
          );
          onLoad({ filter: /.*/, namespace: "bundle" }, ({ path }) => ({ contents: texts.get(path), resolveDir: "/" }));
        },
      },
    ],
  });
  const others = [...texts].filter(([name]) => !bundled.includes(name));
  const renamed = others.map(([name, text]) => [name, text.replaceAll(`"./${chunk}"`, `"./${entry}"`)]);
  return new Map([...renamed, [entry, one.outputFiles[0].text]]);
}
