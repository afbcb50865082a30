import fc from "fast-check";
import type { Column, Corpus, Segments } from "../../src/corpus/types.js";
import { type Evaluation, evaluate, requireSameTokens } from "../../src/tagger/evaluation.js";

/** Sentences of tags. */
type Tags = readonly (readonly string[])[];

function columnOf(values: readonly string[]): Column {
  const distinct = [...new Set(values)];
  return { values: distinct, ids: Int32Array.from(values, (value) => distinct.indexOf(value)) };
}

/** Reads BIO leniently: an I- tag that continues nothing opens a segment. */
function segmentsOf(sentences: Tags): Segments {
  const rows: { sentence: number; start: number; end: number; label: string }[] = [];
  let token = 0;
  sentences.forEach((tags, sentence) => {
    let open: (typeof rows)[number] | undefined;
    for (const tag of tags) {
      const label = tag.slice(2);
      if (tag === "O") open = undefined;
      else if (open !== undefined && tag.startsWith("I-") && open.label === label) open.end++;
      else {
        open = { sentence, start: token, end: token + 1, label };
        rows.push(open);
      }
      token++;
    }
  });
  const labels = columnOf(rows.map((row) => row.label));
  return {
    count: rows.length,
    sentence: Int32Array.from(rows, (row) => row.sentence),
    start: Int32Array.from(rows, (row) => row.start),
    end: Int32Array.from(rows, (row) => row.end),
    label: labels.ids,
    labels: labels.values,
  };
}

function evaluateTags(gold: Tags, predicted: Tags): Evaluation {
  return evaluate(segmentsOf(gold), segmentsOf(predicted), columnOf(gold.flat()), columnOf(predicted.flat()));
}

/** conlleval's printout: "label: gold predicted correct precision recall f1". */
function printed(evaluation: Evaluation): string[] {
  return [evaluation.total, ...evaluation.labels].map(
    ({ label, gold, predicted, correct, precision, recall, f1 }) =>
      `${label}: ${gold} ${predicted} ${correct} ${precision.toFixed(2)} ${recall.toFixed(2)} ${f1.toFixed(2)}`,
  );
}

/**
 * The same table from sets of chunks. A chunk runs from a tag that starts one to the last before a tag that ends it,
 * by conlleval's two predicates on neighbouring tags.
 */
function oracle(gold: Tags, predicted: Tags): { rows: string[]; accuracy: number } {
  const chunks = (sentences: Tags) =>
    sentences.flatMap((tags, k) =>
      tags.flatMap((tag, from) => {
        const starts = (i: number) =>
          i < tags.length &&
          tags[i] !== "O" &&
          (i === 0 || tags[i - 1] === "O" || tags[i]![0] === "B" || tags[i]!.slice(2) !== tags[i - 1]!.slice(2));
        const ends = (i: number) => i === tags.length || tags[i] === "O" || starts(i);
        if (!starts(from)) return [];
        let to = from + 1;
        while (!ends(to)) to++;
        return [`${tag.slice(2)} ${k} ${from} ${to}`];
      }),
    );
  const truth = new Set(chunks(gold));
  const guess = new Set(chunks(predicted));
  const types = [...new Set([...truth, ...guess].map((chunk) => chunk.split(" ")[0]!))].sort();
  const rows = ["", ...types].map((type) => {
    const of = (set: Set<string>) => [...set].filter((chunk) => type === "" || chunk.startsWith(`${type} `));
    const [g, p, c] = [of(truth).length, of(guess).length, of(guess).filter((chunk) => truth.has(chunk)).length];
    const precision = p > 0 ? (100 * c) / p : 0;
    const recall = g > 0 ? (100 * c) / g : 0;
    const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
    return `${type}: ${g} ${p} ${c} ${precision.toFixed(2)} ${recall.toFixed(2)} ${f1.toFixed(2)}`;
  });
  const pairs = gold.flatMap((tags, k) => tags.map((tag, t) => tag === predicted[k]![t]));
  return { rows, accuracy: pairs.length === 0 ? 0 : (100 * pairs.filter(Boolean).length) / pairs.length };
}

