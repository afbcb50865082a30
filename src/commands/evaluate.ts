import { type Command, Option } from "commander";
import { SeginfError } from "../errors.js";
import type { Context } from "./context.js";
import { addCorpusOptions, addQuiet, type CorpusOptions, type QuietOption } from "./options.js";

interface EvaluateFlags extends CorpusOptions, QuietOption {
  readonly model?: string;
  readonly format: "text" | "json";
}

export function addEvaluate(program: Command, context: Context): void {
  const command = program
    .command("evaluate")
    .description("precision, recall and F1 of predicted segments, as conlleval counts them")
    .argument("<gold>", "the corpus with the right labels")
    .argument("[predicted]", "the same tokens with predicted labels; leave out with --model")
    .option("-m, --model <file>", "tag <gold> with this model of seginf train and score that")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"));
  addQuiet(addCorpusOptions(command)).action(
    async (gold: string, predicted: string | undefined, flags: EvaluateFlags) => {
      const output = context.output(flags.quiet ?? false);
      if ((predicted === undefined) === (flags.model === undefined)) {
        throw new SeginfError("there is one thing to score", {}, "give either a file of predictions or --model");
      }
      const { readCorpora, schemeOf } = await import("./read.js");
      const { readSegments } = await import("../corpus/index.js");
      const { evaluate, requireSameTokens } = await import("../tagger/evaluation.js");
      const { evaluationJson, evaluationText } = await import("../report/evaluation.js");
      const tagger = flags.model ? await (await import("../tagger/modelFile.js")).readModel(flags.model) : null;
      const files = predicted === undefined ? [gold] : [gold, predicted];
      const corpora = await readCorpora(context, files, flags, tagger?.space.templates ?? []);
      const [right] = corpora;
      const said = tagger
        ? { ...right, tags: (await import("../tagger/predict.js")).predict(tagger, right) }
        : corpora[1];
      requireSameTokens(right, said);
      const scheme = schemeOf(flags.scheme ?? tagger?.scheme, [right, said]);
      const segments = (corpus: typeof right) => readSegments(corpus, scheme).segments;
      const table = evaluate(segments(right), segments(said), right.tags!, said.tags!);
      await output.write([flags.format === "json" ? evaluationJson(table) : evaluationText(table, output)]);
    },
  );
}
