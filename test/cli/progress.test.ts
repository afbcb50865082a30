import { Writable } from "node:stream";
import { createProgress } from "../../src/cli/progress.js";

function terminal(isTTY: boolean) {
  const written = { text: "" };
  const stream = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        written.text += chunk;
        done();
      },
    }),
    // cli-progress moves the cursor as node's terminals do.
    { isTTY, columns: 80 },
  );
  return { stream, written };
}

test.each([
  ["quiet", true, true],
  ["without a terminal", false, false],
])("nothing is drawn when %s", async (_name, isTTY, quiet) => {
  const { stream, written } = terminal(isTTY);
  const progress = createProgress({ stream, quiet });
  const stage = await progress.stage("training", 10);
  stage.update(5, "objective 1.5");
  progress.around(() => stream.write("printed\n"));
  stage.done();
  progress.stop();
  expect(written.text).toBe("printed\n");
});

describe("on a terminal", () => {
  const setUp = () => {
    const { stream, written } = terminal(true);
    return { progress: createProgress({ stream, quiet: false }), stream, written };
  };

  test("a stage draws its name, how far it is, and how it goes", async () => {
    const { progress, written } = setUp();
    const stage = await progress.stage("training", 10);
    stage.update(5, "objective 1.5");
    stage.done();
    expect(written.text).toMatch(/training \[=+-+\] 50% objective 1\.5/);
  });

  test("a stage without a known total counts", async () => {
    const { progress, written } = setUp();
    const stage = await progress.stage("reading", null);
    stage.update(1234);
    stage.done();
    expect(written.text).toContain("reading  1234 ");
    expect(written.text).not.toContain("%");
  });

  test("the next stage takes the place of the one before, whose updates then do nothing", async () => {
    const { progress, written } = setUp();
    const first = await progress.stage("solving", 10);
    const second = await progress.stage("scoring", 10);
    const before = written.text.length;
    first.update(9);
    first.done();
    second.update(10);
    second.done();
    expect(written.text.slice(before)).not.toContain("solving");
    expect(written.text.slice(before)).toMatch(/scoring .*100%/);
  });

  test("what is printed meanwhile stands on a clean line, and survives the bar's end", async () => {
    const { progress, stream, written } = setUp();
    await progress.stage("training", 10);
    progress.around(() => stream.write("a warning\n"));
    expect(written.text.endsWith("\r\u001b[2Ka warning\n\u001b7")).toBe(true);
    progress.stop();
  });

  test("stop ends the bar, at any time and twice", async () => {
    const { progress, written } = setUp();
    progress.stop();
    await progress.stage("training", 10);
    progress.stop();
    const { length } = written.text;
    progress.stop();
    expect(written.text).toHaveLength(length);
  });
});
