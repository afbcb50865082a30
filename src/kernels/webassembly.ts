/** What of the WebAssembly interface is used: Node has it, but its types come with the DOM's, which do not belong here. */
export interface SharedWasmMemory {
  /** A new object after every growth, over the same memory. */
  readonly buffer: SharedArrayBuffer;
  /** @throws RangeError */
  grow(pages: number): number;
}

/** A compiled module: may be posted to a worker. */
export type WasmModule = object;

interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
  Memory: new (options: { initial: number; maximum: number; shared: true }) => SharedWasmMemory;
}

export const { WebAssembly: webAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi | undefined };
