import { SeginfError } from "../../errors.js";
import type { FileBytes } from "./bytes.js";
import { NUMBERS, type NumberType } from "./numbers.js";
import type { StoredMatrix } from "./stored.js";

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
export function npyMatrix(file: FileBytes): StoredMatrix {
  const fault = (what: string, hint = HINT) => new SeginfError(what, { file: file.path }, hint);
  const head = file.read(0, Math.min(12, file.size));
  const view = new DataView(head.buffer);
  const isNpy = head.length === 12 && Buffer.from(head.subarray(0, 6)).toString("latin1") === MAGIC;
  if (!isNpy) throw fault("this is not a .npy file, or it is cut short");
  const isFirst = view.getUint8(6) === 1;
  const start = isFirst ? 10 : 12;
  const end = start + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = Buffer.from(file.read(start, Math.min(end, file.size) - start)).toString("latin1");
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (end > file.size || descr === undefined || order === undefined || shape === undefined) {
    throw fault("the header of the .npy file is not what it should be");
  }
  const type = TYPES.get(descr);
  if (type === undefined) throw fault(`the array holds ${descr}`);
  if (order === "True") throw fault("the array is stored by columns", "pass it through numpy.ascontiguousarray");
  const sizes = shape.split(",").filter((size) => size.trim() !== "");
  if (sizes.length !== 2) throw fault(`the array has ${sizes.length} dimensions`, "give it two: tokens and features");
  const [rows, columns] = [Number(sizes[0]), Number(sizes[1])];
  if (file.size - end !== rows * columns * NUMBERS[type].bytes) {
    throw fault(`its data do not have the length of ${rows} × ${columns} numbers`, "write it again");
  }
  return { rows, columns, type, offset: end };
}
