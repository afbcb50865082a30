import { MAX_LABELS } from "../../corpus/scheme.js";
import { AUDITING, INFLUENCE, TRAINING } from "../commands.js";
import { flag, listOf, oneOf, path, pathOfFold, pathOr, positive, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** How taggers are trained. */
export const training = [
  option("--tagger <kind>", oneOf(["crf", "softmax"]), "linear-chain CRF, or softmax per token (no transitions)", {
    on: TRAINING,
    group: "Training",
    default: "crf",
  }),
  option("--template <file>", path, "feature templates in CRF++ syntax", {
    on: TRAINING,
    group: "Training",
    unset: "word, affixes, shapes, neighbours",
  }),
  option("--min-count <n>", wholeNumber(1), "drop features of fewer than this many tokens", {
    on: TRAINING,
    group: "Training",
    default: 1,
  }),
  option("--max-labels <n>", wholeNumber(2), "refuse a corpus of more labels: time and memory grow with their square", {
    on: TRAINING,
    group: "Training",
    default: MAX_LABELS,
  }),
  // Chosen on held-out data, see bench/RESULTS.md.
  option("--lambda <x>", positive, "L2 regularisation (λ/2)‖θ‖²; twice CRFsuite's c2", {
    on: TRAINING,
    group: "Training",
    default: 1,
  }),
  option("--tolerance <x>", positive, "bound on ‖∇L(θ)‖ / ‖∇L(0)‖ at the optimum", {
    on: [...AUDITING, "explain", "train"],
    group: "Training",
    default: 1e-5,
    unset: "1e-5",
  }),
  // The training error must be small compared with the effect of one segment.
  option("--tolerance <x>", positive, "bound on ‖∇L(θ)‖ / ‖∇L(0)‖ at the optimum", {
    on: ["validate"],
    group: "Training",
    default: 1e-10,
    unset: "1e-10",
    onlyCommandLine: true,
  }),
  option("--max-iterations <n>", wholeNumber(1), "stop training after this many iterations, with a warning", {
    on: TRAINING,
    group: "Training",
    default: 2000,
  }),
  option("--vectors <which>", pathOr("glove"), "word vectors as features: glove, or a .txt, .vec or .bin file", {
    on: [...TRAINING, "tag", "evaluate"],
    group: "Training",
    unset: "none",
  }),
  option("--clusters <file>", path, "word clusters as features: the paths file of wcluster (Brown et al. 1992)", {
    on: TRAINING,
    group: "Training",
    unset: "none",
  }),
  option(
    "--states <file>",
    listOf(pathOfFold),
    "token states as features, .safetensors or .npy: a file for each corpus, or fold0=FILE … for parts of <train>",
    {
      on: [...TRAINING, "tag", "evaluate"],
      group: "Training",
      unset: "none",
    },
  ),
  option(
    "--encoder <path>",
    path,
    "a pretrained encoder, the directory of an ONNX or TensorFlow.js model, gives the states",
    {
      on: [...TRAINING, "tag", "evaluate"],
      group: "Training",
      unset: "none",
      conflicts: ["--states"],
    },
  ),
  option("--encoder-pool <how>", oneOf(["mean", "first"]), "a token's state: the mean of its pieces', or its first's", {
    on: [...TRAINING, "tag", "evaluate"],
    group: "Training",
    unset: "mean; first with --encoder-head",
  }),
  option("--encoder-layer <which>", text, "the layer that gives the states, by its number or its name", {
    on: [...TRAINING, "tag", "evaluate"],
    group: "Training",
    unset: "the last",
  }),
  option("--encoder-head", flag, "begin with the encoder's own last layer: audit with your token classifier", {
    on: [...TRAINING, "tag", "evaluate"],
    group: "Training",
    conflicts: ["--encoder-layer"],
  }),
  option("--encoder-labels <file>", path, "the labels of the encoder's head in order, one a line", {
    on: TRAINING,
    group: "Training",
    unset: "those of its config.json",
  }),
  option("--keep-head", flag, "audit with the encoder's head as it is, not refitted to the labels", {
    on: TRAINING,
    group: "Training",
  }),
  // Chosen on held-out data, see bench/RESULTS.md.
  option("--state-dims <n>", wholeNumber(1), "principal components in the place of states of more numbers", {
    on: TRAINING,
    group: "Training",
    default: 128,
  }),
  option(
    "--opinions <whose>",
    oneOf(["both", "states"]),
    "what scores follow: the tagger with states and one without, or the former alone",
    {
      on: AUDITING,
      group: "Training",
      unset: "both",
    },
  ),
  option("--threads <n>", wholeNumber(1), "number of threads; results do not depend on it", {
    on: TRAINING,
    group: "Training",
    unset: "all cores",
  }),
  option("-m, --model <file>", path, "use this model of seginf train, trained on <train>", {
    on: INFLUENCE,
    group: "Training",
    conflicts: [
      ...(["--tagger", "--template", "--clusters", "--state-dims", "--min-count"] as const),
      ...(["--lambda", "--tolerance", "--max-iterations"] as const),
    ],
    onlyCommandLine: true,
  }),
] as const;
