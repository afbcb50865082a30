import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";

export const init = defineCommand({
  name: "init",
  summary: "write a settings file for a corpus",
  description: "inspect a corpus and write a commented settings file",
  arguments: [
    ["[train]", "the corpus to audit (default: searched for in this directory)"],
    ["[reference]", "a corpus with more reliable labels (default: searched for)"],
  ],
  examples: ["seginf init", "seginf init data/train.conllu data/dev.conllu --label-column XPOS"],
  run: (context, [train, reference], flags) => runInit(context, train, reference, flags),
});

async function runInit(
  context: Context,
  train: string | undefined,
  reference: string | undefined,
  flags: FlagsOf<"init">,
): Promise<void> {
  const output = context.output(flags.quiet);
  const { findCorpora } = await import("../cli/config/corpora.js");
  const { lookAt, settingsText } = await import("../cli/config/init.js");
  const { requireSeparate } = await import("../cli/separate.js");
  const { readCorpora } = await import("../pipeline/reading.js");
  const { writeAtomically } = await import("../storage/index.js");
  const { isThere } = await import("../storage/isThere.js");
  if (!flags.force && (await isThere(flags.output))) {
    throw new SeginfError(
      "the file exists already",
      { file: flags.output },
      "pass --force to replace it, or -o another name",
    );
  }
  const files = train === undefined ? await findCorpora(context.host) : { train, reference: reference ?? null };
  await requireSeparate(flags.output, [files.train, files.reference ?? []].flat(), context.host);
  const names = files.reference === null ? [files.train] : [files.train, files.reference];
  const given = { labelColumn: flags.labelColumn, tokenColumn: flags.tokenColumn, inputFormat: flags.inputFormat };
  const read = async (allowRagged: boolean) =>
    readCorpora(environmentOf(context), names, { ...flags, allowRagged }, []);
  const look = await lookAt(files, given, flags.allowRagged ?? false, read);
  await context.writing(() => writeAtomically(flags.output, [settingsText(look, flags.output)]));
  for (const line of look.remarks) output.note(line);
  output.note(`wrote ${flags.output}; seginf audit reads it from now on`);
}
