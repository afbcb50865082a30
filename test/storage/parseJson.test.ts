import fc from "fast-check";
import { JsonDepthError, parseJson } from "../../src/storage/parseJson.js";

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

it("takes as many levels as are allowed, and not one more", () => {
  expect(() => parseJson(nested(100))).not.toThrow();
  expect(() => parseJson(nested(101))).toThrow(new JsonDepthError(100));
  expect(() => parseJson(`{"a":${'{"b":['.repeat(3)}1${"]}".repeat(3)}}`, 6)).toThrow(JsonDepthError);
  expect(() => parseJson(nested(1_000_000))).toThrow("nested more than 100 levels deep");
});

it("does not take brackets in strings for levels", () => {
  for (const text of [`"${"[".repeat(200)}"`, `["\\"${"[{".repeat(200)}", "\\\\", "${"{".repeat(200)}"]`]) {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  }
});

it("is JSON.parse for everything that is not deep", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json({ maxDepth: 6 }), fc.string()), (text) => {
      const outcome = (parse: (text: string) => unknown) => {
        try {
          return { value: parse(text) };
        } catch (error) {
          return { error: String(error) };
        }
      };
      expect(outcome((one) => parseJson(one, 50))).toEqual(outcome(JSON.parse));
    }),
  );
});
