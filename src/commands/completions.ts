import { type CommandTable, defineCommand } from "../cli/command.js";
import { SeginfError } from "../errors.js";

/** @param table every command, this one included */
export const completionsFor = (table: () => CommandTable) =>
  defineCommand({
    name: "completions",
    summary: "print a shell's completion script",
    withoutFiles: true,
    description: "print a script that completes commands, options and their values in a shell",
    arguments: [["<shell>", "bash, zsh or fish"]],
    examples: [
      'eval "$(seginf completions bash)"',
      "source <(seginf completions zsh)",
      "seginf completions fish > ~/.config/fish/completions/seginf.fish",
    ],
    async run(context, [shell], flags) {
      const { completedFrom } = await import("../cli/completions/model.js");
      const { commands, families } = table();
      const shells: Record<string, () => Promise<(model: ReturnType<typeof completedFrom>) => string>> = {
        bash: async () => (await import("../cli/completions/bash.js")).bash,
        zsh: async () => (await import("../cli/completions/zsh.js")).zsh,
        fish: async () => (await import("../cli/completions/fish.js")).fish,
      };
      const load = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
      if (load === undefined) {
        throw new SeginfError(
          `there are no completions for ${shell}`,
          {},
          `give one of ${Object.keys(shells).join(", ")}`,
        );
      }
      const script = await load();
      await context.output(flags.quiet).write([script(completedFrom(commands, families))]);
    },
  });
