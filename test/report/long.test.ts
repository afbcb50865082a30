import { message } from "../../src/report/message.js";
import { text } from "../../src/report/text.js";
import { brief } from "../../src/report/width.js";
import { sampleFinding, sampleReport } from "./sample.js";

const LONG = "→".repeat(100_000);

test("labels and words of any length leave a report that can be read", () => {
  const opposed = { ...sampleFinding().opposes[0]!, label: LONG, predicted: LONG, tokens: [LONG] };
  const finding = sampleFinding({ label: LONG, suggestion: LONG, tokens: [LONG, LONG], opposes: [opposed] });
  const kinds = ["label", "span", "missed", "ill-formed", "foreign", "reference"] as const;
  const findings = kinds.map((kind) => ({ ...finding, kind }));
  const pattern = { ...sampleReport().patterns[0]!, name: `${LONG} as ${LONG}`, suggestion: LONG };
  const report = { ...sampleReport(), findings, patterns: [pattern] };
  expect([...text(report, { color: false, width: 80 } as never)].join("").length).toBeLessThan(10_000);
  for (const one of findings) expect(message(one).length).toBeLessThan(1_000);
});

test("brief shows what is invisible, and cuts at whole characters", () => {
  expect(brief("B-PER")).toBe("B-PER");
  expect(brief("\u001b[2J")).toBe("\\x1b[2J");
  expect(brief("東".repeat(100), 10)).toBe("東東東東…");
  expect(brief("\u001b".repeat(1e6), 10)).toBe("\\x1b\\x1b\\…");
});
