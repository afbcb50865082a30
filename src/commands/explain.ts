import { defineCommand, requireFile } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";

export const explain = defineCommand({
  name: "explain",
  summary: "show which segments drive a prediction",
  description:
    "show which training segments influenced a prediction, or which predictions a training segment influences",
  arguments: [
    ["[train]", 'the corpus that the tagger is trained on, "-" for standard input', "train"],
    ["[reference]", "a corpus of the same kind with more reliable labels", "reference"],
  ],
  examples: [
    "seginf explain train.conll dev.conll --at dev.conll:120",
    "seginf explain train.conll dev.conll --at train.conll:4711",
    "seginf explain train.conll dev.conll --at train.conll:4711 --as ORG",
    "seginf explain train.conll dev.conll --at dev.conll:120 --rank relative",
    "seginf explain train.conll dev.conll --at dev.conll --unit document",
    "seginf explain train.conll dev.conll --at train.conll:17-19 --format json",
  ],
  run: (context, [train, reference], flags) =>
    runExplain(context, requireFile(train, "train"), requireFile(reference, "reference"), flags),
});

async function runExplain(context: Context, train: string, reference: string, flags: FlagsOf<"explain">) {
  const output = context.output(flags.quiet);
  const { parseLocation } = await import("../explain/location.js");
  const { explain } = await import("../explain/explain.js");
  const { headWarning } = await import("../report/head.js");
  const { explanationReporters } = await import("../report/explanation/index.js");
  const { openInputs } = await import("../pipeline/inputs.js");
  const { warnUnlessConverged } = await import("../pipeline/warnings.js");
  const { sameFile } = await import("../cli/destination.js");

  const location = parseLocation(flags.at, { train, reference }, sameFile);
  const cache = context.cache(flags.cache, flags.cacheSize);
  const environment = environmentOf(context, cache);
  const { train: annotated, reference: trusted, tagger } = await openInputs({ train, reference }, flags, environment);
  for (const { corpus } of trusted ? [annotated, trusted] : [annotated]) {
    const count = corpus.files?.length ?? 1;
    if (count > 1)
      throw new SeginfError(
        `${count} files match the pattern`,
        { file: corpus.name },
        "name the one that --at is about",
      );
  }
  const trained = await tagger.obtain();
  warnUnlessConverged(trained.tagger.training, tagger.tolerance, environment);
  const bar = await environment.stage("solving");
  const explanation = await explain(
    annotated,
    trusted as NonNullable<typeof trusted>,
    trained,
    location,
    {
      scheme: annotated.scheme,
      unit: flags.unit,
      referenceUnit: flags.referenceUnit,
      context: flags.context,
      rank: flags.rank,
      limit: flags.limit === 0 ? Number.POSITIVE_INFINITY : flags.limit,
      features: flags.features,
      as: flags.as ?? null,
      solve: { tolerance: flags.cgTolerance, maxIterations: 1000 },
    },
    cache,
    (iteration, residual) => bar.update(iteration, `iterations, residual ${residual.toExponential(1)}`),
  );
  bar.done();
  const { converged, relativeResidual } = explanation.solve;
  if (!converged) {
    const figures = `${relativeResidual.toExponential(1)}, above ${flags.cgTolerance.toExponential()}`;
    output.warn(`the solve for influence stopped at a relative residual of ${figures}`);
  }
  const ofHead = headWarning(explanation.tagger.head, explanation.train, explanation.reference);
  if (ofHead !== null) output.warn(ofHead);
  const render = (to: { readonly color: boolean; readonly width: number }) =>
    explanationReporters[flags.format](explanation, to);
  if (flags.output === undefined) await output.write(render(output));
  else {
    const { writeAtomically } = await import("../storage/index.js");
    const path = flags.output;
    await context.writing(() => writeAtomically(path, render({ color: false, width: 80 })));
  }
}
