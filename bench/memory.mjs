// Estimated memory of an audit against its peak: node bench/memory.mjs TRAIN REFERENCE [TRAIN REFERENCE …]
import { basename, dirname } from "node:path";
import { readCorpus } from "../dist/corpus/index.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { createKernels } from "../dist/kernels/index.js";
import { estimatedMemory } from "../dist/tagger/memory.js";
import { train } from "../dist/tagger/train.js";
import { cli, measured, scratch } from "./lib/run.mjs";

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** What an audit would estimate; training goes no further than the sizes. */
async function estimateOf(file, reference) {
  const corpus = await readCorpus(file);
  const { lines } = await readCorpus(reference, { like: corpus });
  const kernels = await createKernels({ kind: "plain" });
  let size;
  const onSize = (known) => {
    size = known;
    throw size;
  };
  const options = {
    templates: defaultTemplates,
    scheme: "plain",
    lambda: 1,
    minCount: 1,
    tolerance: 1,
    maxIterations: 1,
  };
  try {
    train(kernels, corpus, { ...options, onSize });
  } catch (error) {
    if (error !== size) throw error;
  }
  return { ...size, labels: corpus.tags.values.length, bytes: estimatedMemory(size, lines.length) };
}

async function peakOf(file, reference) {
  const flags = ["--no-cache", "--no-config", "-q", "--threads", "1", "--allow-unseen", "--limit", "1"];
  const { peakMB } = await measured(cli, ["audit", file, reference, ...flags], { directory });
  return peakMB * 1024 * 1024;
}

const directory = scratch();
console.log("| corpus | tokens | labels | weights | estimated | peak | estimated / peak |");
console.log("|---|---|---|---|---|---|---|");
const files = process.argv.slice(2);
for (let i = 0; i + 1 < files.length; i += 2) {
  const estimate = await estimateOf(files[i], files[i + 1]);
  const peak = await peakOf(files[i], files[i + 1]);
  const name = `${basename(dirname(files[i]))}/${basename(files[i])}`;
  const figures = [estimate.tokens, estimate.labels, estimate.dimension].map((n) => n.toLocaleString("en-US"));
  const ratio = (estimate.bytes / peak).toFixed(2);
  console.log(`| ${[name, ...figures, megabytes(estimate.bytes), megabytes(peak), ratio].join(" | ")} |`);
}
