import { apiPage, exportsOf } from "./api.js";
import { read, renew, renewing } from "./file.js";

const PAGE = "docs/library.md";
const MARK = "<!-- Made of src/index.ts by test/docs/api.test.ts: npm test -- test/docs/api -u -->\n\n";

const all = exportsOf();

it("finds the library's exports", () => {
  expect(all.length).toBeGreaterThan(50);
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(["auditFiles", "AuditReport", "readCorpus"]));
});

it("names every export: no * in the list", () => {
  expect(read("src/index.ts")).not.toMatch(/^export (?:type )?\*/m);
});

it("every export has a docstring", () => {
  expect(all.filter(({ docstring }) => docstring === "").map(({ name }) => name)).toEqual([]);
});

it("every parameter of a function that is not named in its docstring speaks for itself", () => {
  const known = /^(?:corpus|options|kernels|tagger|path|version|context|report|signal)$/;
  const silent = all
    .filter(({ declaration }) => declaration.startsWith("function "))
    .flatMap(({ name, docstring, declaration }) =>
      [...(/\((.*)\)/s.exec(declaration)?.[1] ?? "").matchAll(/(?:^|, )(\w+)\??: /g)]
        .map(([, parameter]) => parameter)
        .filter((parameter) => !known.test(parameter) && !new RegExp(`\\b${parameter}\\b`).test(docstring))
        .map((parameter) => `${name}: ${parameter}`),
    );
  expect(silent).toEqual([]);
});

it(`${PAGE} describes all of them as they are`, () => {
  const [written] = read(PAGE).split(MARK);
  const page = `${written}${MARK}${apiPage(all)}`;
  if (renewing()) renew(PAGE, page);
  expect(read(PAGE)).toBe(page);
});
