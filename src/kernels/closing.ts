/** Uses something that holds kernels' memory, and closes it whether or not that succeeds. */
export function closing<R extends { close(): void }, T>(resource: R, use: (resource: R) => T): T {
  try {
    return use(resource);
  } finally {
    resource.close();
  }
}
