/**
 * What checks the header of a cache entry: any schema with the interface of standardschema.dev that checks at once.
 * Valibot's have it; named by its interface, a schema can be used here without its library being loaded.
 */
export interface HeaderSchema<Output = unknown> {
  readonly "~standard": {
    readonly validate: (value: unknown) => Checked<Output> | Promise<Checked<Output>>;
    readonly types?: { readonly output: Output } | undefined;
  };
}

type Checked<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** What a value is that fits the schema. */
export type OutputOf<S extends HeaderSchema> = NonNullable<S["~standard"]["types"]>["output"];

export function fits<S extends HeaderSchema>(schema: S, value: unknown): value is OutputOf<S> {
  const checked = schema["~standard"].validate(value);
  return !(checked instanceof Promise) && checked.issues === undefined;
}
