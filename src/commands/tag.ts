import type { Command } from "commander";
import type { CorpusFormat } from "../corpus/types.js";
import type { Context } from "./context.js";
import { addQuiet, inputFormat, type QuietOption, TOKEN_COLUMN } from "./options.js";

interface TagFlags extends QuietOption {
  readonly tokenColumn?: string;
  readonly inputFormat?: CorpusFormat;
  readonly allowRagged?: true;
  readonly output?: string;
}

export function addTag(program: Command, context: Context): void {
  const command = program
    .command("tag")
    .summary("write a file back with predicted tags")
    .description("write a file back with the predicted tags as one more column (CoNLL-U: in MISC; JSONL: a field)")
    .argument("<model>", "a model of seginf train")
    .argument("<file>", 'the corpus to tag, labelled or not, "-" for standard input')
    .option(...TOKEN_COLUMN)
    .addOption(inputFormat())
    .option("--allow-ragged", "read rows with more or fewer columns than the first")
    .option("-o, --output <file>", "write there, whole or not at all, in place of standard output");
  addQuiet(command)
    .addHelpText("after", EXAMPLES)
    .action(async (model: string, file: string, flags: TagFlags) => {
      const output = context.output(flags.quiet ?? false);
      const { readCorpora } = await import("./read.js");
      const { readModel } = await import("../tagger/modelFile.js");
      const { predict } = await import("../tagger/predict.js");
      const { withPredictions } = await import("../corpus/index.js");
      if (flags.output !== undefined) {
        const { requireWritable } = await import("./destination.js");
        await requireWritable(flags.output, [model]);
      }
      const tagger = await readModel(model);
      const reading = { ...flags, keepBytes: true, unlabelled: true };
      const [corpus] = await readCorpora(context, [file], reading, tagger.space.templates);
      const { values, ids } = predict(tagger, corpus);
      const chunks = withPredictions(corpus.bytes as Buffer, corpus, (token) => values[ids[token]]);
      if (flags.output === undefined) await output.write(chunks);
      else {
        const { writeAtomically } = await import("../storage/index.js");
        await context.writing(() => writeAtomically(flags.output as string, chunks));
      }
    });
}

const EXAMPLES = `
Examples:
  seginf tag model.seginf test.conll > tagged.conll
  cat test.conll | seginf tag model.seginf - | less`;
