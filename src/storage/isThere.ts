import { access } from "node:fs/promises";
import { isMissing } from "./failure.js";

/** Whether there is something under a name. What is there and cannot be reached is: opening it will tell what is wrong. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error) => !isMissing(error),
  );
}