describe("evaluate", () => {
  test("counts a hand-worked table", () => {
    // gold      PER[0,2) LOC[3,4) | ORG[5,8)          | LOC[8,9) LOC[9,10)
    // predicted PER[0,2) ORG[3,4) | ORG[5,7)          | LOC[8,9) LOC[9,10) MISC[10,11)
    //           right    type       boundary            right    right     spurious
    // LOC: gold 3, predicted 2, correct 2: 100.00 66.67 80.00. MISC: 0 1 0. ORG: 1 2 0. PER: 1 1 1.
    // Total: gold 5, predicted 6, correct 3: 50.00 60.00 54.55. Tags equal: 8 of 11 (tokens 3, 7 and 10 differ).
    const gold = [
      ["B-PER", "I-PER", "O", "B-LOC"],
      ["O", "B-ORG", "I-ORG", "I-ORG"],
      ["B-LOC", "B-LOC", "O"],
    ];
    const predicted = [
      ["B-PER", "I-PER", "O", "B-ORG"],
      ["O", "B-ORG", "I-ORG", "O"],
      ["B-LOC", "B-LOC", "B-MISC"],
    ];
    const evaluation = evaluateTags(gold, predicted);
    expect(printed(evaluation)).toEqual([
      ": 5 6 3 50.00 60.00 54.55",
      "LOC: 3 2 2 100.00 66.67 80.00",
      "MISC: 0 1 0 0.00 0.00 0.00",
      "ORG: 1 2 0 0.00 0.00 0.00",
      "PER: 1 1 1 100.00 100.00 100.00",
    ]);
    expect(evaluation.tokens).toBe(11);
    expect(evaluation.accuracy).toBeCloseTo((100 * 8) / 11, 12);
  });

  test("prints the totals and rows of conlleval's CoNLL-2000 sample", () => {
    // Totals (459 phrases, 539 found, 371 correct) as published; the counts of each label are worked back from its
    // percentages. Laid out label by label: correct, then missed, then spurious.
    const counts: [label: string, gold: number, predicted: number, correct: number][] = [
      ["NP", 262, 317, 206],
      ["PP", 90, 107, 89],
      ["VP", 87, 100, 69],
      ["ADVP", 8, 11, 5],
      ["SBAR", 6, 3, 2],
      ["ADJP", 6, 1, 0],
    ];
    const gold: string[] = [];
    const predicted: string[] = [];
    const push = (times: number, goldTag: string, predictedTag: string) => {
      for (let i = 0; i < times; i++) {
        gold.push(goldTag);
        predicted.push(predictedTag);
      }
    };
    for (const [label, g, p, c] of counts) {
      push(c, `B-${label}`, `B-${label}`);
      push(g - c, `B-${label}`, "O");
      push(p - c, "O", `B-${label}`);
    }
    expect(printed(evaluateTags([gold], [predicted]))).toEqual([
      ": 459 539 371 68.83 80.83 74.35",
      "ADJP: 6 1 0 0.00 0.00 0.00",
      "ADVP: 8 11 5 45.45 62.50 52.63",
      "NP: 262 317 206 64.98 78.63 71.16",
      "PP: 90 107 89 83.18 98.89 90.36",
      "SBAR: 6 3 2 66.67 33.33 44.44",
      "VP: 87 100 69 69.00 79.31 73.80",
    ]);
  });

  test("a segment one token too long scores nothing, though most of its tags are right", () => {
    const evaluation = evaluateTags(
      [
        ["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"],
        ["B-PER", "I-PER", "O"],
      ],
      [
        ["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"],
        ["B-PER", "I-PER", "O"],
      ],
    );
    expect(evaluation.total).toMatchObject({ precision: 50, recall: 50, f1: 50 });
    expect(evaluation.accuracy).toBe(80);
  });

  test("the same segments spelt with other tags are all correct, the tags are not", () => {
    const evaluation = evaluateTags([["O", "B-LOC", "I-LOC"]], [["O", "I-LOC", "I-LOC"]]);
    expect(evaluation.total.f1).toBe(100);
    expect(evaluation.accuracy).toBeCloseTo(200 / 3, 12);
  });

  test("one long segment against its two halves is neither", () => {
    expect(printed(evaluateTags([["B-A", "I-A", "I-A", "I-A"]], [["B-A", "I-A", "B-A", "I-A"]]))).toEqual([
      ": 1 2 0 0.00 0.00 0.00",
      "A: 1 2 0 0.00 0.00 0.00",
    ]);
  });

  test.each([
    ["no predicted segments", [["B-A", "O"]], [["O", "O"]], [": 1 0 0", "A: 1 0 0"], 50],
    ["no gold segments", [["O", "O"]], [["B-A", "O"]], [": 0 1 0", "A: 0 1 0"], 50],
    ["disjoint labels", [["B-A", "I-A"]], [["B-B", "I-B"]], [": 1 1 0", "A: 1 0 0", "B: 0 1 0"], 0],
    ["no segments at all", [["O"]], [["O"]], [": 0 0 0"], 100],
    ["no tokens", [], [], [": 0 0 0"], 0],
  ] as [string, Tags, Tags, string[], number][])("zeros, never NaN: %s", (_, gold, predicted, rows, accuracy) => {
    const evaluation = evaluateTags(gold, predicted);
    expect(printed(evaluation)).toEqual(rows.map((row) => `${row} 0.00 0.00 0.00`));
    expect(evaluation.accuracy).toBe(accuracy);
  });

  test("a label that the table lists and no segment bears has no row", () => {
    const tags = [["B-A", "O"]];
    const listed = { ...segmentsOf(tags), labels: ["A", "GHOST"] };
    const column = columnOf(tags.flat());
    expect(evaluate(listed, listed, column, column).labels.map(({ label }) => label)).toEqual(["A"]);
  });

  test("refuses sides of different length", () => {
    const tags = [["O"]];
    expect(() => evaluate(segmentsOf(tags), segmentsOf(tags), columnOf(["O"]), columnOf(["O", "O"]))).toThrow(
      RangeError,
    );
  });

  const tag = fc.constantFrom("O", "O", "B-A", "I-A", "B-B", "I-B", "B-LONG", "I-LONG");
  const sentence = fc.array(fc.tuple(tag, fc.boolean(), tag), { minLength: 1, maxLength: 12 });
  // A coin keeps about half of the gold tags, so that many segments match.
  const pairs = fc.array(sentence, { maxLength: 6 }).map((sentences) => ({
    gold: sentences.map((tokens) => tokens.map(([g]) => g)),
    predicted: sentences.map((tokens) => tokens.map(([g, keep, p]) => (keep ? g : p))),
  }));

  test("agrees with sets of chunks on random tag sequences", () => {
    fc.assert(
      fc.property(pairs, ({ gold, predicted }) => {
        const expected = oracle(gold, predicted);
        const evaluation = evaluateTags(gold, predicted);
        expect(printed(evaluation)).toEqual(expected.rows);
        expect(evaluation.accuracy).toBe(expected.accuracy);
      }),
      { numRuns: 1000 },
    );
  });

  test("swapping the sides swaps precision and recall", () => {
    fc.assert(
      fc.property(pairs, ({ gold, predicted }) => {
        const there = evaluateTags(gold, predicted);
        const back = evaluateTags(predicted, gold);
        expect(back.labels.map(({ label, precision, recall }) => [label, recall, precision])).toEqual(
          there.labels.map(({ label, precision, recall }) => [label, precision, recall]),
        );
        expect(back.accuracy).toBe(there.accuracy);
      }),
    );
  });
});

