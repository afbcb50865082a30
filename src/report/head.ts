import type { CorpusSummary, HeadSummary } from "../findings/report.js";
import { type Piece, piece } from "./layout.js";
import { count, counted, signed } from "./numbers.js";
import { visible } from "./visible.js";

/** Of a corpus's tokens, the share that a refitted head may label otherwise before it is another tagger. */
const MOST_CHANGED = 0.02;

type Measured = Pick<CorpusSummary, "file" | "tokens">;

/** An encoder's head, and how far the tagger has moved from it. */
export function headPieces({ kept, share, changed, referenceLossChange }: HeadSummary): Piece[] {
  if (kept) return [piece("kept as it is")];
  const reference = changed.reference === null ? "" : ` and ${count(changed.reference)} of the reference`;
  return [
    piece(`refitted, moved by ${percent(share)}`),
    piece(`labels ${counted(changed.train, "training token")}${reference} otherwise`),
    ...(referenceLossChange === null ? [] : [piece(`reference loss ${signed(referenceLossChange)} nats`)]),
  ];
}

/** What has to be known of an encoder's head before findings are read; null where there is nothing. */
export function headWarning(head: HeadSummary | null, train: Measured, reference: Measured | null): string | null {
  if (head === null) return null;
  if (head.kept) {
    return (
      "the encoder's head is kept as it is, which is not the optimum of its loss: influence is that on the proximal " +
      "Bregman objective around it"
    );
  }
  const { changed } = head;
  const shares = [{ file: train.file, share: changed.train / train.tokens }];
  if (reference && changed.reference !== null) {
    shares.push({ file: reference.file, share: changed.reference / reference.tokens });
  }
  const { file, share } = shares.reduce((most, one) => (one.share > most.share ? one : most));
  if (share <= MOST_CHANGED) return null;
  return (
    `the refitted head labels ${percent(share)} of ${visible(file)} otherwise than yours: findings are about the refitted ` +
    "one; give --keep-head for yours, or a larger --lambda"
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
