import fc from "fast-check";
import { shaped } from "../../src/findings/shape.js";
import { recordOf } from "../../src/report/record.js";
import { DOCUMENT_NAMES, type DocumentName, documentSchema } from "../docs/published.js";
import { errorsOf } from "../helpers/schemas.js";
import { SAMPLES } from "./samples.js";

/** What is wrong with a document, null for nothing. */
function misfit(name: DocumentName, document: unknown): string | null {
  let wrong: string | null = null;
  try {
    shaped(documentSchema(name), document, "the document", ({ what }) => {
      wrong = what;
      throw new Error(what);
    });
  } catch (error) {
    if (wrong === null) throw error;
  }
  return wrong;
}

const written = (name: DocumentName) => JSON.parse(JSON.stringify(recordOf(documentSchema(name), SAMPLES[name])));

/** Every place in a document but its top, as keys and indices. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    places(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

const change = fc.oneof(
  fc.constantFrom("leave out" as const, "add" as const),
  fc.jsonValue({ maxDepth: 2 }).map((value) => ({ value })),
  fc
    .constantFrom(-1, 0, 0.5, 2, 1e9, "", "O", null, [], {}, true, Number.POSITIVE_INFINITY)
    .map((value) => ({ value })),
);

function changed(name: DocumentName, path: (string | number)[], how: "leave out" | "add" | { value: unknown }) {
  const document = written(name);
  const key = path[path.length - 1];
  const parent = path.slice(0, -1).reduce((at, step) => at[step], document);
  if (how === "leave out" && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (how === "leave out") delete parent[key];
  else if (how === "add" && Array.isArray(parent)) parent.push(null);
  else if (how === "add") parent.unheardOf = 1;
  else if (typeof how === "object") parent[key] = how.value;
  return document;
}

/** What the program asks of documents and no JSON Schema can say. */
const RULES =
  /is too large|an end that is not after|has segments that|a second (?:verdict|audit)|has no replacement|number of folds|a directory's name|lists of different lengths/;

describe.each(DOCUMENT_NAMES)("%s", (name) => {
  test("what is written is what the schemas ask for", () => {
    expect(misfit(name, written(name))).toBeNull();
    expect(errorsOf(name, written(name))).toEqual([]);
  });

  test("the check agrees with a validator of the published schema on documents with something changed", () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places(written(name))), change, (path, how) => {
        const document = changed(name, path, how);
        const wrong = misfit(name, document);
        if (wrong !== null) {
          refused++;
          expect(wrong).not.toMatch(/[\n\r]|undefined|Invalid/);
        }
        const isByRule = wrong !== null && RULES.test(wrong);
        if (!isByRule) expect(wrong === null).toBe(errorsOf(name, document).length === 0);
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(200);
  });

  test("no field of a value reaches the output that its schema does not have", () => {
    const extended = JSON.parse(JSON.stringify(SAMPLES[name]), (_, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value) ? { unheardOf: 1, ...value } : value,
    );
    expect(JSON.stringify(recordOf(documentSchema(name), extended))).toBe(JSON.stringify(written(name)));
  });
});

describe("a misfit is told by its place", () => {
  const wrong = (name: DocumentName, change: (document: ReturnType<typeof written>) => void) => {
    const document = written(name);
    change(document);
    return misfit(name, document);
  };

  test.each([
    ["a list", (): unknown => [], "the document is not an object"],
    ["nothing", () => null, "the document is not an object"],
    ["a word", () => "x", "the document is not an object"],
  ])("%s", (_, make, message) => {
    expect(misfit("findings", make())).toBe(message);
  });

  test("of a report", () => {
    expect(wrong("findings", (one) => delete one.train.digest)).toBe("train lacks digest");
    expect(wrong("findings", (one) => (one.findings[1].signals.marginal = 2))).toBe(
      "findings[1].signals.marginal is above 1",
    );
    expect(wrong("findings", (one) => (one.findings[0].kind = "odd"))).toBe(
      "findings[0].kind is none of label, span, spurious, missed, ill-formed, foreign, reference",
    );
    expect(wrong("findings", (one) => (one.findings[0].odd = 1))).toBe('findings[0] has "odd", which is not known');
    expect(wrong("findings", (one) => (one.findings[0]["x\n".repeat(99)] = 1))).toMatch(
      /^findings\[0\] has "x\\n.{1,90}known$/,
    );
    expect(wrong("findings", (one) => (one.findings[0].context = []))).toBe("findings[0].context is not an object");
    expect(wrong("findings", (one) => (one.findings[0].line = 1.5))).toBe("findings[0].line is not a whole number");
    expect(wrong("findings", (one) => (one.findings[0].tokens = []))).toBe("findings[0].tokens is empty");
    expect(wrong("findings", (one) => (one.findings[0].fingerprint = "x"))).toBe(
      "findings[0].fingerprint is not 16 hex digits",
    );
    expect(wrong("findings", (one) => (one.threshold = Number.POSITIVE_INFINITY))).toBe(
      "threshold is too large a number",
    );
    expect(wrong("findings", (one) => (one.schemaVersion = 2))).toBe("schemaVersion is not 1");
    expect(wrong("findings", (one) => (one.findings[0].start = 12))).toBe(
      "findings[0] has an end that is not after its start",
    );
  });
});

test("a number that is not finite is a bug of whoever made the report", () => {
  const report = { ...SAMPLES.findings, threshold: Number.NaN };
  expect(() => recordOf(documentSchema("findings"), report)).toThrow("cannot hold the number NaN");
});
