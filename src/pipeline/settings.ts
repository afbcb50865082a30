import { InvalidArgumentError } from "commander";
import { SeginfError } from "../errors.js";
import { checkVerdicts } from "../findings/verdicts/index.js";
import { keyOf, type Row } from "../options/row.js";
import { optionsOf } from "../options/table.js";
import { checkTemplates } from "../tagger/checkOptions.js";
import { valueError } from "../valueError.js";
import type { AuditSettings } from "./options.js";
import type { AuditRequest } from "./request.js";

/** Settings of the library whose flag has another name. */
const FLAG_OF: Readonly<Record<string, string>> = {
  format: "inputFormat",
  kind: "tagger",
  rankBy: "signal",
  crossFit: "reference",
};

/** Settings that no flag has, with their checks. */
const WITHOUT_FLAG = {
  templates: checkTemplates,
  verdicts(entries: unknown): void {
    checkVerdicts({ path: '"verdicts"', value: { schemaVersion: 1, entries } });
  },
  everyFinding(value: unknown): void {
    if (typeof value !== "boolean") refuse("everyFinding", value, "give true or false");
  },
};

/** What `--model` cannot be given with. */
const OF_TRAINING = [
  "kind",
  "templates",
  "clusters",
  "stateDims",
  "minCount",
  "lambda",
  "tolerance",
  "maxIterations",
] as const;

/**
 * A library caller's settings as a request, the rest by the defaults of `seginf audit`, and checked as its flags are.
 *
 * @throws SeginfError naming the setting that is unknown or has a value that it cannot have
 */
export function requestOf(settings: AuditSettings): AuditRequest {
  if (typeof settings !== "object" || settings === null) refuse("options", settings, "give an object");
  const rows = new Map(optionsOf("audit").map((row) => [keyOf(row.flags), row]));
  const request: Record<string, unknown> = {};
  for (const [name, { details }] of rows) if (details.default !== undefined) request[name] = details.default;
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || (name === "crossFit" && value === 0)) continue;
    if (Object.hasOwn(WITHOUT_FLAG, name)) {
      WITHOUT_FLAG[name as keyof typeof WITHOUT_FLAG](value);
      request[name] = value;
    } else {
      const flag = FLAG_OF[name] ?? name;
      const row = Object.values(FLAG_OF).includes(name) ? undefined : rows.get(flag);
      if (row === undefined) throw new SeginfError(`there is no option "${name}"`, {}, "see docs/library.md");
      request[flag] = checked(name, value, row);
    }
  }
  requireOneTagger(settings);
  return request as unknown as AuditRequest;
}

/** @throws SeginfError where a model is given, and how to train one */
function requireOneTagger(settings: AuditSettings): void {
  const conflict = settings.model === undefined ? undefined : OF_TRAINING.find((name) => settings[name] !== undefined);
  if (conflict !== undefined) {
    throw new SeginfError(`"model" and "${conflict}"`, {}, "a model is trained already: leave one of them out");
  }
}

/** @throws SeginfError */
function refuse(name: string, value: unknown, hint: string): never {
  throw valueError(name, value, hint);
}

function checked(name: string, value: unknown, { kind }: Row): unknown {
  const fail = (hint: string): never => refuse(name, value, hint);
  if (kind.isList) {
    const isTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
    return isTexts ? value.flatMap((one) => parsed(one)) : fail("give an array of strings");
  }
  if (kind.parse === undefined) return typeof value === "boolean" ? value : fail("give true or false");
  if (typeof value !== "string" && typeof value !== "number") return fail("give a string or a number");
  const read = parsed(name === "crossFit" ? `cross-fit=${value}` : String(value));
  if (typeof read === "string" && typeof value === "number" && !name.endsWith("Column")) return fail("give a string");
  if (typeof read === "number" && typeof value === "string") return fail("give a number");
  return read;

  function parsed(text: string): unknown {
    try {
      return kind.parse?.(text);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      return fail(error.message.replace(/\.$/, "").replace(/^./, (first) => first.toLowerCase()));
    }
  }
}
