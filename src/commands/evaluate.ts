import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";

export const evaluate = defineCommand({
  name: "evaluate",
  summary: "precision, recall and F1",
  description: "precision, recall and F1 of predicted segments, as conlleval counts them",
  arguments: [
    ["<gold>", 'the corpus with the right labels, "-" for standard input'],
    ["[predicted]", "the same tokens with predicted labels; leave out with --model"],
  ],
  examples: [
    "seginf evaluate test.conll tagged.conll",
    "seginf evaluate -m model.seginf test.conll",
    "seginf tag model.seginf test.conll | seginf evaluate test.conll -",
  ],
  run: (context, [gold, predicted], flags) => runEvaluate(context, gold, predicted, flags),
});

async function runEvaluate(
  context: Context,
  gold: string,
  predicted: string | undefined,
  flags: FlagsOf<"evaluate">,
): Promise<void> {
  const output = context.output(flags.quiet);
  if ((predicted === undefined) === (flags.model === undefined)) {
    const what = predicted === undefined ? "nothing to score" : "two things to score";
    throw new SeginfError(what, {}, "give either a file of predictions or --model");
  }
  const { readCorpora, requireOneStdin, schemeOf } = await import("../pipeline/reading.js");
  const { readSegments } = await import("../corpus/index.js");
  const { evaluate, requireSameTokens } = await import("../tagger/evaluation.js");
  const { evaluationJson, evaluationText } = await import("../report/evaluation.js");
  requireOneStdin([gold, predicted ?? ""]);
  const environment = environmentOf(context, context.cache(undefined));
  const loaded = flags.model
    ? await (await import("../pipeline/inputs.js")).loadModel(flags.model, flags, environment)
    : null;
  const [right] = await readCorpora(environmentOf(context), [gold], flags, loaded?.space.templates ?? []);
  const tagger =
    loaded && (await (await import("../pipeline/states.js")).withStatesOf(loaded, flags, [right], environment));
  const said = tagger
    ? { ...right, tags: (await import("../tagger/predict.js")).predict(tagger, right) }
    : await (await import("../cli/inputs/predicted.js")).readPredicted(context, predicted as string, flags, right);
  requireSameTokens(right, said);
  const scheme = schemeOf(flags.scheme ?? tagger?.scheme, [right, said]);
  const segments = (corpus: Corpus) => readSegments(corpus, scheme).segments;
  const table = evaluate(segments(right), segments(said), right.tags!, said.tags!);
  await output.write([flags.format === "json" ? evaluationJson(table) : evaluationText(table, output)]);
}
