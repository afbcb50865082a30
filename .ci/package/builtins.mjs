// An esbuild plugin: require("node:…") of a CommonJS package becomes an import, for a bundle of ES modules has no require.
import { builtinModules } from "node:module";

const BUILTIN = new RegExp(`^(node:)?(${builtinModules.join("|")})$`);

export const builtins = {
  name: "built-in modules",
  setup(build) {
    build.onResolve({ filter: BUILTIN }, ({ path, kind }) =>
      kind === "require-call" ? { path: path.replace(/^node:/, ""), namespace: "require" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "require" }, ({ path }) => ({
      contents: `module.exports = require("import:${path}").default;`,
    }));
    build.onResolve({ filter: /^import:/ }, ({ path }) => ({ path: path.slice(7), namespace: "import" }));
    build.onLoad({ filter: /.*/, namespace: "import" }, ({ path }) => ({
      contents: `export { default } from "node:${path}";`,
    }));
  },
};
