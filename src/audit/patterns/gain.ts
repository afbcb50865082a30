/** Segments that should bear one label, and how many of them one kind of error has struck. */
export interface Counts {
  readonly all: number;
  /** An expected number: Σ of probabilities, as `errorsThere` is. */
  readonly errors: number;
  /** The same of the segments that have the anchor. */
  readonly there: number;
  readonly errorsThere: number;
}

/**
 * What a pattern explains, in nats: how much likelier the errors become once the segments at the anchor have an error rate
 * of their own. With k of n segments wrong at rate q, ℓ(k, n, q) = k log q + (n − k) log(1 − q):
 *
 *     gain = ℓ(k_a, n_a, k_a/n_a) + ℓ(k − k_a, n − n_a, (k − k_a)/(n − n_a)) − ℓ(k, n, k/n)
 *
 * half the G statistic of the table (Dunning 1993); 0 where the rate at the anchor is not above the rest.
 */
export function gainOf({ all, errors, there, errorsThere }: Counts): number {
  const elsewhere = all - there;
  const errorsElsewhere = Math.max(0, errors - errorsThere);
  if (errorsThere * elsewhere <= errorsElsewhere * there) return 0;
  return logLikelihood(errorsThere, there) + logLikelihood(errorsElsewhere, elsewhere) - logLikelihood(errors, all);
}

/** ℓ(k, n, k/n) */
function logLikelihood(k: number, n: number): number {
  const part = (x: number) => (x > 0 ? x * Math.log(x / n) : 0);
  return part(k) + part(n - k);
}
