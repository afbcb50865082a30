import type { Readable, Writable } from "node:stream";

/** Where answers come from: single keys of a terminal, or the lines of a file or pipe. */
export interface Keyboard {
  /** The next key; null at the end of the input, or where someone wants to stop (Ctrl-C, Ctrl-D). */
  key(): Promise<string | null>;
  /** A whole line, typed after a key; null as above, or where it is called off (Escape). */
  line(): Promise<string | null>;
  /** Gives the terminal back as it was. */
  close(): void;
}

/** A stream that may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** @param echo where a terminal shows what is typed */
export function openKeyboard(input: InputStream, echo: Writable): Keyboard {
  return input.isTTY && input.setRawMode ? terminalKeyboard(input, echo) : lineKeyboard(input);
}

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const ESCAPE = "\x1b";
const BACKSPACES = ["\x7f", "\b"];

/** Keys as they are pressed. A sequence that a special key sends (arrows and the like) is one key, and no answer. */
function terminalKeyboard(input: InputStream, echo: Writable): Keyboard {
  input.setRawMode?.(true);
  input.setEncoding("utf8");
  const characters = charactersOf(input);
  const key = async (): Promise<string | null> => {
    const { value, done } = await characters.next();
    return done || value === CTRL_C || value === CTRL_D ? null : value;
  };
  return {
    key,
    async line() {
      let text = "";
      for (;;) {
        const next = await key();
        if (next === null || next.startsWith(ESCAPE)) {
          echo.write("\n");
          return null;
        }
        if (next === "\r" || next === "\n") {
          echo.write("\n");
          return text;
        }
        if (BACKSPACES.includes(next)) {
          if (text !== "") echo.write("\b \b");
          text = [...text].slice(0, -1).join("");
        } else if (next >= " ") {
          text += next;
          echo.write(next);
        }
      }
    },
    close() {
      input.setRawMode?.(false);
      // Lets go of the stream, which would keep the process waiting for keys.
      void characters.return(undefined);
    },
  };
}

async function* charactersOf(input: Readable): AsyncGenerator<string> {
  for await (const chunk of input) {
    const text = String(chunk);
    if (text.startsWith(ESCAPE)) yield text;
    else yield* text;
  }
}

/** The first character of each line; the line that follows, where one is asked for. */
function lineKeyboard(input: Readable): Keyboard {
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
        if (first !== undefined) return first;
      }
    },
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
