/** An entity as conlleval finds it: tokens first … last, both inclusive. */
export interface Chunk {
  readonly type: string;
  readonly first: number;
  readonly last: number;
}

/**
 * The chunks of one tag sequence, by conlleval's endOfChunk and startOfChunk case by case (with the E and S cases of its
 * Python successors; L and U are read as E and S). Written from the rules, not from our reader.
 */
export function conllevalChunks(tags: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let [previousTag, previousType] = ["O", ""];
  let begin = 0;
  for (const [i, whole] of [...tags, "O"].entries()) {
    const [letter, type] = whole === "O" ? ["O", ""] : [whole[0], whole.slice(2)];
    const tag = letter === "L" ? "E" : letter === "U" ? "S" : letter;
    if (endOfChunk(previousTag, tag, previousType, type))
      chunks.push({ type: previousType, first: begin, last: i - 1 });
    if (startOfChunk(previousTag, tag, previousType, type)) begin = i;
    [previousTag, previousType] = [tag, type];
  }
  return chunks;
}

function endOfChunk(previousTag: string, tag: string, previousType: string, type: string): boolean {
  let isEnd = false;
  if (previousTag === "E") isEnd = true;
  if (previousTag === "S") isEnd = true;
  if (previousTag === "B" && tag === "B") isEnd = true;
  if (previousTag === "B" && tag === "S") isEnd = true;
  if (previousTag === "B" && tag === "O") isEnd = true;
  if (previousTag === "I" && tag === "B") isEnd = true;
  if (previousTag === "I" && tag === "S") isEnd = true;
  if (previousTag === "I" && tag === "O") isEnd = true;
  if (previousTag !== "O" && previousType !== type) isEnd = true;
  return isEnd;
}

function startOfChunk(previousTag: string, tag: string, previousType: string, type: string): boolean {
  let isStart = false;
  if (tag === "B") isStart = true;
  if (tag === "S") isStart = true;
  if (previousTag === "E" && tag === "E") isStart = true;
  if (previousTag === "E" && tag === "I") isStart = true;
  if (previousTag === "S" && tag === "E") isStart = true;
  if (previousTag === "S" && tag === "I") isStart = true;
  if (previousTag === "O" && tag === "E") isStart = true;
  if (previousTag === "O" && tag === "I") isStart = true;
  if (tag !== "O" && previousType !== type) isStart = true;
  return isStart;
}
