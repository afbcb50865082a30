import { escaped } from "./escape.js";

/** What the head of a page says. */
export interface HtmlHead {
  readonly title: string;
  readonly style: string;
  /** The version that made the page. */
  readonly seginf: string;
  /** Sources of the policy beyond inline style: nothing else is loaded. */
  readonly allows?: string;
}

/** The beginning of a page that needs nothing else and may load nothing, up to the start of its body. */
export function htmlHead({ title, style, seginf, allows = "" }: HtmlHead): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; ${allows}base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="seginf ${escaped(seginf)}">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
`;
}
