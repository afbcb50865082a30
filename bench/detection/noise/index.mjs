// Realistic annotation noise with known gold: one corpus that is taken for right, one kind, one share of wrong tokens.
import { KINDS as HABITS, plant, RANDOM_KINDS as SLIPS } from "../plant.mjs";
import { hashOf } from "../random.mjs";
import { commit } from "./commit.mjs";
import { distant } from "./distant.mjs";
import { countTokens, countWrong, labelsOf, leastReaching, wrongTarget } from "./documents.mjs";
import { omission } from "./omission.mjs";
import { overlabelling } from "./overlabelling.mjs";
import { foreign, weak } from "./predicted.mjs";

/** Habits and slips (../plant.mjs) until enough tokens are wrong. */
const planted = (kind) => (clean, rate, seed) => {
  if (labelsOf(clean).length < 2) return { documents: clean };
  const made = (share) => plant(clean, kind, share, seed).documents;
  return { documents: leastReaching(clean, wrongTarget(clean, rate), made) };
};

const GENERATORS = {
  ...Object.fromEntries([...Object.keys(SLIPS), ...Object.keys(HABITS)].map((kind) => [kind, planted(kind)])),
  omission,
  distant,
  weak,
  foreign,
  overlabelling,
};

/** Kinds of which each can stand alone; "a+b" is a mixture, each with half of the wrong tokens. */
export const NOISE_KINDS = Object.keys(GENERATORS);
export const MIXTURES = ["omission+words", "weak+random-type", "distant+overlabelling", "foreign+context"];
/** Where every token is a segment: what takes or moves segments has no meaning. */
export const PLAIN_KINDS = [
  ...["random-type", "words", "context", "document", "annotator"],
  ...["distant", "weak", "foreign", "overlabelling"],
];
export const PLAIN_MIXTURES = ["weak+random-type", "distant+words"];

/**
 * {documents, wrong, tokens, rate, reached}: the corpus with noise, its wrong tokens, and whether they are as many as asked
 * for. Most kinds have a bound of their own: where one token in twenty is in a name, no more can be left out.
 *
 * @param clean documents that are taken for right
 * @param kind one of NOISE_KINDS, or two of them as "a+b"
 * @param rate the share of all tokens that are to be wrong
 * @param context {scheme, others, predict}: "BIO" or "plain"; other corpora as
 *   [{name, documents, uses?: kinds}]; the annotating tagger of predicted.mjs
 */
export function noise(clean, kind, rate, seed, context) {
  const [first, second] = kind.split("+");
  const target = wrongTarget(clean, rate);
  let made = generate(clean, first, second ? rate / 2 : rate, seed, context);
  if (second) {
    const { documents } = made;
    const again = (share) => generate(documents, second, share * rate, hashOf(`${seed} ${second}`), context).documents;
    made = { documents: leastReaching(clean, target, again) };
  }
  const [wrong, tokens] = [countWrong(clean, made.documents), countTokens(clean)];
  return { ...made, wrong, tokens, rate: wrong / tokens, reached: wrong >= 0.9 * target };
}

function generate(clean, kind, rate, seed, context) {
  if (!Object.hasOwn(GENERATORS, kind)) throw new Error(`no kind of noise ${kind}`);
  const others = context.others.filter(({ uses }) => uses === undefined || uses.includes(kind));
  return GENERATORS[kind](clean, rate, seed, { ...context, others });
}

export { commit };
