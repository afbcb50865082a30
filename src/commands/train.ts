import { defineCommand } from "../cli/command.js";
import { environmentOf } from "../cli/environment.js";

export const train = defineCommand({
  name: "train",
  summary: "train a tagger and write it to a file",
  description: "train a linear-chain CRF and write it to a file",
  arguments: [["<file>", 'the training corpus, "-" for standard input']],
  examples: ["seginf train train.conll -m model.seginf", "seginf audit train.conll dev.conll -m model.seginf"],
  async run(context, [file], flags) {
    const output = context.output(flags.quiet);
    const { readCorpora, schemeOf, templatesOf } = await import("../pipeline/reading.js");
    const { taggerToTrain } = await import("../pipeline/inputs.js");
    const { warnUnlessConverged } = await import("../pipeline/warnings.js");
    const { writeModel } = await import("../tagger/modelFile.js");
    const templates = await templatesOf(flags.template);
    const [corpus] = await readCorpora(environmentOf(context), [file], flags, templates);
    const scheme = schemeOf(flags.scheme, [corpus]);
    const environment = environmentOf(context);
    const trained = await (await taggerToTrain(corpus, scheme, templates, flags, environment)).obtain();
    const { tagger } = trained;
    warnUnlessConverged(tagger.training, flags.tolerance, environment);
    const { headSummary } = await import("../audit/head.js");
    const { headPieces } = await import("../report/head.js");
    const head = headSummary(trained, null);
    await context.writing(() => writeModel(flags.model, tagger));
    const { iterations, objective, gradientNorm, relativeGradientNorm } = tagger.training;
    const { counted } = await import("../report/numbers.js");
    output.note(
      `${counted(tagger.labels.length, "label")}, ${counted(tagger.space.size, "feature")}, scheme ${scheme}`,
    );
    output.note(
      `${counted(iterations, "iteration")}, objective ${objective.toFixed(4)}, ‖∇L‖ ${gradientNorm.toExponential(2)}, relative ${relativeGradientNorm.toExponential(2)}`,
    );
    if (head !== null)
      output.note(
        `head ${headPieces(head)
          .map(({ text }) => text)
          .join(", ")}`,
      );
  },
});
