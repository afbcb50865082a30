import { SeginfError } from "../errors.js";
import { defineCommand } from "./define.js";

export const completions = defineCommand({
  name: "completions",
  summary: "print a shell's completion script",
  description: "print a script that completes commands, options and their words in a shell",
  arguments: [["<shell>", "bash, zsh or fish"]],
  examples: [
    'eval "$(seginf completions bash)"',
    "source <(seginf completions zsh)",
    "seginf completions fish > ~/.config/fish/completions/seginf.fish",
  ],
  async run(context, [shell], flags) {
    const { completedFrom } = await import("../completions/model.js");
    const { commands, families } = await import("./index.js");
    const shells: Record<string, () => Promise<(model: ReturnType<typeof completedFrom>) => string>> = {
      bash: async () => (await import("../completions/bash.js")).bash,
      zsh: async () => (await import("../completions/zsh.js")).zsh,
      fish: async () => (await import("../completions/fish.js")).fish,
    };
    if (!Object.hasOwn(shells, shell)) {
      throw new SeginfError(
        `there are no completions for ${shell}`,
        {},
        `give one of ${Object.keys(shells).join(", ")}`,
      );
    }
    const script = await shells[shell]();
    await context.output(flags.quiet).write([script(completedFrom(commands, families))]);
  },
});
