import { read, renew, renewing } from "./file.js";
import { DOCUMENT_NAMES, publishedSchema } from "./published.js";

describe.each(DOCUMENT_NAMES)("docs/%s.schema.json", (name) => {
  const file = `docs/${name}.schema.json`;
  const schema = JSON.parse(JSON.stringify(publishedSchema(name)));

  test("is what the program checks and writes", () => {
    if (renewing()) renew(file, `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(read(file))).toEqual(schema);
  });

  test("has a name and words for every part that it refers to", () => {
    expect(schema).toMatchObject({ title: `seginf ${name}`, description: expect.any(String) });
    expect(Object.keys(schema.$defs).filter((part) => /^\d+$/.test(part))).toEqual([]);
  });

  test("every object says all of its keys", () => {
    let objects = 0;
    const look = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      const { type, properties, additionalProperties, required } = value as Record<string, unknown>;
      if (type === "object" && properties) {
        objects++;
        expect(additionalProperties).toBe(false);
        for (const key of (required ?? []) as string[]) expect(Object.keys(properties)).toContain(key);
      }
      for (const part of Object.values(value)) look(part);
    };
    look(schema);
    expect(objects).toBeGreaterThan(2);
  });
});
