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
    .description("train a linear-chain CRF and write it to a file")
    .argument("<file>", 'the training corpus, "-" for standard input')
    .requiredOption("-m, --model <file>", "where to write the model");
  addQuiet(addTaggerOptions(addCorpusOptions(command))).action(async (file: string, flags: TrainFlags) => {
    const output = context.output(flags.quiet ?? false);
    const { readCorpora, schemeOf, templatesOf } = await import("./read.js");
    const { obtainTagger } = await import("./tagger.js");
    const { writeModel } = await import("../tagger/modelFile.js");
    const templates = await templatesOf(flags.template);
    const [corpus] = await readCorpora(context, [file], flags, templates);
    const scheme = schemeOf(flags.scheme, [corpus]);
    const { tagger } = await obtainTagger(context, corpus, scheme, templates, flags, null);
    await writeModel(flags.model, tagger);
    const { iterations, objective, gradientNorm, relativeGradientNorm } = tagger.training;
    output.note(`${tagger.labels.length} labels, ${tagger.space.size} features, scheme ${scheme}`);
    output.note(
      `${iterations} iterations, objective ${objective.toFixed(4)}, ‖∇L‖ ${gradientNorm.toExponential(2)}, relative ${relativeGradientNorm.toExponential(2)}`,
    );
  });
}
