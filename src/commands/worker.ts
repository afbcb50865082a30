import { defineCommand } from "../cli/command.js";
import { interruptibly } from "../cli/signals.js";

export const worker = defineCommand({
  name: "worker",
  summary: "run the audits of a queue",
  description: "run audits that seginf batch --queue hands out, until the process is ended",
  arguments: [],
  examples: [
    "seginf worker --queue redis://queue:6379",
    "seginf worker --queue redis://queue:6379 --jobs 4 --cache shared",
  ],
  async run(context, _, flags) {
    const output = context.output(flags.quiet);
    const { work } = await import("../batch/queue/worker.js");
    const { endAudits } = await import("../batch/auditProcess.js");
    const { auditLine } = await import("../report/batch/text.js");
    const { queue, jobs, lease, retries, cache } = flags;
    const listen = () =>
      work(queue, {
        ...{ jobs, lease, cache, takeovers: retries, env: context.host.env },
        warn: (line) => output.warn(line),
        onEnd: (audit) => output.note(auditLine(audit)),
      });
    await interruptibly(context.host, listen, endAudits);
  },
});
