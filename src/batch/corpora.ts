import { expandFiles } from "../corpus/glob.js";
import { SeginfError } from "../errors.js";
import { isThere } from "../storage/isThere.js";
import { PLAN_SETTINGS, type PlanDocument, type PlannedAudit } from "./schema.js";

/**
 * The plan of a corpus each: of the files, or of those that a pattern names, in the order of their names.
 *
 * @param pair "FROM=TO": the reference of a corpus is the path with its last FROM replaced by TO; none where undefined
 * @param settings of a configuration file, of which the cache and those of an audit go into the plan
 * @throws SeginfError where no file matches, two have one name, or a reference is missing
 */
export async function planOfCorpora(
  sources: readonly string[],
  pair: string | undefined,
  settings: ReadonlyMap<string, { readonly value: unknown }>,
): Promise<PlanDocument> {
  const files = (await Promise.all(sources.map((source) => expandFiles(source)))).flat();
  if (files.includes("-")) {
    throw new SeginfError("a batch cannot read standard input, which one process has", {}, "name files");
  }
  const names = namesOf(files.map((file) => file.replaceAll("\\", "/")));
  const audits: PlannedAudit[] = [];
  for (const [i, train] of files.entries()) {
    const reference = pair === undefined ? null : await pairedReference(train, pair);
    audits.push({ name: names[i] as string, train, ...(reference !== null && { reference }) });
  }
  refuseEqual(audits);
  const known = PLAN_SETTINGS.flatMap(({ key }) => {
    const setting = settings.get(key);
    return setting ? [[key, setting.value] as const] : [];
  });
  const cache = settings.get("cache")?.value as string | false | undefined;
  return {
    schemaVersion: 1,
    ...(cache !== undefined && { cache }),
    ...(known.length > 0 && { options: Object.fromEntries(known) }),
    audits,
  };
}

async function pairedReference(train: string, pair: string): Promise<string> {
  const [from = "", to, ...rest] = pair.split("=");
  if (from === "" || to === undefined || rest.length > 0) {
    throw new SeginfError(`--pair ${pair} is not FROM=TO`, {}, "give two words: --pair train=dev");
  }
  const at = train.lastIndexOf(from);
  if (at < 0) {
    const hint = `name corpora with ${JSON.stringify(from)} in their paths, or write a plan`;
    throw new SeginfError(`--pair ${pair} does not say its reference`, { file: train }, hint);
  }
  const reference = train.slice(0, at) + to + train.slice(at + from.length);
  if (await isThere(reference)) return reference;
  throw new SeginfError(`its reference ${reference} is not there`, { file: train }, "correct --pair, or write a plan");
}

/**
 * A name for each file: its path below the directory that all have in common, without the extension, and with "-" for
 * what names may not hold. "en/train.conll" and "fr/dev.conll" are en-train and fr-dev; where all files are called alike,
 * their directories are enough.
 */
export function namesOf(files: readonly string[]): string[] {
  const parts = files.map((file) => file.split("/"));
  const [first = []] = parts;
  let common = 0;
  while (parts.every((path) => common < path.length - 1 && path[common] === first[common])) common++;
  const below = parts.map((path) => path.slice(common));
  const isAlike = below.every((path) => path.length > 1 && path.at(-1) === first.at(-1));
  return below.map((path) => {
    const stem = (path.at(-1) as string).replace(/\.[a-z0-9]+(?:\.(?:gz|bz2|xz|zst))?$/i, "");
    const name = [...path.slice(0, -1), ...(isAlike ? [] : [stem])].join("-").replace(/[^A-Za-z0-9._-]+/g, "-");
    return name.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "").slice(0, 100) || "corpus";
  });
}

function refuseEqual(audits: readonly PlannedAudit[]): void {
  const seen = new Map<string, string>();
  for (const { name, train } of audits) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      const hint = "write a plan that names them: see docs/many-corpora.md";
      throw new SeginfError(`both this and ${other} would be called ${name}`, { file: train }, hint);
    }
    seen.set(name.toLowerCase(), train);
  }
}
