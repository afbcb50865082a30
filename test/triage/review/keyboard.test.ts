import { PassThrough } from "node:stream";
import { openKeyboard } from "../../../src/triage/review/keyboard.js";
import { REDRAW } from "../../../src/triage/review/stage.js";

/** In place of a chunk: long enough for Escape to be a key of its own. */
const PAUSE = "pause";

/** A terminal with what is typed into it, chunk by chunk, and what it shows. */
function terminal(...chunks: string[]) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
  const echo = new PassThrough();
  echo.setEncoding("utf8");
  const keyboard = openKeyboard(input, echo);
  // Apart, as a person types: a chunk is what one key sends.
  void (async () => {
    for (const chunk of chunks) {
      if (chunk !== PAUSE) input.write(chunk);
      await new Promise((done) => setTimeout(done, chunk === PAUSE ? 600 : 5));
    }
    input.end();
  })();
  return { keyboard, modes, shown: () => String(echo.read() ?? "") };
}

async function keysOf(count: number, ...chunks: string[]) {
  const { keyboard, modes } = terminal(...chunks);
  const keys: (string | null)[] = [];
  for (let i = 0; i < count; i++) keys.push(await keyboard.key());
  keyboard.close();
  expect(modes).toEqual([true, false]);
  return keys;
}

test("a terminal gives keys as they are pressed, and what a special key sends as one, however it arrives", async () => {
  expect(await keysOf(5, "ab", "\x1b[A", "é", "\x03")).toEqual(["a", "b", "\x1b[A", "é", null]);
  // In one read with another key, and in parts.
  expect(await keysOf(3, "l\x1b[A", "\x04")).toEqual(["l", "\x1b[A", null]);
  expect(await keysOf(3, "\x1b", "[", "A", "k")).toEqual(["\x1b[A", "k", null]);
  expect(await keysOf(2, "\x1bl", "\x03")).toEqual(["\x1bl", null]);
  expect(await keysOf(3, "é", "😀")).toEqual(["é", "😀", null]);
});

test("Escape is a key of its own once nothing follows", async () => {
  const { keyboard } = terminal("\x1b", PAUSE, "a");
  expect([await keyboard.key(), await keyboard.key()]).toEqual(["\x1b", "a"]);
  keyboard.close();
});

test("a terminal that is closed, or cannot be read any more, gives no key", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const keyboard = openKeyboard(input, new PassThrough());
  const key = keyboard.key();
  input.destroy(Object.assign(new Error("read EIO"), { code: "EIO" }));
  expect(await key).toBeNull();
  expect(await keyboard.key()).toBeNull();
  keyboard.close();
});

test("Ctrl-Z suspends; a terminal that is given back and taken again has the question shown again", async () => {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
  let suspended = 0;
  const keyboard = openKeyboard(input, new PassThrough(), () => {
    suspended++;
    keyboard.pause();
    keyboard.resume();
  });
  input.write("\x1aa");
  expect([await keyboard.key(), await keyboard.key(), suspended]).toEqual([REDRAW, "a", 1]);
  keyboard.close();
  expect(modes).toEqual([true, false, true, false]);
});

test("a line is typed, fixed and ended; Escape and Ctrl-C cancel it", async () => {
  const { keyboard, shown } = terminal(
    ...["P", "X", "\x7f", "É", "\x7f", "\x7f", "\x7f", "P", "ER", "\x1b[D", "\r", "O", "\x1b", PAUSE, "x\x03"],
  );
  expect(await keyboard.line()).toBe("PER");
  expect(shown()).toBe("PX\b \bÉ\b \b\b \bPER\n");
  expect(await keyboard.line()).toBeNull();
  expect(await keyboard.line()).toBeNull();
  keyboard.close();
});

test("elsewhere the first character of a line is a key", async () => {
  const input = new PassThrough();
  const keyboard = openKeyboard(input, new PassThrough());
  input.end("a\r\n\n  accept it\no\nB ORG\nq");
  expect([await keyboard.key(), await keyboard.key(), await keyboard.key(), await keyboard.line()]).toEqual([
    ...["a", "a", "o"],
    "B ORG",
  ]);
  expect([await keyboard.key(), await keyboard.key(), await keyboard.line()]).toEqual(["q", null, null]);
});
