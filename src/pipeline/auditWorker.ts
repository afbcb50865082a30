import { type MessagePort, parentPort, workerData } from "node:worker_threads";

// The thread's first file.
const { runAuditJob } = await import("./auditJob.js");
await runAuditJob(parentPort as MessagePort, workerData);
