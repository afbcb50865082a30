/** Blanks, line ends, escaped ones too, and comments. */
const GAP = /(?:\s|\\\n|#.*)*/y;
/** In single quotes, in double quotes, escaped, or as it is. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+|\\$)/y;

/**
 * The words of a command line, split and unquoted as a POSIX shell does. Nothing is expanded and nothing is run: variables,
 * patterns and operators stand for themselves. A line end separates words as a blank does, and # begins a comment.
 *
 * @param {string} text
 * @returns {string[]}
 * @throws {Error} where a quote is not closed
 */
export function shellWords(text) {
  const words = [];
  for (let at = matchAt(GAP, text, 0)[0].length; at < text.length; at += matchAt(GAP, text, at)[0].length) {
    let word = "";
    for (let piece = matchAt(PIECE, text, at); piece !== null; piece = matchAt(PIECE, text, at)) {
      word += unquoted(piece);
      at += piece[0].length;
    }
    if (at < text.length && !/\s/.test(text[at])) {
      throw new Error(`no closing ${text[at]} in ${JSON.stringify(text.slice(at))}`);
    }
    words.push(word);
  }
  return words;
}

function unquoted([, single, double, escaped, bare]) {
  if (double !== undefined) return double.replace(/\\(?:\n|([$`"\\]))/g, "$1");
  return single ?? (escaped === "\n" ? "" : escaped) ?? bare;
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
