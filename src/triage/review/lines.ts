import type { Readable } from "node:stream";
import type { Keyboard } from "./stage.js";

/** Answers in a file or pipe: the first character of each line is a key, in any case; the next line is a line. */
export function lineKeyboard(input: Readable): Keyboard {
  input.setEncoding("utf8");
  const lines = linesOf(input);
  const line = async (): Promise<string | null> => {
    const { value, done } = await lines.next();
    return done ? null : value;
  };
  return {
    line,
    async key() {
      for (;;) {
        const text = await line();
        if (text === null) return null;
        const first = text.trim()[0];
        if (first !== undefined) return first.toLowerCase();
      }
    },
    pause() {},
    resume() {},
    close() {
      void lines.return(undefined);
    },
  };
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + String(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
