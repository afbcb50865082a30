import { type MessagePort, parentPort, workerData } from "node:worker_threads";

// The first file of a thread: of one that runs an audit for the library, and of one that makes some of an audit's refits.
const port = parentPort as MessagePort;
if ("terms" in workerData) (await import("./refitJob.js")).runRefitJob(port, workerData);
else await (await import("./auditJob.js")).runAuditJob(port, workerData);
