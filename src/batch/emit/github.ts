import { SeginfError } from "../../errors.js";
import { collectCommand, type Emission, taskCommand } from "./template.js";

/** Jobs of a matrix, at most: a limit of GitHub's. */
const MOST_JOBS = 256;

const CACHE = ".seginf-cache";

/**
 * A workflow: a matrix with a job for each audit, whose results and cache are kept as artifacts and caches of GitHub's, and
 * a job that makes the summary of them.
 *
 * @throws SeginfError where the plan has more tasks than a matrix can have
 */
export function github(emission: Emission): string {
  const { tasks, version, output } = emission;
  if (tasks > MOST_JOBS) {
    const what = `a GitHub matrix has at most ${MOST_JOBS} jobs, and this plan ${tasks} audits`;
    throw new SeginfError(what, { file: emission.plan }, "split the plan, or use another engine");
  }
  const program = `npx --yes seginf@${version}`;
  const inJob = { ...emission, options: [...emission.options, `--cache=${CACHE}`] };
  const path = JSON.stringify(output);
  const setup = `      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20`;
  return `# .github/workflows/seginf-batch.yml
name: seginf batch
on: workflow_dispatch
permissions:
  contents: read
jobs:
  audit:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        task: [${Array.from({ length: tasks }, (_, i) => i).join(", ")}]
    steps:
${setup}
      - uses: actions/cache@v4
        with:
          path: ${CACHE}
          key: seginf-\${{ matrix.task }}-\${{ github.sha }}
          restore-keys: seginf-\${{ matrix.task }}-
      - run: ${JSON.stringify(`${program} ${taskCommand(inJob, `\${{ matrix.task }}`)}`)}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: seginf-\${{ matrix.task }}
          path: ${path}
  summary:
    runs-on: ubuntu-latest
    needs: audit
    if: always()
    steps:
${setup}
      - uses: actions/download-artifact@v4
        with:
          pattern: seginf-*
          path: ${path}
          merge-multiple: true
      - run: ${JSON.stringify(`${program} ${collectCommand(emission)}`)}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: summary
          path: ${path}
`;
}
