import { SeginfError } from "../../errors.js";
import { NUMBERS, type NumberType } from "./numbers.js";
import type { StoredMatrix } from "./safetensors.js";

const MAGIC = "\x93NUMPY";
const TYPES = new Map<string, NumberType>([
  ["<f2", "F16"],
  ["<f4", "F32"],
  ["<f8", "F64"],
]);
const HINT = "write it with numpy.save: tokens × features, of type float16, float32 or float64";

/**
 * The matrix of a .npy file: a magic string, the version, the length of the header, the header as a Python literal, and the
 * data by rows. Source: numpy.lib.format, versions 1 to 3. Such a file says nothing of its corpus.
 *
 * @throws SeginfError where the file is cut short or is something else
 */
export function readNpy(file: Uint8Array, name: string): StoredMatrix {
  const fault = (what: string, hint = HINT) => new SeginfError(what, { file: name }, hint);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isNpy = file.length >= 12 && Buffer.from(file.subarray(0, 6)).toString("latin1") === MAGIC;
  if (!isNpy) throw fault("this is not a .npy file, or it is cut short");
  const isFirst = view.getUint8(6) === 1;
  const start = isFirst ? 10 : 12;
  const end = start + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = Buffer.from(file.subarray(start, end)).toString("latin1");
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (end > file.length || descr === undefined || order === undefined || shape === undefined) {
    throw fault("the header of the .npy file is not what it should be");
  }
  const type = TYPES.get(descr);
  if (type === undefined) throw fault(`the array holds ${descr}`);
  if (order === "True") throw fault("the array is stored by columns", "pass it through numpy.ascontiguousarray");
  const sizes = shape.split(",").filter((size) => size.trim() !== "");
  if (sizes.length !== 2) throw fault(`the array has ${sizes.length} dimensions`, "give it two: tokens and features");
  const [rows, columns] = [Number(sizes[0]), Number(sizes[1])];
  const bytes = file.subarray(end);
  if (bytes.length !== rows * columns * NUMBERS[type].bytes) {
    throw fault(`its data do not have the length of ${rows} × ${columns} numbers`, "write it again");
  }
  return { rows, columns, type, bytes, corpus: null };
}
