/**
 * Lengths of path prefixes, in bits. Short ones are near to parts of speech, long ones to topics (Miller et al. 2004;
 * Koo et al. 2008).
 */
const PREFIXES = [4, 6, 8, 10, 12, 14] as const;

/** What a template can read off a word's cluster: a prefix of its path, or the whole. */
export type ClusterField = `cluster${(typeof PREFIXES)[number]}` | "cluster";

const lengths = new Map<string, number>([
  ...PREFIXES.map((bits) => [`cluster${bits}`, bits] as const),
  ["cluster", Number.POSITIVE_INFINITY],
]);

/** All of them, the shortest prefix first. */
export const CLUSTER_FIELDS = [...lengths.keys()] as readonly ClusterField[];

export const isClusterField = (field: string): field is ClusterField => lengths.has(field);

/** What of a path the field keeps; null where the path is not longer than the prefix (the whole path says as much). */
export function prefixOf(path: string, field: ClusterField): string | null {
  const bits = lengths.get(field) as number;
  if (bits === Number.POSITIVE_INFINITY) return path;
  return path.length > bits ? path.slice(0, bits) : null;
}
