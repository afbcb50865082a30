import type { Keyboard } from "../triage/review/stage.js";
import type { Host } from "./host.js";

/** Signals that end a process, unless it listens to them. SIGKILL nobody can listen to; SIGUSR1 and SIGPROF are Node's. */
const ENDING: readonly NodeJS.Signals[] = [
  ...(["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGABRT", "SIGALRM", "SIGVTALRM", "SIGXCPU", "SIGXFSZ"] as const),
  ...(["SIGUSR2", "SIGTRAP", "SIGSYS"] as const),
];
const ON_WINDOWS: readonly NodeJS.Signals[] = ["SIGHUP", "SIGINT", "SIGBREAK"];

/**
 * Does work with a keyboard, and gives the terminal back as it was whatever ends the work: its own end, an error, or a
 * signal, which then does what it would have done. While the process is stopped the terminal is as it was, too.
 */
export async function withKeyboard<T>(host: Host, keyboard: Keyboard, work: () => Promise<T>): Promise<T> {
  const listeners = new Map<NodeJS.Signals, () => void>();
  const release = (): void => {
    for (const [signal, listener] of listeners) host.off(signal, listener);
    keyboard.close();
  };
  for (const signal of host.platform === "win32" ? ON_WINDOWS : ENDING) {
    listeners.set(signal, () => {
      release();
      host.kill(host.pid, signal);
    });
  }
  if (host.platform !== "win32") {
    listeners.set("SIGTSTP", () => {
      keyboard.pause();
      host.kill(host.pid, "SIGSTOP");
    });
    listeners.set("SIGCONT", () => keyboard.resume());
  }
  for (const [signal, listener] of listeners) host.on(signal, listener);
  try {
    return await work();
  } finally {
    release();
  }
}