describe("requireSameTokens", () => {
  /** A corpus as a column file holds it: one line a word, an empty line after each sentence. */
  function corpusOf(name: string, ...sentences: string[]): Corpus {
    const words = sentences.map((text) => text.split(" "));
    const sentenceStart = Int32Array.from([0, ...words.map((_, k) => words.slice(0, k + 1).flat().length)]);
    return {
      name,
      format: "columns",
      digest: "",
      encoding: "utf-8",
      replacedBytes: 0,
      reading: { tokenColumn: null, labelColumn: null, allowRagged: false },
      words: columnOf(words.flat()),
      tags: undefined,
      columns: new Map(),
      lines: Int32Array.from(words.flatMap((tokens, k) => tokens.map((_, i) => sentenceStart[k]! + i + 1 + k))),
      sentenceStart,
      sentenceIds: sentences.map(() => null),
      documents: new Int32Array(sentences.length).fill(-1),
      documentIds: [],
    };
  }
  const gold = corpusOf("gold.conll", "Leeds won .", "It rained .");
  const hint = "both files must hold the same words in the same sentences";

  test("accepts equal corpora, whatever their ids", () => {
    expect(() => requireSameTokens(gold, corpusOf("p.conll", "Leeds won .", "It rained ."))).not.toThrow();
    const words = { values: ["It", ".", "rained", "won", "Leeds"], ids: Int32Array.of(4, 3, 1, 0, 2, 1) };
    expect(() => requireSameTokens(gold, { ...gold, words })).not.toThrow();
    expect(() => requireSameTokens(corpusOf("a"), corpusOf("b"))).not.toThrow();
  });

  test.each([
    [
      "another word",
      ["Leeds won .", "It snowed ."],
      'p.conll:6: the word is "snowed", but at gold.conll:6 it is "rained"',
    ],
    [
      "a sentence joined",
      ["Leeds won . It rained ."],
      "p.conll:4: the sentence goes on, but at gold.conll:5 a new one begins",
    ],
    [
      "a sentence cut",
      ["Leeds", "won .", "It rained ."],
      "p.conll:3: a sentence begins, but at gold.conll:2 the one before goes on",
    ],
    ["too few words", ["Leeds won ."], 'gold.conll:5: the word "It" is too many: p.conll ends after line 3'],
    [
      "too many words",
      ["Leeds won .", "It rained .", "Hard ."],
      'p.conll:9: the word "Hard" is too many: gold.conll ends after line 7',
    ],
    ["no words", [], 'gold.conll:1: the word "Leeds" is too many: p.conll has no words'],
  ])("names the first difference: %s", (_, sentences, message) => {
    expect(() => requireSameTokens(gold, corpusOf("p.conll", ...sentences))).toThrow(
      expect.objectContaining({ name: "SeginfError", message: `${message}; ${hint}` }),
    );
  });
});
