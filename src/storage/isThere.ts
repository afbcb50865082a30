import { access } from "node:fs/promises";
import { isMissing } from "./failure.js";

/** Whether there is something under a name. What cannot be reached counts as there: opening it says what is wrong. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error) => !isMissing(error),
  );
}
