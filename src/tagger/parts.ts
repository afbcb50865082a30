import { shardCount } from "../kernels/costs.js";
import type { AddedRows, Arrays, Chains, I32, Kernels } from "../kernels/types.js";
import { type StateColumns, type StatePart, statePart } from "./states.js";

/**
 * Sentences that are passed over together: an array of label rows, such as the errors, is as long as the largest part and not as the
 * corpus. Sums over the parts in order have the same bits as over the whole, so how a corpus is cut changes no result.
 */
export interface Part {
  /** The corpus's number of the part's first token. */
  readonly first: number;
  /** The part's sentences, their tokens numbered from 0. */
  readonly chains: Chains;
  /** Bᵀ of its tokens: the blocks that occur × tokens, each added to its own row. Those of token states are not among them. */
  readonly blockTokens: AddedRows;
  /** Null without token states. */
  readonly states: StatePart | null;
  /** Whether what it has for each token is outside of the kernels' memory, and copied there when it is passed over. */
  readonly isStaged: boolean;
}

/** Share of the kernels' memory that a corpus's indices may have: of 4 GB, those of 24 million tokens. */
const STAGED_FROM = 1 / 4;

/** Whether the indices of so many tokens, each with G blocks, are to stay outside of the kernels' memory. */
export function isStaged({ limit }: Pick<Kernels, "limit">, tokens: number, groups: number): boolean {
  return 4 * tokens * (2 * groups + 1) > STAGED_FROM * limit;
}

/** Doubles of an array of a part's label rows: 8 MB, which the cache holds from the pass that writes them to the one that reads them. */
const PART_DOUBLES = 2 ** 20;

/** Shards that each thread has in a part at least, so that none waits long for the others. */
const SHARDS_A_THREAD = 8;

/**
 * Cuts a corpus into parts of whole shards.
 *
 * @param blocks B
 * @param states of all tokens
 * @param staged whether the chains' entries a token are outside of the kernels' memory
 * @param most doubles of an array of a part's label rows
 */
export function partsOf(
  { threads }: Pick<Kernels, "threads">,
  chains: Chains,
  blocks: number,
  states: StateColumns | null,
  arrays: Arrays,
  staged: boolean,
  most: number = PART_DOUBLES,
): readonly Part[] {
  const { stride, sentenceStart, shardStart } = chains;
  const tokenOf = (shard: number) => sentenceStart[shardStart[shard]];
  const shards = shardCount(chains);
  const fewest = SHARDS_A_THREAD * threads;
  const parts: Part[] = [];
  for (let from = 0, to = 1; from < shards; from = to, to++) {
    while (to < shards && (to - from < fewest || (tokenOf(to + 1) - tokenOf(from)) * stride <= most)) to++;
    const own = from === 0 && to === shards ? chains : sliceOf(chains, from, to, arrays);
    const index = staged ? new Int32Array(own.tokenBlocks.length) : arrays.int32(own.tokenBlocks.length);
    const blockTokens = blockTokensOf(own, blocks, index, arrays);
    const stateRows = states && statePart(states, tokenOf(from), own, arrays);
    parts.push({ first: tokenOf(from), chains: own, blockTokens, states: stateRows, isStaged: staged });
  }
  return parts;
}

/** The same parts with other gold labels and weights. */
export function withChanges(
  parts: readonly Part[],
  { gold, weight }: Pick<Chains, "gold" | "weight">,
): readonly Part[] {
  let k = 0;
  return parts.map((part) => {
    const { tokens, weight: own } = part.chains;
    const from = k;
    k += own.length;
    const labels = gold.subarray(part.first, part.first + tokens);
    return { ...part, chains: { ...part.chains, gold: labels, weight: weight.subarray(from, k) } };
  });
}

/** Shards from … to − 1 as chains of their own; what has an entry a token is a view of the whole's. */
function sliceOf(whole: Chains, from: number, to: number, arrays: Arrays): Chains {
  const { sentenceStart, shardStart, groups } = whole;
  const [k, end] = [shardStart[from], shardStart[to]];
  const [first, last] = [sentenceStart[k], sentenceStart[end]];
  const moved = (source: I32, start: number, stop: number) => {
    const array = arrays.int32(stop - start);
    for (let i = start; i < stop; i++) array[i - start] = source[i] - source[start];
    return array;
  };
  return {
    ...whole,
    tokens: last - first,
    sentenceStart: moved(sentenceStart, k, end + 1),
    gold: whole.gold.subarray(first, last),
    weight: whole.weight.subarray(k, end),
    tokenBlocks: whole.tokenBlocks.subarray(first * groups, last * groups),
    shardStart: moved(shardStart, from, to + 1),
  };
}

/** By counting sort: the tokens of each block ascend; blocks from `blocks` on are left out. @param index filled */
function blockTokensOf({ tokens, groups, tokenBlocks }: Chains, blocks: number, index: I32, arrays: Arrays): AddedRows {
  const next = new Int32Array(blocks);
  for (let i = 0; i < tokenBlocks.length; i++) if (tokenBlocks[i] < blocks) next[tokenBlocks[i]]++;
  const rows = next.reduce((count, entries) => (entries > 0 ? count + 1 : count), 0);
  const [row, start] = [arrays.int32(rows), arrays.int32(rows + 1)];
  for (let b = 0, r = 0; b < blocks; b++) {
    if (next[b] === 0) continue;
    row[r] = b;
    start[r + 1] = start[r] + next[b];
    next[b] = start[r++];
  }
  for (let t = 0; t < tokens; t++) {
    for (let i = t * groups; i < (t + 1) * groups; i++) {
      if (tokenBlocks[i] < blocks) index[next[tokenBlocks[i]]++] = t;
    }
  }
  return { rows, row, start, index };
}
