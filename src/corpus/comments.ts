/** What a comment line says about what follows it; null for any other comment. */
export interface Mark {
  readonly kind: "sentence" | "document";
  readonly id: string | null;
  /** It stands between sentences, and is an error within one. */
  readonly isStrict: boolean;
}

/** `# sent_id = X`, `# newdoc` and `# newdoc id = X`, as in CoNLL-U. */
const STRICT = /^#\s*(?:(sent_id)\s*=|(newdoc)(?:\s+id\s*=|\s*$))(.*)$/su;
/**
 * `#begin document (X); part 000` (CoNLL-2012), `# document_id = X` and `# hipe2022:document_id = X` (HIPE), `###MEDLINE:1`
 * (GENIA, JNLPBA).
 */
const DOCUMENT =
  /^#(?:begin document \((.*)\)(?:;\s*part\s+(\d+))?\s*$|\s*(?:[\w-]+:)?document_id\s*=(.*)$|##\s*([A-Za-z]+:\s*[\w.-]+)\s*$)/su;
/** `# sentence_id = X`, and `# id X` (MultiCoNER). */
const SENTENCE = /^#\s*(?:sentence_id\s*=\s*(.*)|id\s+(\S+)(?:\s+domain=.*)?)$/su;

/** UTF-16 units of a comment that may be a mark: patterns go back over each, on a stack of their own. */
const LONGEST = 1 << 16;

/** Reads what a comment says about the sentence or the document that follows. */
export function readComment(text: string): Mark | null {
  if (text.length > LONGEST) return null;
  const strict = STRICT.exec(text);
  if (strict) return { kind: strict[1] ? "sentence" : "document", id: strict[3].trim() || null, isStrict: true };
  const document = DOCUMENT.exec(text);
  if (document) {
    const part = Number(document[2] ?? 0);
    const id = (document[1] ?? document[3] ?? document[4]).trim() + (part > 0 ? ` part ${part}` : "");
    return { kind: "document", id: id || null, isStrict: false };
  }
  const sentence = SENTENCE.exec(text);
  return sentence && { kind: "sentence", id: (sentence[1] ?? sentence[2]).trim() || null, isStrict: false };
}

/** Whether a comment is meant for seginf: `# seginf: …` or `# seginf-…`. */
export function isRemark(text: string): boolean {
  return /^#\s*seginf\s*[:-]/.test(text);
}

const DOCSTART = Buffer.from("-DOCSTART-");
/** What stands in the other columns of a -DOCSTART- line. */
const FILLERS = new Set(["O", "-X-", "-", "_", "-DOCSTART-"]);

/** Whether the line is a document mark: -DOCSTART- and then a blank, a tab or nothing. */
export function isDocstart(bytes: Buffer, start: number, end: number): boolean {
  const past = start + DOCSTART.length;
  if (past > end || bytes.compare(DOCSTART, 0, DOCSTART.length, start, past) !== 0) return false;
  return past === end || bytes[past] === 32 || bytes[past] === 9;
}

/** The id after the mark, as in `-DOCSTART- (947testa CRICKET) O`: null where only the columns' fillers follow. */
export function docstartId(text: string): string | null {
  const fields = text.split(/[ \t]+/).filter((field) => field !== "");
  while (fields.length > 0 && FILLERS.has(fields[fields.length - 1])) fields.pop();
  if (fields[0] === "-DOCSTART-") fields.shift();
  while (fields.length > 0 && FILLERS.has(fields[0])) fields.shift();
  const id = fields.join(" ");
  return id.replace(/^\((.+)\)$/su, "$1") || null;
}
