import { SeginfError } from "../../../src/errors.js";
import { floats } from "../../../src/features/states/numbers.js";

const values = Float32Array.of(0.5, -2, 3e-5);
const notFinite = (i: number) => new SeginfError(`number ${i}`);

/** The values in 32 bits, `before` bytes into memory. */
function placed<B extends Uint8Array>(bytes: B, before: number): B {
  bytes.set(new Uint8Array(values.buffer), before);
  return bytes.subarray(before) as B;
}

it.each([0, 1, 2, 3, 4])("reads numbers wherever they lie: %i bytes into memory", (before) => {
  const length = before + values.byteLength;
  expect(floats(placed(new Uint8Array(length), before), "F32", notFinite)).toEqual(values);
  expect(floats(placed(Buffer.alloc(length), before), "F32", notFinite)).toEqual(values);
});

it("copies nothing where it need not", () => {
  const bytes = placed(new Uint8Array(16), 4);
  expect(floats(bytes, "F32", notFinite).buffer).toBe(bytes.buffer);
});
