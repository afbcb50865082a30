import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPeer } from "../../src/encoder/peers.js";
import { testWithPackages, writeTinyClassifier, writeTinyEncoder } from "../helpers/encoders.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
beforeAll(() => {
  for (const name of ["tiny", "other", "broken"])
    writeTinyEncoder(join(desk.directory, name), name === "other" ? 8 : 6);
  writeTinyClassifier(join(desk.directory, "classifier"), ["O", "B-LOC", "B-ORG", "B-PER", "B-MISC"]);
  writeTinyClassifier(join(desk.directory, "numbered"), ["LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"]);
  desk.write("labels.txt", "O\nB-LOC\nB-ORG\nB-PER\n");
});
afterAll(() => desk.remove());

const NEEDED = ["@huggingface/tokenizers", "onnxruntime-web"] as const;
const withPackages = testWithPackages(...NEEDED);
/** In this process where its arrays are those of the runtime: native code makes arrays of another kind than tests have. */
const run = async (args: readonly string[]) =>
  findPeer("onnxruntime-node", process.cwd()) ? desk.start(args) : desk.run(args);
const audit = (...flags: readonly string[]) =>
  run(["audit", "train.conll", "reference.conll", "--format", "json", "--encoder", "tiny", ...flags]);

withPackages("an encoder is named in an audit, which is the same from the cache and with any threads", async () => {
  const first = await audit();
  expect(first.stderr).not.toContain("error");
  expect(JSON.parse(first.stdout).tagger.states).toMatchObject({ name: "tiny", dimension: 6 });
  expect((await audit()).stdout).toBe(first.stdout);
  expect((await audit("--no-cache", "--threads", "1")).stdout).toBe(first.stdout);
  const pooled = JSON.parse((await audit("--encoder-pool", "first", "--encoder-layer", "1")).stdout).tagger.states;
  expect(pooled.digest).not.toBe(JSON.parse(first.stdout).tagger.states.digest);
});

withPackages("its states are kept in the cache", async () => {
  await audit();
  const listed = (await run(["cache", "ls"])).stdout;
  expect(listed).toMatch(/states\s.*train\.conll: states of tiny, 6 numbers for each of \d+ tokens/);
});

withPackages("a model knows its encoder", async () => {
  const { code, stderr } = await run(["train", "train.conll", "-m", "e.model", "--encoder", "tiny"]);
  expect({ code, error: /error/.test(stderr) }).toEqual({ code: 0, error: false });
  expect((await run(["tag", "e.model", "train.conll", "--encoder", "tiny"])).code).toBe(0);
  expect((await audit("-m", "e.model")).stdout).toBe((await audit()).stdout);
  const without = await run(["tag", "e.model", "train.conll"]);
  expect(without.stderr).toMatch(
    /^error: e\.model: the model was trained with token states of [0-9a-f]{16} \(mean\), 6 numbers each; give those/,
  );
  const other = await run(["tag", "e.model", "train.conll", "--encoder", "tiny", "--encoder-layer", "1"]);
  expect(other.stderr).toMatch(
    /^error: tiny: states of the model [0-9a-f]{16} \(mean, layer 1\), where the tagger was/,
  );
  const wider = await run(["tag", "e.model", "train.conll", "--encoder", "other"]);
  expect(wider.stderr).toMatch(/^error: other: states of 8 numbers, where the tagger was trained with 6; make them as/);
});

