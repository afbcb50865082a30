// Preloaded into a run: counts the steps by which files change, and kills the process before or after one of them.
// SEGINF_TORTURE_KILL: the step, from 1 on, 0 for none; SEGINF_TORTURE_STEPS: a file that receives how many there were.
import { writeFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const last = Number(process.env.SEGINF_TORTURE_KILL ?? 0);
const report = process.env.SEGINF_TORTURE_STEPS;
let steps = 0;

function step() {
  if (++steps === last) process.kill(process.pid, "SIGKILL");
}

/** Each call has two steps: what is done before it may be lost, what is done after it may not. */
function counted(owner, name) {
  const original = owner[name];
  owner[name] = async function (...args) {
    step();
    const result = await original.apply(this, args);
    step();
    return result;
  };
}

for (const name of ["rename", "unlink", "mkdir", "rm"]) counted(promises, name);
const handle = await promises.open(new URL(import.meta.url));
for (const name of ["write", "writev", "writeFile", "sync", "datasync", "chmod", "truncate"]) {
  counted(Object.getPrototypeOf(handle), name);
}
await handle.close();
syncBuiltinESMExports();
if (report) process.on("exit", () => writeFileSync(report, String(steps)));
