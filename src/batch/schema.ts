import { InvalidArgumentError } from "commander";
import * as v from "valibot";
import { settingSchema } from "../cli/config/schema.js";
import { described, listOf, name, object, position, reference } from "../findings/parts.js";
import { pathOrCrossFit } from "../options/kinds.js";
import { keyOf } from "../options/row.js";
import { SETTINGS } from "../options/settings.js";
import { optionsOf } from "../options/table.js";

/** Settings of an audit that a batch has a place of its own for. */
const OF_THE_BATCH = ["train", "reference", "format", "cache", "exitZero"];

const OF_AN_AUDIT = optionsOf("audit").map(({ flags }) => keyOf(flags));

/** The settings that a plan may hold: those of `seginf audit` in a configuration file, but for files and formats. */
export const PLAN_SETTINGS = SETTINGS.filter(({ key }) => OF_AN_AUDIT.includes(key) && !OF_THE_BATCH.includes(key));

export const planSettingsSchema = v.pipe(
  v.strictObject(Object.fromEntries(PLAN_SETTINGS.map((setting) => [setting.key, settingSchema(setting)]))),
  v.description("Settings of seginf audit, as in seginf.config.json. Paths count from the directory of the plan."),
);

const noObject = v.custom<v.InferInput<typeof planSettingsSchema>>(() => false, "is not an object");

/** An array is an object to valibot, and this one lacks nothing. */
const settings = v.lazy((given) => (Array.isArray(given) ? noObject : planSettingsSchema));

/** Names are directories, on every file system, and relative URLs. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const NAME_RULE = "is no name of an audit: give letters, digits, ., _ and -, at most 100, a letter or digit first";

/** What may not be the name of a directory on Windows, or would hide one of the batch's own files. */
const RESERVED = /^(?:summary\.json|index\.html|con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$|\.$/i;

const auditName = v.pipe(
  v.string(),
  v.regex(NAME, NAME_RULE),
  v.check<string, string>((given) => !RESERVED.test(given), "cannot be a directory's name: choose another"),
);

/** A file that every process can open again: not standard input. */
const file = v.pipe(name, v.notValue("-", "is standard input, which a batch cannot read: name a file"));

const NO_FOLDS = "is no number of folds: give cross-fit, or cross-fit=K with K from 2 to 100";

function isReference(given: string): boolean {
  try {
    return pathOrCrossFit.parse?.(given) !== undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return false;
    throw error;
  }
}

export const plannedAuditSchema = described(
  object({
    name: described(auditName, "Its name, also that of its directory: unique, upper and lower case being the same."),
    train: described(file, "The corpus to audit, as a path from the directory of the plan, or a pattern."),
    reference: described(
      v.exactOptional(v.pipe(file, v.check<string, string>(isReference, NO_FOLDS))),
      "A corpus of the same kind with more reliable labels; or cross-fit, or cross-fit=K: the corpus itself, in K folds.",
    ),
    options: v.exactOptional(settings),
    memory: described(
      v.exactOptional(position),
      "Memory that it takes, in MB; estimated from the size of its files where left out.",
    ),
  }),
  "One audit.",
);

export const planSchema = v.pipe(
  object({
    $schema: described(v.exactOptional(v.string()), "Where editors find this schema."),
    schemaVersion: described(v.literal(1), "Version of this schema; raised when a field goes or changes its meaning."),
    output: described(v.exactOptional(file), "Directory of the results, from that of the plan: audits where left out."),
    cache: described(
      v.exactOptional(v.union([file, v.literal(false)], "is neither a directory nor false")),
      "Directory for cached results, from that of the plan, which all audits may share: the user's where left out; false for none.",
    ),
    options: v.exactOptional(settings),
    audits: described(
      v.pipe(listOf(reference(plannedAuditSchema)), v.minLength(1), v.rawCheck<readonly PlannedAudit[]>(namedOnce)),
      "The audits. Their own options go before those of the plan.",
    ),
  }),
  v.title("seginf plan"),
  v.description("A batch of audits for seginf batch."),
);

function namedOnce({ dataset, addIssue }: v.RawCheckContext<readonly PlannedAudit[]>): void {
  if (!dataset.typed) return;
  const seen = new Set<string>();
  for (const [key, value] of dataset.value.entries()) {
    const name = value.name.toLowerCase();
    if (seen.has(name)) {
      const input = [...dataset.value];
      addIssue({
        message: `is a second audit with the name ${value.name}`,
        path: [{ type: "array", origin: "value", input, key, value }],
      });
    }
    seen.add(name);
  }
}

/** An audit as a plan has it. */
export type PlannedAudit = v.InferOutput<typeof plannedAuditSchema>;
/** A plan as its file has it. */
export type PlanDocument = v.InferOutput<typeof planSchema>;
