import { PassThrough, Writable } from "node:stream";
import { createOutput, type OutputStream } from "../../src/cli/output.js";
import { SeginfError } from "../../src/errors.js";

interface Options {
  readonly stdoutTTY?: boolean;
  readonly stderrTTY?: boolean;
  readonly columns?: number;
  readonly env?: Record<string, string>;
  readonly quiet?: boolean;
  readonly stdout?: OutputStream;
}

/** An output over memory, and what was written so far. */
function setUp({ stdoutTTY = false, stderrTTY = false, columns, env = {}, quiet = false, stdout }: Options = {}) {
  const written = { stdout: "", stderr: "" };
  const memory = (name: "stdout" | "stderr", isTTY: boolean): OutputStream =>
    Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          written[name] += chunk;
          done();
        },
      }),
      { isTTY, ...(columns === undefined ? {} : { columns }) },
    );
  const output = createOutput({
    stdout: stdout ?? memory("stdout", stdoutTTY),
    stderr: memory("stderr", stderrTTY),
    env,
    quiet,
  });
  return { output, written };
}

describe("colour", () => {
  test.each<[string, Options, boolean]>([
    ["a file", {}, false],
    ["a terminal", { stdoutTTY: true }, true],
    ["a terminal on stderr only", { stderrTTY: true }, false],
    ["a dumb terminal", { stdoutTTY: true, env: { TERM: "dumb" } }, false],
    ["NO_COLOR on a terminal", { stdoutTTY: true, env: { NO_COLOR: "1" } }, false],
    ["an empty NO_COLOR on a terminal", { stdoutTTY: true, env: { NO_COLOR: "" } }, true],
    ["FORCE_COLOR to a file", { env: { FORCE_COLOR: "1" } }, true],
    ["FORCE_COLOR=0 on a terminal", { stdoutTTY: true, env: { FORCE_COLOR: "0" } }, false],
    ["NO_COLOR against FORCE_COLOR", { env: { NO_COLOR: "1", FORCE_COLOR: "1" } }, false],
  ])("%s", (_name, options, color) => expect(setUp(options).output.color).toBe(color));

  test("is decided for stderr by itself", () => {
    const apart = setUp({ stdoutTTY: true });
    apart.output.warn("plain");
    expect(apart.written.stderr).toBe("warning: plain\n");
    const colored = setUp({ stderrTTY: true });
    colored.output.warn("coloured");
    expect(colored.written.stderr).toContain("\u001b[33mwarning:");
  });
});

test.each<[string, Options, number]>([
  ["the terminal's", { stdoutTTY: true, columns: 132 }, 132],
  ["80 where a terminal does not say", { stdoutTTY: true, columns: 0 }, 80],
  ["80 without a terminal", { columns: 132 }, 80],
])("the width is %s", (_name, options, width) => expect(setUp(options).output.width).toBe(width));

describe("remarks", () => {
  test("are single lines that cannot drive the terminal", () => {
    const { output, written } = setUp();
    output.note("two\nlines\r\n ");
    output.warn("an \u001b[2J escape");
    output.error("a failure");
    expect(written).toEqual({ stdout: "", stderr: "two lines\nwarning: an \\x1b[2J escape\nerror: a failure\n" });
  });

  test("quiet silences notes only", () => {
    const { output, written } = setUp({ quiet: true });
    output.note("note");
    output.warn("warning");
    output.error("error");
    expect(written.stderr).toBe("warning: warning\nerror: error\n");
  });
});

describe("write", () => {
  test("writes everything in order and gathers small chunks", async () => {
    let writes = 0;
    let text = "";
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        writes++;
        text += chunk;
        done();
      },
    });
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i}\n`);
    await setUp({ stdout }).output.write(lines);
    expect(text).toBe(lines.join(""));
    expect(writes).toBeLessThan(5);
  });

  test("waits for a slow reader instead of running ahead", async () => {
    const stdout = new PassThrough({ highWaterMark: 1024 });
    let produced = 0;
    function* chunks(): Iterable<string> {
      for (; produced < 50; produced++) yield "x".repeat(70_000);
    }
    const done = setUp({ stdout }).output.write(chunks());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(produced).toBeLessThan(5);
    let length = 0;
    stdout.on("data", (part: Buffer) => {
      length += part.length;
    });
    await done;
    expect(length).toBe(50 * 70_000);
  });

  /** A stream whose second write fails as a pipe or a disk would. */
  const failing = (code: string): OutputStream => {
    let writes = 0;
    return new Writable({
      write(_chunk, _encoding, done) {
        done(++writes < 2 ? null : Object.assign(new Error(code), { code }));
      },
    });
  };

  test("ends quietly, and asks for no more, when the reader has gone", async () => {
    let produced = 0;
    function* chunks(): Iterable<string> {
      for (; produced < 1000; produced++) yield "x".repeat(70_000);
    }
    const { output, written } = setUp({ stdout: failing("EPIPE") });
    await output.write(chunks());
    await output.write(["nor later"]);
    expect(produced).toBeLessThan(5);
    expect(written.stderr).toBe("");
  });

  test("says so when the disk is full", async () => {
    const { output } = setUp({ stdout: failing("ENOSPC") });
    const writing = output.write(["x".repeat(70_000), "y"]);
    await expect(writing).rejects.toThrow(SeginfError);
    await expect(writing).rejects.toThrow("<stdout>: the disk is full; free some space or choose another place");
  });
});
