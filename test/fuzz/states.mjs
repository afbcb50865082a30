import { writeFileSync } from "node:fs";
import { readCorpus } from "../../dist/corpus/index.js";
import { wordsDigest } from "../../dist/features/states/table.js";
import { Random } from "./random.mjs";

// Token states as --states takes them: few or many numbers of a token, of any size, of low rank, equal, or not finite.

const NUMBERS = {
  usual: (random) => random.next() - 0.5,
  zero: () => 0,
  equal: () => 3.25,
  few: (random) => random.pick([-1, 0, 1]),
  tiny: (random) => (random.next() - 0.5) * 1e-38,
  huge: (random) => (random.next() - 0.5) * 1e38,
  mixed: (random) => (random.next() - 0.5) * 10 ** (random.below(60) - 30),
  none: (random) => random.pick([0.5, Number.NaN, Number.POSITIVE_INFINITY]),
};

/** What states are made by: equal descriptions give equal files. */
export function anyStates(random) {
  return {
    dimension: random.pick([1, 2, 5, 30, 130, 200]),
    numbers: random.pick(["usual", "usual", ...Object.keys(NUMBERS)]),
    seed: random.below(2 ** 32),
  };
}

/** Writes a .npy file for each corpus that can be read. @returns the flags that name them */
export async function writeStates({ dimension, numbers, seed }, files) {
  const flags = [];
  for (const [i, name] of files.entries()) {
    const corpus = await readCorpus(name, { labelColumn: null }).catch(() => null);
    if (corpus === null) continue;
    const random = new Random(seed + i);
    const tokens = corpus.words.ids.length;
    const values = Float32Array.from({ length: tokens * dimension }, () => NUMBERS[numbers](random));
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tokens}, ${dimension}), }\n`;
    const head = Buffer.alloc(10 + header.length);
    head.write("\x93NUMPY\x01\x00", "latin1");
    head.writeUInt16LE(header.length, 8);
    head.write(header, 10);
    writeFileSync(`states${i}.npy`, Buffer.concat([head, Buffer.from(values.buffer)]));
    writeFileSync(`states${i}.npy.sha256`, wordsDigest(corpus));
    flags.push("--states", `states${i}.npy`);
  }
  return flags;
}
