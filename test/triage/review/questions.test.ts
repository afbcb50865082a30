import type { Finding } from "../../../src/findings/report.js";
import { spanOf, wordsAround } from "../../../src/triage/review/bounds.js";
import { LabelChoice } from "../../../src/triage/review/labels.js";
import { askBounds, askLabel } from "../../../src/triage/review/questions.js";
import type { Stage } from "../../../src/triage/review/stage.js";
import { sampleFinding, sampleReport, sampleSentence } from "../../report/sample.js";

const same = (text: string) => text;
const look = {
  warning: same,
  heading: same,
  place: same,
  wrong: same,
  right: same,
  segment: (text: string) => `[${text}]`,
  aside: same,
};

/** A stage on which these lines are typed, and what it shows. */
function stageWith(...lines: (string | null)[]) {
  let shown = "";
  const stage: Stage = {
    keyboard: {
      key: async () => null,
      line: async () => lines.shift() ?? null,
      pause() {},
      resume() {},
      close() {},
    },
    labels: new LabelChoice(sampleReport()),
    sentenceOf: () => sampleSentence(),
    show: (text) => {
      shown += text;
    },
    save: async () => {},
    width: 80,
    look,
  };
  return { stage, shown: () => shown };
}
const finding = sampleFinding();
const ask = async (how: typeof askLabel, about: Finding, ...lines: (string | null)[]) => {
  const { stage, shown } = stageWith(...lines);
  const answer = await how(about, stage);
  return { decision: answer?.decision ?? null, says: answer?.says, shown: shown(), labels: stage.labels.of(about) };
};

describe("a label", () => {
  it("is chosen by its number or its name; the numbers are those of the corpus's labels", async () => {
    const { decision, shown } = await ask(askLabel, finding, "4");
    expect(shown).toContain("0 no segment  1 LOC  2 MISC  3 ORG  4 PER\n");
    expect(decision).toEqual({ kind: "other", label: "PER" });
    expect((await ask(askLabel, finding, " MISC ")).decision).toEqual({ kind: "other", label: "MISC" });
    expect((await ask(askLabel, finding, "0")).decision).toEqual({ kind: "other", label: "O" });
  });

  it("that stands there already is kept", async () => {
    expect((await ask(askLabel, finding, "LOC")).decision).toEqual({ kind: "verdict", verdict: "ok" });
  });

  it("that the corpus does not have is taken once it is typed twice, and known from then on", async () => {
    for (const second of ["", "y", "yes", null, "ORGG "])
      expect((await ask(askLabel, finding, "ORGN", second)).decision).toBeNull();
    const { decision, shown, labels } = await ask(askLabel, finding, "ORGN", "ORGN");
    expect(decision).toEqual({ kind: "other", label: "ORGN" });
    expect(shown).toContain("the corpus has no label ORGN; type it again to make it a new one");
    expect(labels.at(-1)).toBe("ORGN");
  });

  it("is no number that there is not, and not nothing", async () => {
    for (const line of ["5", "99", "", null]) expect((await ask(askLabel, finding, line)).decision).toBeNull();
  });

  it("of a finding about the reference is one of the reference's", async () => {
    expect((await ask(askLabel, sampleFinding({ kind: "reference" }), "3")).decision).toEqual({
      kind: "other",
      label: "PER",
    });
  });
});

it("where every token is a segment there is no other, and no bounds", async () => {
  const sample = sampleReport();
  const labels = new LabelChoice({ ...sample, train: { ...sample.train, scheme: "plain", labels: ["DT", "NN"] } });
  const ask = async (how: typeof askLabel, line: string) => {
    const { stage, shown } = stageWith(line);
    return [(await how(finding, { ...stage, labels }))?.decision ?? null, shown()];
  };
  expect(await ask(askLabel, "0")).toEqual([{ kind: "other", label: "DT" }, expect.stringContaining("0 DT  1 NN\n")]);
  expect(await ask(askBounds, "3-5")).toEqual([null, expect.stringContaining("bounds stay as they are")]);
});

describe("bounds", () => {
  it("are the numbers of words; the label is the one suggested, or another", async () => {
    const { decision, says, shown } = await ask(askBounds, finding, "9-12", "");
    expect(shown).toContain("9 the  10 [Bank]  11 [of]  12 [England]  13 said");
    expect(decision).toEqual({ kind: "other", label: "ORG", span: { start: 8, end: 12 } });
    expect(says).toBe("[ the Bank of England ] ORG");
    expect((await ask(askBounds, finding, "10", "MISC")).decision).toMatchObject({ span: { start: 9, end: 10 } });
  });

  it("that take in another segment say that it goes", async () => {
    expect((await ask(askBounds, finding, "3-12", "ORG")).says).toBe(
      "[ Mark Carney , then governor for the Bank of England ] ORG; [ Mark Carney ] PER goes",
    );
  });

  it("as they stand, with the label that stands there, are kept", async () => {
    expect((await ask(askBounds, finding, "10-12", "LOC")).decision).toEqual({ kind: "verdict", verdict: "ok" });
  });

  it("that are none are no decision", async () => {
    for (const line of ["", null, "0", "3-2", "1-99", "x", "9-12-13"])
      expect((await ask(askBounds, finding, line, "ORG")).decision).toBeNull();
    expect((await ask(askBounds, finding, "9-12", null)).decision).toBeNull();
  });

  it("count from the sentence's first word where the report knows a part of it alone", () => {
    const words = wordsAround(finding, undefined);
    expect(words.first).toBe(1);
    expect([spanOf("2", words), spanOf("1", words), spanOf("16", words), spanOf("17", words)]).toEqual([
      { start: 1, end: 2 },
      null,
      { start: 15, end: 16 },
      null,
    ]);
  });
});
