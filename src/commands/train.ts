import { defineCommand } from "../cli/command.js";

export const train = defineCommand({
  name: "train",
  summary: "train a tagger and write it to a file",
  description: "train a linear-chain CRF and write it to a file",
  arguments: [["<file>", 'the training corpus, "-" for standard input']],
  examples: ["seginf train train.conll -m model.seginf", "seginf audit train.conll dev.conll -m model.seginf"],
  async run(context, [file], flags) {
    const output = context.output(flags.quiet);
    const { readCorpora, schemeOf, templatesOf } = await import("../cli/inputs/read.js");
    const { taggerFor } = await import("../cli/inputs/tagger.js");
    const { writeModel } = await import("../tagger/modelFile.js");
    const { requireWritable } = await import("../cli/destination.js");
    await requireWritable(flags.model, [file, flags.template]);
    const templates = await templatesOf(flags.template);
    const [corpus] = await readCorpora(context, [file], flags, templates);
    const scheme = schemeOf(flags.scheme, [corpus]);
    const { tagger } = await (await taggerFor(context, corpus, scheme, templates, flags, null)).obtain();
    await context.writing(() => writeModel(flags.model, tagger));
    const { iterations, objective, gradientNorm, relativeGradientNorm } = tagger.training;
    const { counted } = await import("../report/numbers.js");
    output.note(
      `${counted(tagger.labels.length, "label")}, ${counted(tagger.space.size, "feature")}, scheme ${scheme}`,
    );
    output.note(
      `${counted(iterations, "iteration")}, objective ${objective.toFixed(4)}, ‖∇L‖ ${gradientNorm.toExponential(2)}, relative ${relativeGradientNorm.toExponential(2)}`,
    );
  },
});
