import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPeer } from "../../src/encoder/peers.js";
import { FLOAT, model, node, tensor, tinyEncoder, value, weights } from "./onnx.js";
import { wordPiece } from "./tokenizers.js";

/** Runs a test where packages are installed; else skips it by name. */
export function testWithPackages(...names: readonly string[]): (name: string, run: () => Promise<void>) => void {
  const missing = names.filter((name) => findPeer(name, process.cwd()) === null);
  return (name, run) => {
    if (missing.length === 0) it(name, run);
    else it.skip(`${name} (npm i --no-save ${missing.join(" ")})`, run);
  };
}

/** Pieces of the tiny models; those of other words are unknown. */
const PIECES = ["a", "leeds", "play", "##ing", ".", "in", "won", "##s", "b", "c", "##a", "##b", "##c"];
const SPECIAL = 3;

/** Writes a directory with a model of two blocks over a few pieces, as exporters lay it out. */
export function writeTinyEncoder(directory: string, width = 6): void {
  mkdirSync(join(directory, "onnx"), { recursive: true });
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(directory, name), content);
  write("onnx/model.onnx", model(tinyEncoder(PIECES.length + SPECIAL, width)));
  write("tokenizer.json", JSON.stringify(wordPiece(PIECES)));
  write("config.json", JSON.stringify({ model_type: "bert", max_position_embeddings: 32 }));
}

/** The same as a token classifier: the last states, times a matrix, with a bias. */
export function writeTinyClassifier(directory: string, labels: readonly string[], width = 6): void {
  writeTinyEncoder(directory, width);
  const C = labels.length;
  const { nodes, tensors = [], ...parts } = tinyEncoder(PIECES.length + SPECIAL, width);
  const classifier = {
    ...parts,
    nodes: [...nodes, node("MatMul", ["last_hidden_state", "W"], ["m"]), node("Add", ["m", "b"], ["logits"])],
    tensors: [...tensors, tensor("W", [width, C], weights(width * C, 11)), tensor("b", [C], weights(C, 12))],
    outputs: [value("logits", FLOAT, ["batch", "sequence", C])],
  };
  writeFileSync(join(directory, "onnx/model.onnx"), model(classifier));
  const config = { max_position_embeddings: 32, id2label: Object.fromEntries(labels.entries()) };
  writeFileSync(join(directory, "config.json"), JSON.stringify(config));
}
