import { pathToFileURL } from "node:url";
import { pathOf } from "../docs/file.js";

const { withoutDescriptions } = (await import(pathToFileURL(pathOf(".ci/package/descriptions.mjs")).href)) as {
  withoutDescriptions(text: string): string;
};

const imported = 'import { described, object } from "./parts.js";\n';

it("takes the words out of what schemas say of their fields", () => {
  const schema = 'const a = described(object({ b: described(text, "A text.") }), "An object.");';
  expect(withoutDescriptions(imported + schema)).toBe(`${imported}const a = object({ b: text });`);
});

it("leaves functions that only have the same name", () => {
  const own = 'const described = (a, b) => `${a}: ${b}`;\nprint(described("name", "what it does"));';
  expect(withoutDescriptions(own)).toBe(own);
});
