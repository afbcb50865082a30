import { type SchemaName, schemaOf } from "../helpers/schemas.js";

test.each(["explanation", "validation"] as const)("%s: what stands in several schemas is the same in all", (name) => {
  const findings = schemaOf("findings").$defs;
  const own = schemaOf(name).$defs;
  const shared = Object.keys(own).filter((part) => part in findings);
  expect(shared).toContain("corpus");
  for (const part of shared) expect(own[part]).toEqual(findings[part]);
});

test.each(["findings", "explanation", "validation"] as const)(
  "%s: every object says all of its keys",
  (name: SchemaName) => {
    let objects = 0;
    const look = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      const { type, properties, additionalProperties, required } = value as Record<string, unknown>;
      if (type === "object" && properties) {
        objects++;
        expect(additionalProperties).toBe(false);
        for (const key of required as string[]) expect(Object.keys(properties)).toContain(key);
      }
      for (const part of Object.values(value)) look(part);
    };
    look(schemaOf(name));
    expect(objects).toBeGreaterThan(4);
  },
);
