import { type Command, Option } from "commander";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import type { Context } from "./context.js";
import { addCorpusOptions, addQuiet, type CorpusOptions, type QuietOption } from "./options.js";

interface EvaluateFlags extends CorpusOptions, QuietOption {
  readonly model?: string;
  readonly predictedColumn?: string;
  readonly format: "text" | "json";
}

export function addEvaluate(program: Command, context: Context): void {
  const command = program
    .command("evaluate")
    .summary("precision, recall and F1")
    .description("precision, recall and F1 of predicted segments, as conlleval counts them")
    .argument("<gold>", 'the corpus with the right labels, "-" for standard input')
    .argument("[predicted]", "the same tokens with predicted labels; leave out with --model");
  addCorpusOptions(command)
    .option(
      "--predicted-column <column>",
      "the column of the labels in <predicted> (default: where seginf tag writes them, else as in <gold>)",
    )
    .optionsGroup("Scoring:")
    .option("-m, --model <file>", "tag <gold> with this model of seginf train and score that")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .optionsGroup("Options:");
  addQuiet(command)
    .addHelpText("after", EXAMPLES)
    .action(async (gold: string, predicted: string | undefined, flags: EvaluateFlags) => {
      await runEvaluate(context, gold, predicted, flags);
    });
}

const EXAMPLES = `
Examples:
  seginf evaluate test.conll tagged.conll
  seginf evaluate -m model.seginf test.conll
  seginf tag model.seginf test.conll | seginf evaluate test.conll -`;

async function runEvaluate(context: Context, gold: string, predicted: string | undefined, flags: EvaluateFlags) {
  const output = context.output(flags.quiet ?? false);
  if ((predicted === undefined) === (flags.model === undefined)) {
    const what = predicted === undefined ? "nothing to score" : "two things to score";
    throw new SeginfError(what, {}, "give either a file of predictions or --model");
  }
  const { readCorpora, requireOneStdin, schemeOf } = await import("./read.js");
  const { readSegments } = await import("../corpus/index.js");
  const { evaluate, requireSameTokens } = await import("../tagger/evaluation.js");
  const { evaluationJson, evaluationText } = await import("../report/evaluation.js");
  requireOneStdin([gold, predicted ?? ""]);
  const tagger = flags.model ? await (await import("../tagger/modelFile.js")).readModel(flags.model) : null;
  const [right] = await readCorpora(context, [gold], flags, tagger?.space.templates ?? []);
  const said = tagger
    ? { ...right, tags: (await import("../tagger/predict.js")).predict(tagger, right) }
    : await (await import("./predicted.js")).readPredicted(context, predicted as string, flags);
  requireSameTokens(right, said);
  const scheme = schemeOf(flags.scheme ?? tagger?.scheme, [right, said]);
  const segments = (corpus: Corpus) => readSegments(corpus, scheme).segments;
  const table = evaluate(segments(right), segments(said), right.tags!, said.tags!);
  await output.write([flags.format === "json" ? evaluationJson(table) : evaluationText(table, output)]);
}
