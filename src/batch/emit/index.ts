import type { Emission } from "./template.js";

export type { Emission };

type Emitter = (emission: Emission) => string;

/** What runs a plan on an engine, by the name that --emit gives it. */
export const EMITTERS: Readonly<Record<"slurm" | "k8s" | "github", () => Promise<Emitter>>> = {
  slurm: async () => (await import("./slurm.js")).slurm,
  k8s: async () => (await import("./kubernetes.js")).kubernetes,
  github: async () => (await import("./github.js")).github,
};
