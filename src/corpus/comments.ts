/** What a comment line says about what follows it; null for any other comment. */
export type Mark =
  | { readonly kind: "sentence"; readonly id: string | null }
  | { readonly kind: "document"; readonly id: string | null };

/** Reads `# sent_id = X`, `# newdoc` and `# newdoc id = X`. */
export function readComment(text: string): Mark | null {
  const match = /^#\s*(?:(sent_id)\s*=|(newdoc)(?:\s+id\s*=|\s*$))(.*)$/su.exec(text);
  if (!match) return null;
  return { kind: match[1] ? "sentence" : "document", id: match[3].trim() || null };
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
