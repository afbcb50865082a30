export { checkVerdicts } from "./check.js";
export { type Correction, correctionOf, type Span } from "./correction.js";
export { entryOf, excerpt, type Judgement } from "./entry.js";

export { readVerdicts } from "./read.js";
export { VERDICTS, type Verdict, type VerdictEntry, type VerdictFile } from "./schema.js";
export { verdictText } from "./write.js";
