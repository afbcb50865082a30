import fc from "fast-check";
import { JsonItems, jsonChunks } from "../../src/report/jsonStream.js";

const text = (value: unknown) => [...jsonChunks(value)].join("");

test.each([
  ["the document", (items: unknown) => items],
  ["the last member", (items: unknown) => ({ a: 1, b: { c: [] }, items })],
  ["a member between others", (items: unknown) => ({ a: [1, 2], items, z: null })],
  ["in an array in an object", (items: unknown) => ({ runs: [{ tool: "x", left: undefined, results: items }, 1] })],
])("an array that is %s reads as JSON.stringify writes it", (_, around) => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), (items) => {
      // Control characters and what a CI runner takes for a command come escaped, which JSON.stringify leaves as they are: compared without.
      fc.pre(!/::|##\[|[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.test(JSON.stringify(items)));
      expect(text(around(new JsonItems(items)))).toBe(JSON.stringify(around(items), null, 2));
    }),
  );
});

test("each element is a chunk, made when it is asked for", () => {
  let made = 0;
  function* items() {
    for (; made < 1000; made++) yield { made };
  }
  const chunks = jsonChunks({ head: true, items: new JsonItems(items()) });
  const seen: string[] = [];
  for (const chunk of chunks) {
    seen.push(chunk);
    if (chunk.includes('"made": 2')) break;
  }
  expect(made).toBe(2);
  expect(seen.at(-1)).toBe(',\n    {\n      "made": 2\n    }');
});
