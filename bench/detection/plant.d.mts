export interface BenchDocument {
  readonly id: string;
  readonly sentences: readonly {
    readonly words: readonly string[];
    readonly segments: readonly { readonly start: number; readonly end: number; readonly label: string }[];
  }[];
}
export interface Rule {
  readonly family: string;
  readonly label?: string | readonly string[];
  readonly suggestion?: string | readonly string[];
  readonly anchors: readonly { readonly kind: string; readonly value: string }[];
}
export const KINDS: Readonly<Record<string, string>>;
export const RANDOM_KINDS: Readonly<Record<string, string>>;
export function plant(
  documents: readonly BenchDocument[],
  kind: string,
  rate: number,
  seed: number,
): { readonly documents: readonly BenchDocument[]; readonly rule: Rule; readonly planted: number };
