// Python packages that seginf is measured against, in an environment of their own:
//   python3 -m venv ENV && ENV/bin/pip install -r bench/peers/requirements.txt
// and another one for requirements-influence.txt: PyTorch wants an older numpy than cleanlab does.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs a script of this directory on one core; SEGINF_PEERS_PYTHON names the interpreter. */
export function python(script, ...args) {
  const program = process.env.SEGINF_PEERS_PYTHON ?? "python3";
  const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stderr, error } = spawnSync(program, [path, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...one },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${script} ended with ${status}:\n${stderr}`);
}
