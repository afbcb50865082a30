// Corpora of any size with the statistics of natural text, for measuring growth. Nothing here is drawn from a real text.
//
// Words come from Pitman–Yor processes (Pitman & Yor 1997; as models of word frequencies, Goldwater, Griffiths & Johnson
// 2011): Zipfian frequencies, and a vocabulary that goes on growing as n^discount, so that a corpus of three million
// tokens still has rare words. The constants are set so that sentence lengths, types, hapaxes, segments and capitals are
// those of an English web corpus of 200,000 tokens; bench/RESULTS.md has the comparison.

/** Tokens a sentence aims at, on average; one that ends in a name gets longer. */
const SENTENCE_MEAN = 15.3;
/** At this share of the places where a segment may begin, one does. */
const SEGMENT_RATE = 0.039;
const LABELS = { PER: 0.41, LOC: 0.38, ORG: 0.21 };

/** Punctuation and closed-class words by frequency; most sentences end in a full stop besides. */
const FUNCTION_WORDS = (
  "the , to and a of I in is that you it for on with was this have be are not as at ? ! from my or they we if but by " +
  "will - ( ) an can your all so there has he do what me would had been their more about one when no which were who " +
  "out up them his our its : her she just any some like get than how other only also could him us into then because " +
  "very here now these after where over should am two before being did those too while most through even back both"
).split(" ");
/** Words that often stand before names. They are common elsewhere too, so they do not give a label away. */
const CUES = { PER: ["by", "with", "and", "that"], LOC: ["in", "from", "at", "to"], ORG: ["the", "for", "of", "by"] };
const CUED = 0.6;
const COMPASS = ["New", "North", "San", "Lake"];
const COMPANY = ["Inc", "Group", "Corp", "Bank", "Press", "Council", "Institute", "Times"];

const RIMES = ["a", "e", "i", "o", "u", "ea", "or", "en"];
const SYLLABLES = "b br c cl d f g h l m n p r s st t tr v w"
  .split(" ")
  .flatMap((onset) => RIMES.map((rime) => onset + rime));
const ENDINGS = ["", "", "", "", "s", "s", "ed", "ing", "ly", "er", "tion", "al", "ness", "y"];

/** Uniform numbers in [0, 1) from a 32-bit seed: mulberry32 (Ettinger, public domain). */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Draws 0, 1, 2, … by a Pitman–Yor process: after n draws of K values a new one with probability
 * (strength + discount K) / (n + strength), else value i with one in proportion to its count less the discount.
 */
function pitmanYor(random, discount, strength) {
  const drawn = [];
  const counts = [];
  return () => {
    let value = counts.length;
    if (random() * (drawn.length + strength) >= strength + discount * value) {
      // Any earlier draw comes in proportion to the counts; to refuse it with probability discount / count gives the rest.
      do value = drawn[Math.floor(random() * drawn.length)];
      while (random() * counts[value] < discount);
    }
    counts[value] = (counts[value] ?? 0) + 1;
    drawn.push(value);
    return value;
  };
}

/** The spelling of word number n: its digits in syllables, so that common words are short, and an ending. */
function spelling(n, salt) {
  let rest = n;
  let word = "";
  do {
    word += SYLLABLES[(rest * 37 + salt) % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  } while (rest > 0);
  return word + ENDINGS[(Math.imul(n + salt, 0x9e3779b1) >>> 8) % ENDINGS.length];
}

const capitalised = (word) => word[0].toUpperCase() + word.slice(1);

const spelled = (words, label) => words.map((word, i) => [word, `${i === 0 ? "B" : "I"}-${label}`]);

/** Words that are no names: function words by Zipf's and Mandelbrot's law, numbers, and content words. */
function ordinaryWords(random) {
  const content = pitmanYor(random, 0.45, 700);
  let total = 0;
  const cumulative = FUNCTION_WORDS.map((_, rank) => (total += 1 / (rank + 2.7)));
  const exponential = (mean) => -mean * Math.log(1 - random());
  const number = () => {
    const u = random();
    if (u < 0.3) return String(1 + Math.floor(exponential(8)));
    if (u < 0.5) return String(1950 + Math.floor(random() * 70));
    const large = Math.floor(10 ** (1 + 5 * random()));
    return u < 0.8 ? String(large).replace(/\B(?=(\d{3})+$)/g, ",") : `$${(large / 100).toFixed(2)}`;
  };
  return () => {
    const u = random();
    if (u < 0.53) {
      const at = random() * total;
      return FUNCTION_WORDS[cumulative.findIndex((sum) => at < sum)];
    }
    if (u < 0.548) return number();
    const word = spelling(content(), 0);
    return random() < 0.06 ? capitalised(word) : word;
  };
}

/** Names by label. Firms and places are named after people and places, so a word alone does not tell its label. */
function nameMakers(random, pick) {
  const from = (discount, strength, salt) => {
    const draw = pitmanYor(random, discount, strength);
    return () => capitalised(spelling(draw(), salt));
  };
  const given = from(0.5, 60, 5);
  const family = from(0.65, 120, 11);
  const place = from(0.6, 40, 23);
  const firm = from(0.7, 80, 31);
  return {
    PER: () => (random() < 0.45 ? [given(), family()] : [pick([family, family, place])()]),
    LOC: () => (random() < 0.25 ? [pick(COMPASS), place()] : [random() < 0.93 ? place() : family()]),
    ORG: () => {
      const first = pick([firm, firm, family, place])();
      const u = random();
      if (u < 0.4) return [first];
      return u < 0.85 ? [first, pick(COMPANY)] : ["University", "of", place()];
    },
  };
}

/**
 * A source of sentences, each a list of [word, tag] rows under BIO with the labels PER, LOC and ORG.
 *
 * @returns a function that makes the next one; its argument is the share of segments that are annotated wrongly: of
 *   another label, left out, or cut by a token
 */
export function textSource(seed) {
  const random = uniform(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const ordinary = ordinaryWords(random);
  const names = nameMakers(random, pick);
  const labels = Object.keys(LABELS);
  const label = () => {
    const u = random();
    return u < LABELS.PER ? "PER" : u < LABELS.PER + LABELS.LOC ? "LOC" : "ORG";
  };
  const annotated = (words, truth, errors) => {
    if (random() >= errors) return spelled(words, truth);
    const u = random();
    const others = labels.filter((name) => name !== truth);
    if (u < 0.35) return spelled(words, pick(others));
    if (u < 0.7 || words.length === 1) return words.map((word) => [word, "O"]);
    return [...spelled(words.slice(0, -1), truth), [words.at(-1), "O"]];
  };
  // The sum of two exponential variables: a standard deviation of 11.
  const length = () => 1 - Math.floor(((SENTENCE_MEAN - 0.5) / 2) * Math.log((1 - random()) * (1 - random())));
  return (errors) => {
    const words = length();
    const rows = [];
    do {
      if (random() < SEGMENT_RATE) {
        const truth = label();
        if (random() < CUED) rows.push([pick(CUES[truth]), "O"]);
        rows.push(...annotated(names[truth](), truth, errors));
      } else rows.push([ordinary(), "O"]);
    } while (rows.length < words - 1);
    rows[0][0] = capitalised(rows[0][0]);
    if (words > 1) rows.push([random() < 0.85 ? "." : pick(["?", "!", ":", "..."]), "O"]);
    return rows;
  };
}
