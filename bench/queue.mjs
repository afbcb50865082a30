// node bench/queue.mjs [--corpora 30] [--workers 3] [--tokens 2000] [--seed 1]
// Made-up corpora audited by one process, and by workers that share them through a Redis server on loopback and are killed
// at random, in the mean every second: whether summaries and reports are equal, byte for byte. Wants `redis-server`, and a
// build. Prints one JSON line; exits with 1 where something differs.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./lib/generate.mjs";

const { values } = parseArgs({
  options: {
    corpora: { type: "string", default: "30" },
    workers: { type: "string", default: "3" },
    tokens: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
  },
});
const [corpora, workerCount, tokens, seed] = ["corpora", "workers", "tokens", "seed"].map((name) =>
  Number(values[name]),
);
const SEGINF = fileURLToPath(new URL("../bin/seginf.js", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "seginf-queue-"));
let state = seed;
/** From 0 to 1, the same for every run of a seed. */
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const audits = Array.from({ length: corpora }, (_, i) => {
  const name = `c${String(i).padStart(3, "0")}`;
  generate(join(directory, name), { tokens, reference: tokens / 2, seed: seed + i });
  return { name, train: `${name}/train.conll`, reference: `${name}/reference.conll` };
});
writeFileSync(join(directory, "plan.json"), JSON.stringify({ schemaVersion: 1, audits }));

const one = spawnSync(process.execPath, [SEGINF, "batch", "plan.json", "-q", "-o", "one", "--cache", "cache-one"], {
  cwd: directory,
  encoding: "utf8",
});

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const redis = spawn("redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
  stdio: "ignore",
  cwd: directory,
});
await wait(1000);
const queue = `redis://127.0.0.1:${port}`;
const start = () =>
  spawn(process.execPath, [SEGINF, "worker", "-q", "--queue", queue, "--lease", "1", "--retries", "1000"], {
    cwd: directory,
    stdio: "ignore",
    detached: true,
  });
const kill = ({ pid }) => {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
};
const workers = Array.from({ length: workerCount }, start);
const args = ["batch", "plan.json", "-q", "-o", "queued", "--cache", "cache-queued", "--queue", queue];
const submitter = spawn(process.execPath, [SEGINF, ...args], {
  cwd: directory,
  stdio: ["ignore", "ignore", "inherit"],
});
const ended = once(submitter, "close");
let kills = 0;
while (submitter.exitCode === null) {
  await Promise.race([ended, wait(2000 * random())]);
  if (submitter.exitCode !== null) break;
  const i = Math.floor(workerCount * random());
  kill(workers[i]);
  workers[i] = start();
  kills++;
}
workers.forEach(kill);
redis.kill("SIGKILL");

const files = (output) =>
  readdirSync(join(directory, output), { recursive: true })
    .filter((name) => /\.(json|html)$/.test(name) && !name.includes(".tmp"))
    .sort();
const different = files("one").filter(
  (name) => !readFileSync(join(directory, "one", name)).equals(readFileSync(join(directory, "queued", name))),
);
const { totals } = JSON.parse(readFileSync(join(directory, "one", "summary.json"), "utf8"));
const same = different.length === 0 && files("one").join() === files("queued").join();
const exitCodes = [one.status, submitter.exitCode];
console.log(
  JSON.stringify({ totals, workers: workerCount, kills, exitCodes, files: files("one").length, different, same }),
);
rmSync(directory, { recursive: true, force: true });
process.exitCode = same && exitCodes[0] === exitCodes[1] ? 0 : 1;
