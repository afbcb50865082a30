import type { FlagsOf } from "../options/table.js";
import type { Context } from "./context.js";
import { defineCommand, requireFile } from "./define.js";

export const audit = defineCommand({
  name: "audit",
  summary: "rank segments that look like errors",
  description: "rank the training segments that look like annotation errors",
  arguments: [
    ["[train]", 'the corpus to audit: CoNLL columns, CoNLL-U or JSONL, .gz as well, "-" for standard input', "train"],
    ["[reference]", "a corpus of the same kind that you trust more", "reference"],
  ],
  exitCodes: {
    0: "nothing at or above the threshold (or --exit-zero)",
    1: "findings",
    2: "failure, told in one line on standard error",
  },
  examples: [
    "seginf audit train.conll dev.conll",
    "seginf audit train.conllu dev.conllu --label-column XPOS --limit 100",
    "seginf audit train.conll dev.conll --format jsonl --limit 0 -o findings.jsonl",
    "seginf audit train.conll dev.conll --targets dev.conll:120",
  ],
  run: (context, [train, reference], flags) =>
    runAudit(context, requireFile(train, "train"), requireFile(reference, "reference"), flags),
});

async function runAudit(context: Context, train: string, reference: string, flags: FlagsOf<"audit">): Promise<number> {
  const output = context.output(flags.quiet);
  const { parseTargets } = await import("../influence/targets.js");
  const { audit } = await import("../audit/audit.js");
  const { openPair } = await import("./pair.js");
  const { destinationsOf, needsEveryFinding, publish } = await import("./publish.js");
  const clock = stopwatch();

  const targets = parseTargets(flags.targets, reference);
  const inputs = [train, reference, flags.model, flags.template];
  const destinations = await destinationsOf(flags.format, flags.output, inputs);
  const times: string[] = [];
  const {
    corpus,
    reference: trusted,
    scheme,
    trained,
    cache,
  } = await openPair(context, train, reference, flags, (name) => times.push(`${name} ${clock()}`));

  const bar = await context.progress().stage("solving", null);
  const report = await audit(
    corpus,
    trusted,
    trained,
    {
      ...{ ...flags, scheme, targets, targetsName: flags.targets, allowUnseen: flags.allowUnseen ?? false },
      everyFinding: needsEveryFinding(destinations),
    },
    cache,
    {
      solving: (iteration, residual) => bar.update(iteration, `iterations, residual ${residual.toExponential(1)}`),
      scoring: (done, total) => bar.update(done, `of ${total} candidates scored`),
    },
  );
  bar.done();
  const { converged, relativeResidual, targetSegments } = report.influence;
  if (!converged) {
    const figures = `${relativeResidual.toExponential(1)}, above ${flags.cgTolerance.toExponential()}`;
    output.warn(`the solve for influence stopped at a relative residual of ${figures}`);
  }
  if (targetSegments === 0) {
    output.warn(`--targets ${flags.targets} leaves no reference segment, so all influence is 0; try --targets all`);
  }
  output.note(`time: ${times.join(", ")}, influence and ranking ${clock()}`);

  await publish(context, report, destinations, flags.limit);
  return report.atOrAboveThreshold > 0 && !flags.exitZero ? 1 : 0;
}

/** Tells the time since it was last asked: "1.3 s". */
function stopwatch(): () => string {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return `${seconds.toFixed(1)} s`;
  };
}
