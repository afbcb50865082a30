import { Chalk } from "chalk";

type Paint = (text: string) => string;

/** The colours of the text report by what they mean. */
export interface Style {
  readonly heading: Paint;
  readonly place: Paint;
  readonly segment: Paint;
  readonly wrong: Paint;
  readonly right: Paint;
  readonly aside: Paint;
  readonly warning: Paint;
}

/** The colours, or text as it is. The caller decides: chalk's own guess looks at the process, a report may not. */
export function style(color: boolean): Style {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    heading: chalk.bold,
    place: chalk.cyan,
    segment: chalk.bold.yellow,
    wrong: chalk.red,
    right: chalk.green,
    aside: chalk.dim,
    warning: chalk.yellow,
  };
}
