import type { Command } from "commander";
import type { CorpusFormat } from "../corpus/types.js";
import type { Context } from "./context.js";
import { addQuiet, type QuietOption } from "./options.js";

interface TagFlags extends QuietOption {
  readonly tokenColumn?: string;
  readonly inputFormat?: CorpusFormat;
  readonly allowRagged?: true;
  readonly output?: string;
}

export function addTag(program: Command, context: Context): void {
  const command = program
    .command("tag")
    .description("write a file back with the predicted tags as one more column")
    .argument("<model>", "a model of seginf train")
    .argument("<file>", 'the corpus to tag, labelled or not, "-" for standard input')
    .option("--token-column <column>", "number from the left (1), from the right (-1), or a CoNLL-U or JSONL name")
    .option("--input-format <format>", "columns, conllu or jsonl (default: detected)")
    .option("--allow-ragged", "read rows with more or fewer columns than the first")
    .option("-o, --output <file>", "write there, whole or not at all, in place of standard output");
  addQuiet(command).action(async (model: string, file: string, flags: TagFlags) => {
    const output = context.output(flags.quiet ?? false);
    const { readCorpora } = await import("./read.js");
    const { readModel } = await import("../tagger/modelFile.js");
    const { predict } = await import("../tagger/predict.js");
    const { withPredictions } = await import("../corpus/index.js");
    const tagger = await readModel(model);
    const reading = { ...flags, keepBytes: true, unlabelled: true };
    const [corpus] = await readCorpora(context, [file], reading, tagger.space.templates);
    const { values, ids } = predict(tagger, corpus);
    const chunks = withPredictions(corpus.bytes as Buffer, corpus, (token) => values[ids[token]]);
    if (flags.output === undefined) await output.write(chunks);
    else {
      const { writeAtomically } = await import("../storage/index.js");
      await writeAtomically(flags.output, chunks);
    }
  });
}
