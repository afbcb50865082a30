import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** Why there is nothing to test with; null where there is. */
export function missingForQueue(): string | null {
  if (spawnSync("redis-server", ["--version"]).status !== 0) return "no redis-server";
  const require = createRequire(import.meta.url);
  for (const name of ["bullmq", "ioredis"]) {
    try {
      require.resolve(name);
    } catch {
      return `no ${name}`;
    }
  }
  return null;
}

/** A Redis server of a test's own, on loopback, that keeps nothing on disk. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, empty, where it is not running. */
  async begin(): Promise<void> {
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    this.process = spawn("redis-server", args, { stdio: "ignore", cwd: "/" });
    while (!(await this.answers())) {
      if (this.process.exitCode !== null) throw new Error(`redis-server ended with ${this.process.exitCode}`);
      await wait(20);
    }
  }

  async stop(): Promise<void> {
    const server = this.process;
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("close", resolve));
    server.kill("SIGKILL");
    await ended;
  }

  /** The first line of its answer to a command: ":3". */
  ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, "127.0.0.1", () => socket.write(`${command}\r\n`));
      socket.once("data", (answer) => {
        socket.destroy();
        resolve(String(answer).split("\r\n")[0]);
      });
      socket.once("error", reject);
    });
  }

  private answers(): Promise<boolean> {
    return this.ask("PING").then(
      (answer) => answer === "+PONG",
      () => false,
    );
  }
}

/**
 * A port that nobody listens at, below those that systems give to clients: while the server is down, no client that
 * tries to reach it is given its port.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
