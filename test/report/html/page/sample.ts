import type { PageFinding } from "../../../../src/report/html/data.js";
import { sampleFinding } from "../../sample.js";

/** A finding as the page has it. */
export function pageFinding(rank: number, changes: Partial<PageFinding> = {}): PageFinding {
  const { opposes: _, reason: __, ...rest } = sampleFinding({ rank, fingerprint: rank.toString(16).padStart(16, "0") });
  return { ...rest, opposes: [], reason: "because", ...changes };
}
