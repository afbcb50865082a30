import { readFile } from "node:fs/promises";
import { SeginfError } from "../../errors.js";
import type { AuditReport } from "../report.js";
import { checker, type Schema } from "./schema.js";

const SCHEMA = new URL("../../../docs/findings.schema.json", import.meta.url);
const MEND = "write it anew with seginf audit --format json";

/**
 * The report that `seginf audit --format json` wrote.
 *
 * @param value what the file holds, parsed
 * @param name of the file, for messages
 * @throws SeginfError where it is no such report
 */
export async function checkedReport(value: unknown, name: string): Promise<AuditReport> {
  const wrong = checker(JSON.parse(await readFile(SCHEMA, "utf8")) as Schema)(value);
  if (wrong === null) return value as AuditReport;
  throw new SeginfError(`this is no report of this version of seginf: ${wrong}`, { file: name }, MEND);
}
