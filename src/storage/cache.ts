import { createHash } from "node:crypto";
import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { SeginfError } from "../errors.js";
import { canonicalJson } from "./canonical.js";
import { makeDirectories } from "./directories.js";
import { SealedFileError } from "./envelope.js";
import { fits, type HeaderSchema, type OutputOf } from "./headerSchema.js";
import { type Removed, removeLeftovers } from "./leftovers.js";
import { DEFAULT_CACHE_SIZE, markUsed, pruneFiles } from "./prune.js";
import { openSealed, peekSealed, type SealedContent, sealFile } from "./sealed.js";

/** One entry of a listing. */
export interface CacheEntry {
  readonly kind: string;
  readonly file: string;
  readonly bytes: number;
  /** What the entry's header calls itself (`header.description`), "" if nothing. */
  readonly description: string;
}

/** An entry whose header has been checked. */
export interface ShapedContent<S extends HeaderSchema> {
  readonly header: OutputOf<S>;
  readonly sections: SealedContent["sections"];
}

const SEAL = { kind: "cache", version: 1 } as const;
const ENTRY_NAME = /^([a-z][a-z0-9-]*)-[0-9a-f]{64}\.seginf$/;

/**
 * Results that are expensive to compute, kept in a directory under the content that they follow from. The cache can only save
 * time: whatever is wrong with it is said through `note`, in one line, and the run goes on as without it.
 *
 * An entry's name is a digest of its kind and key; the key stands in the entry in full and is compared before reuse.
 * Entries appear whole or not at all, so that several runs can share the directory.
 */
export class Cache {
  /** The kernels that results are computed with: their last digits may differ, so they are part of every key. */
  kernels: "auto" | "plain" = "auto";
  private writable = true;
  private swept: Promise<Removed> | undefined;

  /**
   * @param note takes one line for the user
   * @param limit bytes that the entries may take up together; what was not used for longest goes first
   */
  constructor(
    readonly directory: string,
    readonly note: (message: string) => void,
    readonly limit: number = DEFAULT_CACHE_SIZE,
  ) {}

  /**
   * What was stored under this kind and key, or undefined. An entry that is damaged, or whose header is not of the shape
   * that is asked for, is noted, removed, and counts as absent.
   */
  async load<S extends HeaderSchema>(kind: string, key: object, shape: S): Promise<ShapedContent<S> | undefined> {
    await this.sweep();
    const whole = await this.whole(key);
    const path = this.path(kind, whole);
    try {
      const { header, sections } = await openSealed(path, SEAL);
      if (header.kind === kind && canonicalJson(header.key) === canonicalJson(whole)) {
        const { content } = header;
        if (!fits(shape, content)) {
          return await this.discard(path, `a cached ${kind} holds other fields than this version writes`);
        }
        await markUsed(path);
        return { header: content, sections };
      }
      return await this.discard(path, "the cache holds another entry under this name");
    } catch (error) {
      if (!(error instanceof SealedFileError)) throw error;
      if (error.refusal === "missing") return undefined;
      if (error.refusal === "unreadable") this.note(`the cache cannot be read: ${error.message}`);
      else await this.discard(path, `a cached ${kind} ${error.what}`);
      return undefined;
    }
  }

  /** Whether there is something under this kind and key, which `load` may still refuse. */
  async has(kind: string, key: object): Promise<boolean> {
    const path = this.path(kind, await this.whole(key));
    return stat(path).then(Boolean, () => false);
  }

  /** Removes an entry that was loaded and turned out to have another shape than its kind has. */
  async reject(kind: string, key: object, why: string): Promise<void> {
    await this.discard(this.path(kind, await this.whole(key)), `a cached ${kind} does not fit together (${why})`);
  }

