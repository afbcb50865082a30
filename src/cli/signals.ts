import { abandonWrites } from "../storage/index.js";
import type { Host } from "./host.js";

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Does work that writes files, or that starts processes which `end` ends; a signal meanwhile removes the unfinished ones and ends the run. Only then are there
 * handlers: with one in place, Ctrl-C would wait for the end of a long loop, for Node runs handlers between its turns.
 */
export async function interruptibly<T>(host: Host, work: () => Promise<T>, end = (): void => {}): Promise<T> {
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    const handler = (): void => {
      end();
      abandonWrites();
      host.exit(code);
    };
    return [signal as keyof typeof SIGNALS, handler] as const;
  });
  for (const [signal, handler] of handlers) host.on(signal, handler);
  try {
    return await work();
  } finally {
    for (const [signal, handler] of handlers) host.off(signal, handler);
  }
}