describe("what is wrong with an encoder is one line", () => {
  const failure = async (...flags: readonly string[]) => {
    const { code, stdout, stderr } = await run(["audit", "train.conll", "reference.conll", ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const errors = stderr.split("\n").filter((line) => line.startsWith("error: "));
    expect(errors).toHaveLength(1);
    return errors[0];
  };

  withPackages("a directory that is not there, or is no model's", async () => {
    expect(await failure("--encoder", "none")).toBe("error: none: no such file; give the directory of a model");
    expect(await failure("--encoder", ".")).toMatch(
      /^error: \.: it has no model\.onnx and no model\.json; export it there/,
    );
  });

  withPackages("a layer that is not there", async () => {
    expect(await failure("--encoder", "tiny", "--encoder-layer", "7")).toMatch(
      /the model has no layer "7"; give the name/,
    );
  });

  withPackages("both states and an encoder", async () => {
    expect(await failure("--encoder", "tiny", "--states", "x.npy")).toMatch(/'--encoder <path>' cannot be used with/);
  });

  withPackages("a model that is cut short", async () => {
    writeFileSync(join(desk.directory, "broken", "onnx", "model.onnx"), new Uint8Array(40).fill(250));
    expect(await failure("--encoder", "broken")).toMatch(
      /^error: broken\/onnx\/model\.onnx: the model cannot be read: /,
    );
    rmSync(join(desk.directory, "broken", "tokenizer.json"));
    expect(await failure("--encoder", "broken")).toMatch(/^error: broken: it has no tokenizer\.json; save it there/);
  });
});

describe("a token classifier", () => {
  const audited = (...flags: readonly string[]) =>
    run(["audit", "train.conll", "reference.conll", "--format", "json", "--encoder-head", ...flags]);

  withPackages("is refitted, and its drift is said", async () => {
    const { stdout } = await audited("--encoder", "classifier");
    const { tagger, findings, warnings } = JSON.parse(stdout);
    expect(tagger.head).toMatchObject({ kept: false, referenceLossChange: expect.any(Number) });
    expect(warnings).toEqual([
      expect.stringMatching(/^the refitted head labels [\d.]+% of \S+ otherwise than yours: findings are about the/),
    ]);
    // The same from the cache, and in words.
    expect((await audited("--encoder", "classifier")).stdout).toBe(stdout);
    const text = await run([
      ...["audit", "train.conll", "reference.conll", "--encoder", "classifier", "--encoder-head"],
      ...["--format", "text", "--format", "html=page.html"],
    ]);
    const { share, changed } = tagger.head;
    const words = `labels ${changed.train} training tokens and ${changed.reference} of the reference otherwise`;
    expect(text.stdout.replace(/\s+/g, " ")).toContain(
      `head refitted, moved by ${(100 * share).toFixed(1)}% ${words} reference loss`,
    );
    const page = readFileSync(join(desk.directory, "page.html"), "utf8");
    expect(page).toContain(
      `<dt>drift of the head</dt><dd><b>${(100 * share).toFixed(1)}%</b><span>${words}, reference`,
    );
    expect(tagger).toMatchObject({ labels: 5, converged: true, states: { name: "classifier", columns: 7 } });
    expect(findings.length).toBeGreaterThan(0);
  });

  withPackages("may be kept as it is", async () => {
    const { stdout } = await audited("--encoder", "classifier", "--keep-head");
    const { tagger, warnings } = JSON.parse(stdout);
    expect(tagger).toMatchObject({ iterations: 0, converged: true, head: { kept: true, distance: 0 } });
    expect(warnings[0]).toMatch(
      /^the encoder's head is kept as it is, which is not the optimum of its loss: influence/,
    );
    const train = ["train", "train.conll", "-m", "h.model", "--encoder", "classifier", "--encoder-head", "--keep-head"];
    expect(await run(train)).toMatchObject({ code: 0, stderr: expect.stringMatching(/^head kept as it is$/m) });
    expect((await audited("--encoder", "classifier", "-m", "h.model")).stdout).toBe(stdout);
    const tagged = await run(["tag", "h.model", "train.conll", "--encoder", "classifier", "--encoder-head"]);
    expect({ code: tagged.code, lines: tagged.stdout.split("\n").length > 100 }).toEqual({ code: 0, lines: true });
  });

  withPackages("compares with retraining as it is", async () => {
    const { code, stdout, stderr } = await run([
      ...["validate", "train.conll", "reference.conll", "--pairs", "8", "--format", "json"],
      ...["--encoder", "classifier", "--encoder-head", "--keep-head"],
    ]);
    expect({ code, failed: /error/.test(stderr) }).toEqual({ code: 0, failed: false });
    const {
      tagger,
      directions: [removals],
    } = JSON.parse(stdout);
    expect(tagger.head).toMatchObject({ kept: true });
    expect(removals.refined.pearson).toBeGreaterThan(0.99);
  });

  withPackages("has its labels in config.json, or in a file", async () => {
    expect((await audited("--encoder", "numbered", "--encoder-labels", "labels.txt")).stderr).not.toContain("error");
    expect((await audited("--encoder", "numbered")).stderr).toMatch(
      /^error: numbered: its head does not know the labels .+ of train\.conll, only LABEL_0, .+; name its labels as in/m,
    );
    expect((await audited("--encoder", "classifier", "--encoder-labels", "labels.txt")).stderr).toMatch(
      /^error: classifier\/onnx\/model\.onnx: its head has 5 labels, and --encoder-labels names 4; name them all with/m,
    );
  });

  withPackages("is wanted by name, and linear", async () => {
    expect((await audited("--encoder", "tiny")).stderr).toMatch(
      /^error: tiny\/onnx\/model\.onnx: its head is not a linear layer: /m,
    );
    expect((await audited()).stderr).toMatch(/^error: --encoder-head without an encoder; name it with --encoder$/m);
    const lonely = await run(["train", "train.conll", "-m", "x.model", "--encoder", "tiny", "--keep-head"]);
    expect(lonely.stderr).toMatch(/^error: --keep-head without --encoder-head; give both, or leave it out$/m);
  });
});
