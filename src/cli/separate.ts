import type { BigIntStats } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expandFiles } from "../corpus/index.js";
import { SeginfError } from "../errors.js";
import { targetOfLinks } from "../storage/atomic.js";
import type { Host } from "./host.js";
import { fileBehind, identityOf, type RunFiles } from "./runFiles.js";

const STDOUT = /^(?:\/dev\/stdout|\/dev\/fd\/1|\/proc\/self\/fd\/1)$/;

/**
 * Makes sure that no output of a run is one of its inputs or another output: by identity, so that links, other spellings of a
 * path, patterns and a shell's redirections are seen through. What is not there yet is compared by place, upper and lower
 * case being one: some file systems do not tell them apart.
 *
 * @throws SeginfError naming the output
 */
export async function requireSeparateFiles({ inputs, outputs, prints }: RunFiles, host: Host): Promise<void> {
  const read = new Set<string>();
  for (const input of inputs) for (const identity of await identitiesOf(input, host)) read.add(identity);
  const isRead = (identity: string | null): boolean => identity !== null && read.has(identity);
  if (isRead(fileBehind(host.stdout))) {
    throw new SeginfError("standard output is an input of the same run", {}, "redirect it to another file");
  }
  const written = new Set<string>(prints ? ["stdout"] : []);
  for (const file of outputs) {
    const existing = await stat(file, { bigint: true }).catch(() => undefined);
    if (existing && isRead(identityOf(existing))) {
      throw new SeginfError("this would overwrite an input of the same run", { file }, "choose another name");
    }
    // Devices take what they are given, from several as well: /dev/null.
    if (existing && !existing.isFile() && !existing.isFIFO() && !STDOUT.test(file)) continue;
    for (const identity of await destinationsOf(file, existing)) {
      if (written.has(identity)) {
        throw new SeginfError("two formats have this output file", { file }, "name two files");
      }
      written.add(identity);
    }
  }
}

/** The same for an output and inputs that only other inputs name. */
export async function requireSeparate(
  output: string | undefined,
  inputs: readonly string[],
  host: Host,
): Promise<void> {
  await requireSeparateFiles({ inputs, outputs: output === undefined ? [] : [output], prints: false }, host);
}

/** What encoders are read from; nothing of one that cannot be read, which reading it says better. */
export async function encoderFiles(given: readonly string[]): Promise<readonly string[]> {
  if (given.length === 0) return [];
  const { filesOfEncoder } = await import("../encoder/digest.js");
  return (await Promise.all(given.map((one) => filesOfEncoder(one).catch(() => [])))).flat();
}

/** What stands for a place to write to: the file that is there, and its name. */
async function destinationsOf(file: string, existing: BigIntStats | undefined): Promise<Set<string>> {
  if (STDOUT.test(file)) return new Set(["stdout"]);
  if (existing?.isFIFO()) return new Set([`${existing.dev}:${existing.ino}`]);
  const identities = new Set<string>();
  if (existing) identities.add(identityOf(existing) as string);
  const target = await targetOfLinks(file).catch(() => file);
  const directory = await realpath(dirname(target)).catch(() => dirname(target));
  return identities.add(join(directory, basename(target)).normalize("NFC").toLowerCase());
}

/** The files of an input; none where it is not there, which reading it says better. */
async function identitiesOf(input: string, host: Host): Promise<string[]> {
  if (input === "-") return [fileBehind(host.stdin) ?? []].flat();
  const files = await expandFiles(input).catch(() => []);
  const found = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => undefined)));
  return found.flatMap((one) => (one && identityOf(one)) ?? []);
}
