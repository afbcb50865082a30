import { defineCommand } from "../cli/command.js";
import { environmentOf } from "../cli/environment.js";
import { at } from "../math/at.js";

export const tag = defineCommand({
  name: "tag",
  summary: "add predicted tags to a file",
  description: "copy a file and add the predicted tags as a column (CoNLL-U: in MISC; JSONL: a field)",
  arguments: [
    ["<model>", "a model of seginf train"],
    ["<file>", 'the corpus to tag, labelled or not, "-" for standard input'],
  ],
  examples: ["seginf tag model.seginf test.conll > tagged.conll", "cat test.conll | seginf tag model.seginf - | less"],
  async run(context, [model, file], flags) {
    const output = context.output(flags.quiet);
    const { readCorpora } = await import("../pipeline/reading.js");
    const { loadModel } = await import("../pipeline/inputs.js");
    const { withStatesOf } = await import("../pipeline/states.js");
    const { predict } = await import("../tagger/predict.js");
    const { spelledAsInFile, withPredictions } = await import("../corpus/index.js");
    const environment = environmentOf(context, context.cache(undefined));
    const loaded = await loadModel(model, flags, environment);
    const reading = { ...flags, keepBytes: true, unlabelled: true };
    const [corpus] = await readCorpora(environmentOf(context), [file], reading, loaded.space.templates);
    const tagger = await withStatesOf(loaded, flags, [corpus], environment);
    const predicted = spelledAsInFile(corpus, predict(tagger, corpus));
    const chunks = withPredictions(corpus.bytes as Buffer, corpus, (token) => at(predicted, token));
    if (flags.output === undefined) await output.write(chunks);
    else {
      const { writeAtomically } = await import("../storage/index.js");
      await context.writing(() => writeAtomically(flags.output as string, chunks));
    }
  },
});
