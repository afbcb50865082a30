import { CORES, collectCommand, type Emission, taskCommand } from "./template.js";

/** Pods at once. */
const PARALLEL = 10;

/**
 * An indexed Job with a pod for each audit. Plan, corpora and results are on the claim, which many nodes may mount; a pod
 * that is killed is started again, and one whose audit refuses its input (exit code 2) is not.
 */
export function kubernetes(emission: Emission): string {
  const { tasks, memory, version } = emission;
  const program = `npx --yes seginf@${version}`;
  const command = `exec ${program} ${taskCommand(emission, '"$JOB_COMPLETION_INDEX"')}`;
  return `# kubectl apply -f FILE; once the job has ended, where the claim is mounted:
#
#   ${program} ${collectCommand(emission)}
apiVersion: batch/v1
kind: Job
metadata:
  name: seginf
spec:
  completions: ${tasks}
  parallelism: ${Math.min(tasks, PARALLEL)}
  completionMode: Indexed
  backoffLimitPerIndex: 3
  podFailurePolicy:
    rules:
      - action: FailIndex
        onExitCodes:
          containerName: seginf
          operator: In
          values: [2]
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: seginf
          image: node:20
          workingDir: /work # where the plan's path counts from
          command: [sh, -c, ${JSON.stringify(command)}]
          resources:
            requests:
              cpu: ${CORES}
              memory: ${memory}M
            limits:
              memory: ${memory}M
          volumeMounts:
            - name: work
              mountPath: /work
      volumes:
        - name: work
          persistentVolumeClaim:
            claimName: seginf # ReadWriteMany
`;
}
