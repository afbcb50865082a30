import { createKernels } from "../../src/kernels/index.js";

/** The compiled kernels, for what is not about kernels: they give the plain ones' figures several times sooner. */
export const kernels = createKernels({ threads: 1 });

afterAll(() => kernels.close());
