import type { CommandName } from "./commands.js";
import type { Kind } from "./kinds.js";

/** The headings of `--help`, in its order. */
export const GROUPS = [
  "Reading",
  "Training",
  "Influence",
  "Explaining",
  "Findings",
  "Scoring",
  "Validation",
  "Batch",
  "Output",
  "Options",
] as const;

/** The properties of an option other than its flags, its values and its help. */
export interface Details<V> {
  /** The commands that take it. */
  readonly on: readonly CommandName[];
  readonly group: (typeof GROUPS)[number];
  /** The value where nobody gives one. */
  readonly default?: V;
  /** What --help prints for the default, where its plain form does not read well, or what happens without a value. */
  readonly unset?: string;
  /** The command fails without it. */
  readonly required?: true;
  /** Help of the --no- form, which sets it to false. */
  readonly negated?: string;
  /** Options that cannot be combined with it, as --min-count. */
  readonly conflicts?: readonly `--${string}`[];
  /** Not to be set in a configuration file: it is about one run, or means something else for each command. */
  readonly onlyCommandLine?: true;
}

/** One option of one or more commands. */
export interface Row<F extends string = string, V = unknown, D extends Details<V> = Details<V>> {
  /** As commander reads them: "-m, --model <file>". */
  readonly flags: F;
  readonly kind: Kind<V>;
  /** What it does, not how, in one line; no default and no choices, which are added. */
  readonly help: string;
  readonly details: D;
}

export function option<const F extends string, V, const D extends Details<V>>(
  flags: F,
  kind: Kind<V>,
  help: string,
  details: D,
): Row<F, V, D> {
  return { flags, kind, help, details };
}

/** "-m, --min-count <n>" → "min-count" */
export function longName(flags: string): string {
  const name = /--([a-z0-9-]+)/.exec(flags)?.[1];
  if (name === undefined) throw new Error(`no long name in the flags "${flags}"`);
  return name;
}

/** "-m, --min-count <n>" → "minCount": the option's name in code and in configuration files. */
export function keyOf(flags: string): string {
  return longName(flags).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

type Head<S extends string> = S extends `${infer H} ${string}` ? H : S;
type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type Key<F extends string> = F extends `${string}--${infer Rest}` ? Camel<Head<Rest>> : never;

type On<R, C> = R extends Row<string, infer _V, infer D> ? (C extends D["on"][number] ? R : never) : never;
type IsSet<D> = D extends { default: unknown } | { required: true } ? true : false;
type ValueOf<V, D> = D extends { negated: string } ? V | false : V;
type Always<R> = R extends Row<infer F, infer _V, infer D> ? (IsSet<D> extends true ? Key<F> : never) : never;
type Sometimes<R> = R extends Row<infer F, infer _V, infer D> ? (IsSet<D> extends true ? never : Key<F>) : never;
type ValueAt<R, K> = R extends Row<infer F, infer V, infer D> ? (Key<F> extends K ? ValueOf<V, D> : never) : never;

/** What the rows of a table, one of Rows, give a command: a value by its key, absent where nobody gave one. */
export type Flags<Rows, C> = { readonly [K in Always<On<Rows, C>>]: ValueAt<On<Rows, C>, K> } & {
  readonly [K in Sometimes<On<Rows, C>>]?: ValueAt<On<Rows, C>, K>;
};
