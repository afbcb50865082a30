import { readStates } from "../features/states/read.js";
import type { TokenStates } from "../features/states/table.js";
import type { Environment } from "./environment.js";

/**
 * The token states that were chosen; empty without a choice.
 *
 * @throws SeginfError for whatever is wrong with a file
 */
export async function statesOf(
  files: readonly string[] | undefined,
  { stage }: Pick<Environment, "stage">,
): Promise<readonly TokenStates[]> {
  if (files === undefined || files.length === 0) return [];
  const reading = await stage("token states", files.length);
  const states: TokenStates[] = [];
  for (const file of files) {
    states.push(await readStates(file));
    reading.update(states.length, "files");
  }
  reading.done();
  return states;
}
