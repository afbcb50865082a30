import type { Finding } from "../../src/findings/report.js";
import { FORMATS, showsOpposed } from "../../src/report/formats.js";
import { reporters } from "../../src/report/registry.js";
import { sampleFinding, sampleReport } from "./sample.js";

/** What a report in the format says of a finding. */
function printed(format: (typeof FORMATS)[number], verbose: boolean, changes: Partial<Finding>): string {
  return [...reporters[format](sampleReport([sampleFinding(changes)]), { color: false, width: 80, verbose })].join("");
}

describe.each(FORMATS)("%s", (format) => {
  it.each([false, true])("shows opposed segments and self-influence where it says so, verbose: %s", (verbose) => {
    const { opposes, signals } = sampleFinding();
    const solved = printed(format, verbose, { opposes, signals: { ...signals, selfInfluence: 0.123 } });
    const diagonal = printed(format, verbose, { opposes: [], signals: { ...signals, selfInfluence: 0.456 } });
    expect(solved !== diagonal).toBe(showsOpposed(format, verbose));
  });
});
