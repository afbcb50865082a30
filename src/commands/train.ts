import type { Command } from "commander";
import type { Context } from "./context.js";
import {
  addCorpusOptions,
  addQuiet,
  addTaggerOptions,
  type CorpusOptions,
  type QuietOption,
  type TaggerOptions,
} from "./options.js";

interface TrainFlags extends CorpusOptions, TaggerOptions, QuietOption {
  readonly model: string;
}

export function addTrain(program: Command, context: Context): void {
  const command = program
    .command("train")
    .summary("train a tagger and write it to a file")
    .description("train a linear-chain CRF and write it to a file")
    .argument("<file>", 'the training corpus, "-" for standard input')
    .requiredOption("-m, --model <file>", "where to write the model");
  addQuiet(addTaggerOptions(addCorpusOptions(command)).optionsGroup("Options:"))
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, flags: TrainFlags) => {
      const output = context.output(flags.quiet ?? false);
      const { readCorpora, schemeOf, templatesOf } = await import("./read.js");
      const { obtainTagger } = await import("./tagger.js");
      const { writeModel } = await import("../tagger/modelFile.js");
      const { requireWritable } = await import("./destination.js");
      await requireWritable(flags.model, [file, flags.template]);
      const templates = await templatesOf(flags.template);
      const [corpus] = await readCorpora(context, [file], flags, templates);
      const scheme = schemeOf(flags.scheme, [corpus]);
      const { tagger } = await obtainTagger(context, corpus, scheme, templates, flags, null);
      await context.writing(() => writeModel(flags.model, tagger));
      const { iterations, objective, gradientNorm, relativeGradientNorm } = tagger.training;
      const { counted } = await import("../report/numbers.js");
      output.note(
        `${counted(tagger.labels.length, "label")}, ${counted(tagger.space.size, "feature")}, scheme ${scheme}`,
      );
      output.note(
        `${counted(iterations, "iteration")}, objective ${objective.toFixed(4)}, ‖∇L‖ ${gradientNorm.toExponential(2)}, relative ${relativeGradientNorm.toExponential(2)}`,
      );
    });
}

const EXAMPLES = `
Examples:
  seginf train train.conll -m model.seginf
  seginf audit train.conll dev.conll -m model.seginf`;
