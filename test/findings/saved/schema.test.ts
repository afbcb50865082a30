import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { checker, type Schema } from "../../../src/findings/saved/schema.js";
import { json } from "../../../src/report/json.js";
import { sampleFinding, sampleReport } from "../../report/sample.js";

const schema = JSON.parse(readFileSync(new URL("../../../docs/findings.schema.json", import.meta.url), "utf8"));
const wrong = checker(schema as Schema);
const valid = new Ajv2020({ strict: true }).compile(schema);
const report = () => JSON.parse([...json(sampleReport([sampleFinding(), sampleFinding({ rank: 2 })]))].join(""));

test("a report is in order", () => {
  expect(wrong(report())).toBeNull();
});

/** Every place in a document, as keys and indices. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, one]) => places(one, [...path, Array.isArray(value) ? Number(key) : key]))
      : [];
  return [path, ...inner];
}

const all = places(report());

test("agrees with a validator of the whole of JSON Schema on reports with something changed", () => {
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...all.filter((path) => path.length > 0)),
      fc.oneof(
        fc.constant("leave out" as const),
        fc.constant("add" as const),
        fc.jsonValue({ maxDepth: 1 }).map((value) => ({ value })),
        fc.constantFrom(-1, 0, 0.5, 2, 1e9, "", "O", null, [], {}).map((value) => ({ value })),
      ),
      (path, change) => {
        const document = report();
        const key = path[path.length - 1];
        const parent = path.slice(0, -1).reduce((at, step) => at[step], document);
        if (change === "leave out" && Array.isArray(parent)) parent.splice(Number(key), 1);
        else if (change === "leave out") delete parent[key];
        else if (change === "add" && Array.isArray(parent)) parent.push(null);
        else if (change === "add") parent.unheardOf = 1;
        else parent[key] = change.value;
        const isValid = valid(document);
        if (!isValid) refused++;
        expect(wrong(document) === null).toBe(isValid);
      },
    ),
    { numRuns: 1500 },
  );
  expect(refused).toBeGreaterThan(500);
});

test("names the place and what is wrong with it", () => {
  const changed = (change: (document: ReturnType<typeof report>) => void) => {
    const document = report();
    change(document);
    return wrong(document);
  };
  expect(wrong([])).toBe("the document is not of the type object");
  expect(changed((one) => delete one.train.digest)).toBe("train lacks digest");
  expect(changed((one) => (one.findings[1].signals.marginal = 2))).toBe("findings[1].signals.marginal is above 1");
  expect(changed((one) => (one.findings[0].kind = "odd"))).toContain("findings[0].kind is none of label, span");
  expect(changed((one) => (one.findings[0].odd = 1))).toBe('findings[0] has "odd", which is not known');
});

test("a keyword that is not known is a bug", () => {
  expect(() => checker({ multipleOf: 2 } as Schema)).toThrow("multipleOf");
});
