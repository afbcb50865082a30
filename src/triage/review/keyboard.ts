import { emitKeypressEvents } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { lineKeyboard } from "./lines.js";
import { type Keyboard, REDRAW } from "./stage.js";

/** A stream that may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/**
 * @param echo where a terminal shows what is typed
 * @param suspend what Ctrl-Z does, which a terminal that gives single keys leaves to the program
 */
export function openKeyboard(input: InputStream, echo: Writable, suspend: () => void = () => {}): Keyboard {
  return input.isTTY && input.setRawMode ? new TerminalKeyboard(input, echo, suspend) : lineKeyboard(input);
}

/** A key as readline reads it: what an arrow sends is one key, however it arrives, and so is Escape once nothing follows. */
interface Keypress {
  readonly sequence: string;
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
}

type Key = Keypress | null;

class TerminalKeyboard implements Keyboard {
  private readonly waiting: ((key: Key) => void)[] = [];
  private readonly typed: Key[] = [];
  private hasEnded = false;

  constructor(
    private readonly input: InputStream,
    private readonly echo: Writable,
    private readonly suspend: () => void,
  ) {
    input.setRawMode?.(true);
    emitKeypressEvents(input);
    input.on("keypress", this.onKey);
    // A terminal that is closed fails to be read; either way nothing more comes.
    for (const event of ["end", "close", "error"]) input.on(event, this.onEnd);
    input.resume();
  }

  async key(): Promise<string | null> {
    const key = await this.next();
    return key === null || isStop(key) ? null : key.sequence;
  }

  async line(): Promise<string | null> {
    let text = "";
    for (;;) {
      const key = await this.next();
      if (key === null || isStop(key) || key.name === "escape") {
        this.echo.write("\n");
        return null;
      }
      const { sequence, name } = key;
      if (name === "return" || name === "enter") {
        this.echo.write("\n");
        return text;
      }
      if (name === "backspace") {
        if (text !== "") this.echo.write("\b \b");
        text = [...text].slice(0, -1).join("");
      } else if ([...sequence].length === 1 && sequence >= " ") {
        text += sequence;
        this.echo.write(sequence);
      }
    }
  }

  pause(): void {
    this.input.setRawMode?.(false);
  }

  resume(): void {
    this.input.setRawMode?.(true);
    this.give({ sequence: REDRAW });
  }

  close(): void {
    this.input.off("keypress", this.onKey);
    // A listener for errors stays: what goes wrong with the terminal from here on is nobody's concern.
    for (const event of ["end", "close"]) this.input.off(event, this.onEnd);
    this.input.setRawMode?.(false);
    // Lets go of the stream, which would keep the process waiting for keys.
    this.input.pause();
  }

  private readonly onKey = (_text: string | undefined, key: Keypress): void => {
    if (key.ctrl && key.name === "z") this.suspend();
    else this.give(key);
  };

  private readonly onEnd = (): void => {
    this.hasEnded = true;
    for (const take of this.waiting.splice(0)) take(null);
  };

  private give(key: Key): void {
    const take = this.waiting.shift();
    if (take) take(key);
    else this.typed.push(key);
  }

  private next(): Promise<Key> {
    const typed = this.typed.shift();
    if (typed !== undefined || this.hasEnded) return Promise.resolve(typed ?? null);
    return new Promise((take) => this.waiting.push(take));
  }
}

/** Ctrl-C and Ctrl-D, which a terminal that gives single keys sends as such. */
function isStop({ ctrl = false, name }: Keypress): boolean {
  return ctrl && (name === "c" || name === "d");
}
