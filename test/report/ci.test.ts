import type { AuditReport, Finding } from "../../src/findings/report.js";
import type { FormatName } from "../../src/report/formats.js";
import { FORMATS, parseDestination } from "../../src/report/formats.js";
import { reporters } from "../../src/report/registry.js";
import { viewFor } from "../../src/report/view.js";
import { sampleFinding, samplePattern, sampleReport } from "./sample.js";

const print = (format: FormatName, report: AuditReport) =>
  [...reporters[format](report, { color: false, width: 80 })].join("");

/** Tokens that end or open something in every format. */
const HOSTILE = ['%0A::error::"', "a,b:c", "</failure><x y='", "]]>\u0000\r\n::warning::", "=1+1\t\u202e", "]("];
const hostile = sampleFinding({ tokens: HOSTILE, file: "my,data:1%.conll", label: "A&B" });

describe("github", () => {
  it("prints a command a finding", () => {
    expect(print("github", sampleReport())).toMatchInlineSnapshot(`
"::warning file=fixtures/newswire/train.conll,line=123,endLine=125,title=segment/label%3A A segment with the wrong label::"Bank of England" is labelled LOC; better: ORG ("Bank of England" is ORG in 7 of 8 other places) (score 0.987)
"
`);
  });

  it("escapes what would end a command or a property", () => {
    const text = print("github", sampleReport([hostile]));
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text).toMatch(
      /^::warning file=my%2Cdata%3A1%25\.conll,line=123,endLine=125,title=segment\/label%3A [^:]*::"%250A/,
    );
  });

  it("has a level for each severity", () => {
    const of = (kind: Finding["kind"], rule: Finding["rule"]) =>
      print("github", sampleReport([sampleFinding({ kind, rule })]));
    expect(of("ill-formed", "scheme/ill-formed")).toMatch(/^::error /);
    expect(of("reference", "reference/label")).toMatch(/^::notice /);
  });
});

describe("gitlab", () => {
  it("has each warning about the run as an issue of the corpus", () => {
    const warnings = ["the tagger knows too little"];
    const [first, ...others] = JSON.parse(print("gitlab", sampleReport([sampleFinding()], { warnings })));
    expect(first).toMatchObject({
      ...{ check_name: "run/warning", description: warnings[0], severity: "info" },
      location: { path: "fixtures/newswire/train.conll", lines: { begin: 1 } },
    });
    expect(others).toHaveLength(1);
  });

  it("is an array of issues with the fields that GitLab reads", () => {
    expect(JSON.parse(print("gitlab", sampleReport()))).toMatchInlineSnapshot(`
[
  {
    "categories": [
      "Bug Risk",
    ],
    "check_name": "segment/label",
    "description": ""Bank of England" is labelled LOC; better: ORG ("Bank of England" is ORG in 7 of 8 other places)",
    "fingerprint": "0123456789abcdef",
    "location": {
      "lines": {
        "begin": 123,
        "end": 125,
      },
      "path": "fixtures/newswire/train.conll",
    },
    "severity": "minor",
    "type": "issue",
  },
]
`);
    expect(print("gitlab", sampleReport([]))).toBe("[]\n");
  });

  it("names equal findings apart", () => {
    const issues = JSON.parse(print("gitlab", sampleReport([sampleFinding(), sampleFinding()])));
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(2);
  });
});

