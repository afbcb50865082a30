// Writes a made-up corpus of natural statistics: node bench/generate.mjs DIR --tokens N [--reference 25000] [--seed 1]
//   [--errors 0.03]
// DIR/reference.conll without errors, and DIR/train.conll with that share of its segments annotated wrongly; BIO with PER,
// LOC and ORG. The same arguments give the same bytes. Prints one JSON line on the training file.
import { parseArgs } from "node:util";
import { generate } from "./lib/generate.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tokens: { type: "string" },
    reference: { type: "string", default: "25000" },
    seed: { type: "string", default: "1" },
    errors: { type: "string", default: "0.03" },
  },
});
if (positionals.length !== 1 || !values.tokens) throw new Error("usage: node bench/generate.mjs DIR --tokens N");
const [tokens, reference, seed, errors] = [values.tokens, values.reference, values.seed, values.errors].map(Number);
console.log(JSON.stringify(generate(positionals[0], { tokens, reference, seed, errors })));
