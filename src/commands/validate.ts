import { defineCommand, requireFile } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import type { Direction } from "../findings/validation.js";
import type { FlagsOf } from "../options/table.js";
import { counted } from "../report/numbers.js";

export const validate = defineCommand({
  name: "validate",
  summary: "compare influence with retraining",
  description:
    "retrain without, or with other labels for, training segments, and compare the effect with the predicted one",
  arguments: [
    ["[train]", 'the corpus that the tagger learns from, "-" for standard input', "train"],
    ["[reference]", "a corpus of the same kind with more reliable labels", "reference"],
  ],
  examples: [
    "seginf validate train.conll dev.conll",
    "seginf validate train.conll dev.conll --design stratified --pairs 100",
    "seginf validate train.conll dev.conll --changes removal --plot truth.svg",
    "seginf validate train.conll dev.conll -m model.seginf --pairs 25",
    "seginf validate train.conll dev.conll --format json -o truth.json",
  ],
  run: (context, [train, reference], flags) =>
    runValidate(context, requireFile(train, "train"), requireFile(reference, "reference"), flags),
});

const DIRECTIONS: Readonly<Record<FlagsOf<"validate">["changes"], readonly Direction[]>> = {
  both: ["removal", "relabelling"],
  removal: ["removal"],
  relabelling: ["relabelling"],
};

async function runValidate(context: Context, train: string, trusted: string, flags: FlagsOf<"validate">) {
  const output = context.output(flags.quiet);
  const { parseTargets } = await import("../influence/targets.js");
  const { validate } = await import("../evaluation/retraining/validate.js");
  const { openInputs, tighten } = await import("../pipeline/inputs.js");
  const { warnUnlessConverged } = await import("../pipeline/warnings.js");
  const { validationText } = await import("../report/validation/text.js");
  const { validationJson } = await import("../report/validation/json.js");
  const { validationSvg } = await import("../report/validation/svg.js");
  const { writeAtomically } = await import("../storage/index.js");

  const targets = parseTargets(flags.targets, trusted);
  const environment = environmentOf(context, context.cache(flags.cache, flags.cacheSize));
  const inputs = await openInputs({ train, reference: trusted }, flags, environment);
  const opened = await inputs.tagger.obtain();
  const trained = flags.model === undefined ? opened : await tighten(opened, flags, environment);
  warnUnlessConverged(trained.tagger.training, flags.tolerance, environment);

  const bar = await context.progress().stage("solving", null);
  const report = validate(
    inputs.train,
    inputs.reference as NonNullable<typeof inputs.reference>,
    trained,
    { ...flags, targets, targetsName: flags.targets, directions: DIRECTIONS[flags.changes] },
    {
      solving: (done, total) => bar.update(done, `of ${counted(total, "reference segment")} solved for`),
      retraining: (done, total) => bar.update(done, `of ${counted(total, "retraining")} done`),
    },
  );
  bar.done();
  if (report.pairs.length < flags.pairs * DIRECTIONS[flags.changes].length) {
    output.note(`there are only ${counted(report.pairs.length, "pair")} to compare`);
  }
  if (flags.plot !== undefined) {
    await context.writing(() => writeAtomically(flags.plot as string, [validationSvg(report)]));
  }
  const written = flags.output !== undefined;
  const look = written ? { color: false, width: 80 } : { color: output.color, width: output.width };
  const text = flags.format === "json" ? validationJson(report) : validationText(report, look);
  if (written) await context.writing(() => writeAtomically(flags.output as string, [text]));
  else await output.write([text]);
}