/** Reads XML strictly enough to notice what would break a reader: tags that do not match, stray <, & or quotes. */
function elements(xml: string): { name: string; attributes: Record<string, string>; text: string }[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: string[] = [];
  const decoded = (text: string) =>
    text.replace(/&(amp|lt|gt|quot|[^;]*);?/g, (_, name) => {
      const characters: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
      if (!characters[name]) throw new Error(`the entity ${name}`);
      return characters[name];
    });
  const rest = xml.replace(
    /<\?xml[^?]*\?>|<(\/?)(\w+)((?: \w+="[^"<]*")*)(\/?)>([^<]*)/g,
    (all, close, name, attributes, empty, text) => {
      if (name === undefined) return "";
      if (close) expect(open.pop()).toBe(name);
      else {
        const pairs = [...attributes.matchAll(/ (\w+)="([^"]*)"/g)].map(([, key, value]) => [key, decoded(value)]);
        found.push({ name, attributes: Object.fromEntries(pairs), text: decoded(text) });
        if (!empty) open.push(name);
      }
      return all.includes("\u0000") ? "\u0000" : "";
    },
  );
  expect(rest.trim()).toBe("");
  expect(open).toEqual([]);
  return found;
}

describe("junit", () => {
  it("is XML with a failed test a finding", () => {
    const [suites, suite, test, failure] = elements(print("junit", sampleReport()));
    expect(suites.attributes).toEqual({ name: "seginf", tests: "1", failures: "1" });
    expect(suite.attributes.name).toBe("fixtures/newswire/train.conll");
    expect(test.attributes).toMatchObject({ classname: "segment/label", line: "123" });
    expect(failure.text).toContain("[ Bank of England ]");
  });

  it("has one test that passes where there is nothing", () => {
    const [suites, , test] = elements(print("junit", sampleReport([])));
    expect(suites.attributes).toMatchObject({ tests: "1", failures: "0" });
    expect(test.attributes.name).toBe("no finding reaches 0.5");
  });

  it("survives hostile tokens", () => {
    const found = elements(print("junit", sampleReport([hostile])));
    expect(found).toHaveLength(4);
    expect(found[3].text).toContain("</failure><x y='");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
    expect(print("junit", sampleReport([hostile]))).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });
});

/** RFC 4180, read back. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.matchAll(/((?:"(?:[^"]|"")*"|[^",\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\n]*))*)\n/g)) {
    const cells = [...line[1].matchAll(/("(?:[^"]|"")*"|[^",\n]*)(?:,|$)/g)].map(([, cell]) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    );
    rows.push(cells.slice(0, line[1].endsWith(",") ? cells.length : -1));
  }
  return rows;
}

describe("markdown", () => {
  it("has the warnings on top", () => {
    const text = print("markdown", sampleReport([sampleFinding()], { warnings: ["it knows *little*"] }));
    expect(text).toMatch(/at or above 0\.5\.\n\n> \*\*Warning:\*\* it knows &#42;little&#42;\n\n\| pattern/);
  });

  it("has a table of patterns and one of findings", () => {
    expect(print("markdown", sampleReport())).toMatchInlineSnapshot(`
"## seginf: 1 finding

<code>fixtures/newswire/train.conll</code> with <code>fixtures/newswire/reference.conll</code>: 1 of 1,000 candidates at or above 0.5.

| pattern | findings | expected |
| --- | ---: | --- |
| LOC → ORG when the head is "England" | 1 | about 1 wrong (88%) |

| score | place | finding | reason | sentence |
| ---: | --- | --- | --- | --- |
| 0.987 | <code>fixtures/newswire/train.conll&#58;123</code> | "Bank of England" is labelled LOC; better&#58; ORG | "Bank of England" is ORG in 7 of 8 other places | as Mark Carney , then governor for the **Bank of England** said on Monday . |
"
`);
  });

  it("lets no text of a corpus out of its cell, nor mean anything", () => {
    const words = ["a|b", "<img src=x>", "[l](http://x)", "`c`", "**d**", "@user", "\n# e", "\\"];
    const text = print("markdown", sampleReport([sampleFinding({ tokens: words, label: "|\n|" })], { patterns: [] }));
    const row = text.split("\n").find((line) => line.includes("img")) as string;
    expect(row.match(/\|/g)).toHaveLength(6);
    expect(row).not.toMatch(/<img|\[l\]|`|\*\*d|@user|http:/);
    expect(text.trimEnd().split("\n").at(-1)).toBe(row);
  });

  it("says how many findings are not shown", () => {
    const report = sampleReport([sampleFinding()], { atOrAboveThreshold: 30 });
    expect(print("markdown", report)).toMatch(/\nShown: 1 of 30 findings\.\n$/);
  });
});

describe("csv and tsv", () => {
  it("have a header and a row a finding", () => {
    expect(print("tsv", sampleReport())).toMatchInlineSnapshot(`
"rank	score	rule	file	line	endLine	sentence	sentenceId	start	end	before	tokens	after	label	suggestion	replacement	share	influence	relabelInfluence	loss	marginal	opposes	reason	fingerprint	verdict	correction	note
1	0.987123	segment/label	fixtures/newswire/train.conll	123	125	7		9	12	as Mark Carney , then governor for the	Bank of England	said on Monday .	LOC	ORG	[Bank of England] ORG	0.0324568	-1.23457	-2.5	3.45123	0.0312346	fixtures/newswire/reference.conll:45	"Bank of England" is ORG in 7 of 8 other places	0123456789abcdef			
"
`);
  });

  it("csv keeps every character", () => {
    const [header, row] = parseCsv(print("csv", sampleReport([hostile])));
    expect(row).toHaveLength(header.length);
    expect(row[header.indexOf("tokens")]).toBe(HOSTILE.join(" "));
    expect(row[header.indexOf("file")]).toBe("my,data:1%.conll");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("text that a spreadsheet would run is text: %j", (word) => {
    const report = sampleReport([sampleFinding({ tokens: [word, 'a"b'], label: word })]);
    const [header, row] = parseCsv(print("csv", report));
    expect(row[header.indexOf("tokens")]).toBe(`'${word} a"b`);
    expect(row[header.indexOf("label")]).toBe(`'${word}`);
    expect(print("csv", report)).toContain(`,"'${word}",`);
    const cells = print("tsv", report).split("\n")[1].split("\t");
    expect(cells[header.indexOf("label")]).toBe(`'${word.replace(/\s/, " ")}`);
  });

  it("negative numbers stay numbers, and signs within text stay alone", () => {
    const [header, row] = parseCsv(print("csv", sampleReport([sampleFinding({ tokens: ["1-1=0"] })])));
    expect(row[header.indexOf("influence")]).toBe("-1.23457");
    expect(row[header.indexOf("tokens")]).toBe("1-1=0");
    expect(print("csv", sampleReport())).toContain(",-1.23457,-2.5,");
  });

  it("tsv keeps to its lines and columns", () => {
    const [header, row, end, ...rest] = print("tsv", sampleReport([hostile])).split("\n");
    expect(row.split("\t")).toHaveLength(header.split("\t").length);
    expect([end, rest]).toEqual(["", []]);
  });
});

describe("views", () => {
  const scores = [1, 0.9, 0.8, 0.4];
  const report = sampleReport(
    scores.map((score, i) => sampleFinding({ score, rank: i + 1, kind: i === 0 ? "ill-formed" : "label" })),
  );
  const scoresIn = (format: FormatName, limit: number, onlyFindings = false) =>
    viewFor(format, report, { limit, onlyFindings, byScore: false }).findings.map(({ score }) => score);

  it.each([
    ["text", 1, [1, 0.9]],
    ["jsonl", 0, scores],
    ["csv", 3, scores],
    ["github", 1, [1, 0.9]],
    ["github", 0, [1, 0.9, 0.8]],
    ["sarif", 1, [1, 0.9, 0.8]],
    ["gitlab", 1, [1, 0.9, 0.8]],
    ["junit", 0, [1, 0.9, 0.8]],
  ] as const)("%s with --limit %d shows %j", (format, limit, expected) => {
    expect(scoresIn(format, limit)).toEqual(expected);
  });
});

test("what is kept to work on later holds the findings of patterns, whatever --limit says", () => {
  const findings = ["a", "b", "c"].map((fingerprint, i) => sampleFinding({ fingerprint, score: 0.9 - i / 10 }));
  const report = sampleReport(findings, { patterns: [samplePattern({ findings: ["c"] })] });
  const shown = (format: FormatName) =>
    viewFor(format, report, { limit: 1, onlyFindings: false, byScore: true }).findings.map(
      ({ fingerprint }) => fingerprint,
    );
  expect([shown("json"), shown("html"), shown("text")]).toEqual([["a", "c"], ["a", "c"], ["a"]]);
});

test("text lists the first three findings of a pattern, and all with --limit 0", () => {
  const findings = ["a", "b", "c", "d", "e"].map((fingerprint) => sampleFinding({ fingerprint }));
  const report = sampleReport(findings, { patterns: [samplePattern({ findings: ["a", "b", "c", "d"] })] });
  const shown = (format: FormatName, limit: number) =>
    viewFor(format, report, { limit, onlyFindings: false, byScore: true }).findings.map(
      ({ fingerprint }) => fingerprint,
    );
  expect(shown("text", 25)).toEqual(["a", "b", "c", "e"]);
  expect(shown("text", 0)).toEqual(["a", "b", "c", "d", "e"]);
  expect(shown("json", 25)).toEqual(["a", "b", "c", "d", "e"]);
});

test("who asks for what is new sees nothing below the threshold, but with --limit 0", () => {
  const report = sampleReport([sampleFinding({ score: 0.9 }), sampleFinding({ score: 0.1 })]);
  const shown = (limit: number) =>
    viewFor("text", report, { limit, onlyFindings: true, byScore: false }).findings.length;
  expect([shown(25), shown(0)]).toEqual([1, 2]);
});

test("a format may have a file", () => {
  expect(parseDestination("sarif=a=b.sarif")).toEqual({ format: "sarif", file: "a=b.sarif" });
  expect(parseDestination("text")).toEqual({ format: "text", file: null });
  expect([parseDestination("xml"), parseDestination("text="), parseDestination("")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(Object.keys(reporters).sort()).toEqual([...FORMATS].sort());
});
