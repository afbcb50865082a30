import { PassThrough } from "node:stream";
import { openKeyboard } from "../../../src/triage/review/keyboard.js";

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
      input.write(chunk);
      await new Promise((done) => setTimeout(done, 5));
    }
    input.end();
  })();
  return { keyboard, modes, shown: () => String(echo.read() ?? "") };
}

test("a terminal gives keys as they are pressed, and what special keys send as one", async () => {
  const { keyboard, modes } = terminal("ab", "\x1b[A", "é", "\x03");
  const keys: (string | null)[] = [];
  for (let i = 0; i < 5; i++) keys.push(await keyboard.key());
  expect(keys).toEqual(["a", "b", "\x1b[A", "é", null]);
  keyboard.close();
  expect(modes).toEqual([true, false]);
});

test("a line is typed, fixed and ended; Escape and Ctrl-C call it off", async () => {
  const { keyboard, shown } = terminal(
    "P",
    "X",
    "\x7f",
    "É",
    "\x7f",
    "\x7f",
    "\x7f",
    "P",
    "ER",
    "\r",
    "O",
    "\x1b",
    "x\x03",
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
