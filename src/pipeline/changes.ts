import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { textOf } from "../corpus/encoding/raw-text.js";
import { type FileView, filesOf, fileViews } from "../corpus/files.js";
import { decompressedBytes, readBytes } from "../corpus/source.js";
import type { Corpus, CorpusFile } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { at } from "../math/at.js";
import { changedSentences, haveCommonLine, linesOf, similarity } from "../triage/changed.js";
import type { Environment } from "./environment.js";
import { baseOf } from "./git.js";
import { inUsersRepository, placesOf } from "./gitPlace.js";
import { checkedOut, fileAt, filterOf, type GitFile, type GitPlace, goneFiles } from "./gitTree.js";

type Surroundings = Pick<Environment, "directory" | "note">;

/** What has changed in a file since an earlier commit. */
export interface FileChanges {
  /** Those that the commit does not have, by number in the file. */
  readonly sentences: ReadonlySet<number>;
  /** What the file held there, decompressed. */
  readonly before: Buffer;
}

/** By file. One that the commit does not have is not there: it is new as a whole. */
export type Changes = ReadonlyMap<string, FileChanges>;

/**
 * What has changed since an earlier commit: the one that is named, or the place where HEAD left it. A file that is new is said
 * to be.
 *
 * @throws SeginfError where git cannot say what has changed
 */
export async function changesSince(
  reference: string,
  corpora: readonly Corpus[],
  surroundings: Surroundings,
): Promise<Changes> {
  const changes = new Map<string, FileChanges>();
  for (const corpus of corpora) {
    const views = fileViews(corpus);
    for (const [i, file] of filesOf(corpus).entries()) {
      const own = await changedIn(reference, file, views[i] as FileView, surroundings);
      if (own !== null) changes.set(file.name, own);
      else surroundings.note(`${file.name} is not in ${reference}, so all of it counts as changed`);
    }
  }
  return changes;
}

/** The sentences of a corpus that have changed, those of new files among them, by number over all its files. */
export function changedSentencesOf(corpus: Corpus, changes: Changes): Set<number> {
  const views = fileViews(corpus);
  const changed = filesOf(corpus).flatMap(({ name, firstSentence }, i) => {
    const { sentenceStart } = at(views, i);
    const own = changes.get(name)?.sentences ?? Array.from({ length: sentenceStart.length - 1 }, (_, k) => k);
    return Array.from(own, (k) => firstSentence + k);
  });
  return new Set(changed);
}

async function changedIn(
  reference: string,
  file: CorpusFile,
  view: FileView,
  { directory, note }: Surroundings,
): Promise<FileChanges | null> {
  const { name, encoding, format } = file;
  const text = (bytes: Buffer): string[] => linesOf(textOf(bytes, encoding));
  const bytes = await asRead(file);
  const now = text(bytes);
  const places = await placesIn(reference, name, directory);
  const kept = await firstFound(places, name);
  const version = kept ?? (await renamedFrom(places, name, now, text));
  if (version === null) return null;
  if (kept === null) note(`${name} is compared with ${version.path}, as it was called in ${reference}`);
  const before = await contentOf(version, name);
  if (before === null) return { sentences: new Set(), before: bytes };
  const lines = text(before);
  const filter = haveCommonLine(lines, now) ? null : await filterOf(version);
  if (filter !== null) {
    const what = `--diff-base: the filter "${filter}" of .gitattributes does not give back what ${reference} holds`;
    throw new SeginfError(what, { file: name }, "set the filter up, fetch its content, or leave --diff-base out");
  }
  return { sentences: changedSentences(view, format, lines, now), before };
}

/** The bytes that the corpus was read from. @throws SeginfError where they cannot be had again */
async function asRead({ name, digest }: CorpusFile): Promise<Buffer> {
  const isStdin = name === "<stdin>";
  if (isStdin || !(await stat(name)).isFile()) {
    throw new SeginfError(
      "--diff-base needs a plain file, which git can compare",
      { file: name },
      "name one, or leave --diff-base out",
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(name, undefined, undefined)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (sha256(bytes) === digest) return bytes;
  throw new SeginfError("the file has changed while it was read", { file: name }, "run it again");
}

/** Where the file would be in the commit. @throws SeginfError outside of every repository */
async function placesIn(reference: string, file: string, directory: string): Promise<GitPlace[]> {
  const places: GitPlace[] = [];
  for await (const own of placesOf(file, directory)) {
    const { top, path } = await inUsersRepository(own, directory);
    places.push({ top, commit: await baseOf(top, reference), path });
  }
  if (places.length > 0) return places;
  throw new SeginfError("--diff-base needs a git repository", { file }, "leave it out where there is none");
}

async function firstFound(places: readonly GitPlace[], file: string): Promise<GitFile | null> {
  for (const place of places) {
    const found = await fileAt(place, file);
    if (found) return found;
  }
  return null;
}

/** Share of its lines that a file keeps when it is renamed, as git has it. */
const ALIKE = 0.5;

/** The file that is gone from the working tree and most like this one. */
async function renamedFrom(
  places: readonly GitPlace[],
  name: string,
  now: readonly string[],
  text: (bytes: Buffer) => string[],
): Promise<GitFile | null> {
  const { size } = await stat(name);
  let [found, most]: [GitFile | null, number] = [null, ALIKE];
  for (const one of await goneFiles(places.at(-1) as GitPlace, size)) {
    const bytes = await decompressedBytes(await checkedOut(one), name).catch(() => null);
    const share = bytes === null ? 0 : similarity(text(bytes), now);
    if (share >= most) [found, most] = [one, share];
  }
  return found;
}

const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n[\s\S]*?^oid sha256:([0-9a-f]{64})$/m;

/** What the file held, decompressed; null where it held what it holds now. */
async function contentOf(version: GitFile, file: string): Promise<Buffer | null> {
  const bytes = await checkedOut(version);
  const [, object] = LFS_POINTER.exec(bytes.toString("latin1", 0, 1024)) ?? [];
  if (object === undefined) return decompressedBytes(bytes, file);
  if (sha256(await readFile(file)) === object) return null;
  throw new SeginfError(
    "--diff-base: the commit holds the file in git-lfs, whose earlier content is not here",
    { file },
    "install git-lfs and fetch it: git lfs fetch --all",
  );
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
