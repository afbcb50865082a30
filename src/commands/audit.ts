import { type Command, Option } from "commander";
import { readSegments } from "../corpus/index.js";
import type { FormatName } from "../report/registry.js";
import type { Context } from "./context.js";
import {
  addCorpusOptions,
  addQuiet,
  addTaggerOptions,
  type CorpusOptions,
  positive,
  probability,
  type QuietOption,
  type TaggerOptions,
  wholeNumber,
} from "./options.js";

interface AuditFlags extends CorpusOptions, TaggerOptions, QuietOption {
  readonly model?: string;
  readonly targets: string;
  readonly allowUnseen?: true;
  readonly cgTolerance: number;
  readonly cache: string | boolean;
  readonly threshold: number;
  readonly exitZero?: true;
  readonly limit: number;
  readonly opposed: number;
  readonly format: FormatName;
  readonly output?: string;
}

export function addAudit(program: Command, context: Context, setExitCode: (code: number) => void): void {
  const command = program
    .command("audit")
    .description("rank the training segments that look like annotation errors")
    .argument("<train>", 'the corpus to audit: CoNLL columns, CoNLL-U or JSONL, .gz as well, "-" for standard input')
    .argument("<reference>", "a corpus of the same kind that you trust more");
  addCorpusOptions(command);
  addTaggerOptions(command)
    .option("-m, --model <file>", "a model of seginf train, trained on <train>, in place of training")
    .option("--targets <which>", "reference segments that count: errors, all, or FILE:LINE", "errors")
    .option("--allow-unseen", "leave out reference segments with labels that training lacks")
    .option("--cg-tolerance <x>", "bound on the relative residual of the solve", positive, 1e-3)
    .option("--cache <dir>", "where taggers and solves are kept (default: the user's cache directory)")
    .option("--no-cache", "keep and reuse nothing")
    .option("--threshold <p>", "findings are candidates with a score at or above this", probability, 0.5)
    .option("--exit-zero", "exit with 0 though there are findings")
    .option("--limit <n>", "findings to print; 0 for every candidate", wholeNumber(0), 25)
    .option("--opposed <n>", "findings, from the top, to list opposed reference segments for", wholeNumber(0), 25)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json", "jsonl"]).default("text"))
    .option("-o, --output <file>", "write there, whole or not at all, in place of standard output");
  addQuiet(command).action(async (train: string, reference: string, flags: AuditFlags) => {
    setExitCode(await runAudit(context, train, reference, flags));
  });
}

async function runAudit(context: Context, train: string, reference: string, flags: AuditFlags): Promise<number> {
  const output = context.output(flags.quiet ?? false);
  const { parseTargets } = await import("../influence/targets.js");
  const { audit } = await import("../audit/audit.js");
  const { reporters } = await import("../report/registry.js");
  const { readCorpora, schemeOf, templatesOf } = await import("./read.js");
  const { loadTagger, obtainTagger } = await import("./tagger.js");
  const { requireKnownTags } = await import("../corpus/index.js");
  const targets = parseTargets(flags.targets);
  const cache = context.cache(flags.cache === true ? undefined : flags.cache);

  const templates = flags.model ? await templatesOfModel(flags.model) : await templatesOf(flags.template);
  const [corpus, trusted] = await readCorpora(context, [train, reference], flags, templates);
  requireKnownTags(corpus, trusted, flags.allowUnseen ?? false);
  const scheme = schemeOf(flags.scheme, [corpus, trusted]);
  output.note(`${corpus.name}: ${readSegments(corpus, scheme).segments.count} segments, scheme ${scheme}`);

  const trained = flags.model
    ? await loadTagger(context, flags.model, corpus, flags.threads)
    : await obtainTagger(context, corpus, scheme, templates, flags, cache);

  const solving = await context.progress().stage("solving", null);
  const report = await audit(
    corpus,
    trusted,
    trained,
    { ...flags, scheme, targets, targetsName: flags.targets, allowUnseen: flags.allowUnseen ?? false },
    cache,
    {
      solving: (iteration, residual) => solving.update(iteration, `iterations, residual ${residual.toExponential(1)}`),
    },
  );
  solving.done();
  if (!report.influence.converged) {
    output.warn(`the solve for influence stopped at a relative residual of ${report.influence.relativeResidual}`);
  }

  if (flags.output === undefined) {
    await output.write(reporters[flags.format](report, { color: output.color, width: output.width }));
  } else {
    const { writeAtomically } = await import("../storage/index.js");
    await writeAtomically(flags.output, reporters[flags.format](report, { color: false, width: 80 }));
  }
  return report.atOrAboveThreshold > 0 && !flags.exitZero ? 1 : 0;
}

async function templatesOfModel(model: string) {
  const { readModel } = await import("../tagger/modelFile.js");
  return (await readModel(model)).space.templates;
}