  /**
   * Stores a result for later runs; header as JSON, with a `description` for listings. A cache that cannot be written
   * is noted once and left alone from then on.
   */
  async store(
    kind: string,
    key: object,
    header: SealedContent["header"],
    sections: SealedContent["sections"],
  ): Promise<void> {
    const whole = await this.whole(key);
    const path = this.path(kind, whole);
    if (!this.writable) return;
    await this.sweep();
    try {
      await this.makeDirectory();
      await sealFile(path, { ...SEAL, header: { kind, key: whole, content: header }, sections });
      await this.prune();
    } catch (error) {
      if (!(error instanceof SeginfError)) throw error;
      this.writable = false;
      this.note(`nothing is cached: ${error.message}`);
    }
  }

  /** All entries, by kind, then description, then file name. */
  async list(): Promise<CacheEntry[]> {
    const entries: CacheEntry[] = [];
    for (const file of await this.files()) {
      const kind = ENTRY_NAME.exec(file)?.[1];
      const bytes = await this.sizeOf(file);
      // Another run may remove an entry at any time.
      if (kind === undefined || bytes === undefined) continue;
      entries.push({ kind, file, bytes, description: await this.describe(file) });
    }
    const sortKey = ({ kind, description, file }: CacheEntry): string => [kind, description, file].join("\0");
    return entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  /** Removes, once, what killed runs left in the directory. */
  sweep(): Promise<Removed> {
    this.swept ??= removeLeftovers(this.directory);
    return this.swept;
  }

  /** Removes the entries that were not used for longest, until the rest is within the limit. */
  async prune(): Promise<Removed> {
    return pruneFiles(
      this.directory,
      (await this.files()).filter((file) => ENTRY_NAME.test(file)),
      this.limit,
    );
  }

  /** Removes every entry; nothing else that may lie in the directory. */
  async clear(): Promise<Removed> {
    let count = 0;
    let bytes = 0;
    for (const file of await this.files()) {
      if (!ENTRY_NAME.test(file)) continue;
      const size = await this.sizeOf(file);
      if (size === undefined || !(await this.remove(join(this.directory, file)))) continue;
      count++;
      bytes += size;
    }
    return { count, bytes };
  }

  /** The key with what numbers are computed with. Loaded late: start-up counts. */
  private async whole(key: object): Promise<object> {
    const { arithmeticOf } = await import("../kernels/arithmetic.js");
    return { ...key, arithmetic: arithmeticOf(this.kernels) };
  }

  private path(kind: string, whole: object): string {
    const digest = createHash("sha256").update(canonicalJson(whole)).digest("hex");
    const name = `${kind}-${digest}.seginf`;
    if (!ENTRY_NAME.test(name)) throw new Error(`${JSON.stringify(kind)} is not the name of a kind`);
    return join(this.directory, name);
  }

  private async makeDirectory(): Promise<void> {
    try {
      // For this user alone, as the XDG specification asks: entries hold words of what may be a private corpus.
      await makeDirectories(this.directory, 0o700);
    } catch (cause) {
      throw new SeginfError("this directory cannot be made", { file: this.directory }, "choose another with --cache", {
        cause,
      });
    }
  }

  private async discard(path: string, what: string): Promise<undefined> {
    const removed = await this.remove(path);
    this.note(`${what}; ${removed ? "it was removed and" : "it"} is recomputed`);
  }

  private async remove(path: string): Promise<boolean> {
    return unlink(path).then(
      () => true,
      () => false,
    );
  }

  private async files(): Promise<string[]> {
    return (await readdir(this.directory).catch(() => [])).sort();
  }

  private async sizeOf(file: string): Promise<number | undefined> {
    return stat(join(this.directory, file)).then(
      (found) => (found.isFile() ? found.size : undefined),
      () => undefined,
    );
  }

  private async describe(file: string): Promise<string> {
    try {
      const { content } = await peekSealed(join(this.directory, file), SEAL);
      const description = (content as { description?: unknown } | undefined)?.description;
      return typeof description === "string" ? description : "";
    } catch (error) {
      if (error instanceof SealedFileError) return "damaged";
      throw error;
    }
  }
}
