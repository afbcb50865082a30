import { CORES, collectCommand, type Emission, quoted, taskCommand } from "./template.js";

/** A script for sbatch: an array of one task for each audit, to be submitted where the plan's path counts from. */
export function slurm(emission: Emission): string {
  return `#!/bin/bash
#SBATCH --job-name=seginf
#SBATCH --array=0-${emission.tasks - 1}
#SBATCH --cpus-per-task=${CORES}
#SBATCH --mem=${emission.memory}M
#SBATCH --output=seginf-%A_%a.log
#
# Save this as seginf.sbatch. The summary is made once the array has ended:
#
#   job=$(sbatch --parsable seginf.sbatch)
#   sbatch --dependency="afterany:$job" --wrap ${quoted(`seginf ${collectCommand(emission)}`)}
#
# A task that is run again does nothing if its result is there.
set -euo pipefail
exec seginf ${taskCommand(emission, '"$SLURM_ARRAY_TASK_ID"')}
`;
}
