/**
 * The smallest input that a search by halves finds which still breaks in the same way: files lose lines and then bytes, command
 * lines lose words (delta debugging: Zeller & Hildebrandt 2002).
 *
 * @param breaks whether an input breaks as the first one did
 */
export async function minimised(input, breaks, most = 2000) {
  let [best, left] = [input, most];
  const tries = async (candidate) => left-- > 0 && (await breaks(candidate));
  for (const name of Object.keys(input.files)) {
    const withBytes = (parts) => ({ ...best, files: { ...best.files, [name]: Buffer.concat(parts) } });
    const keep = async (parts) => {
      const candidate = withBytes(parts);
      if (!(await tries(candidate))) return false;
      best = candidate;
      return true;
    };
    await reduce(linesOf(best.files[name]), keep);
    if (best.files[name].length < 2000)
      await reduce(
        Array.from(best.files[name], (byte) => Buffer.from([byte])),
        keep,
      );
  }
  if (input.args) {
    await reduce(input.args, async (args) => {
      if (!(await tries({ ...best, args }))) return false;
      best = { ...best, args };
      return true;
    });
  }
  return best;
}

async function reduce(given, keep) {
  let parts = given;
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < parts.length; ) {
      const rest = [...parts.slice(0, at), ...parts.slice(at + size)];
      if (await keep(rest)) parts = rest;
      else at += size;
    }
  }
}

function linesOf(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const past = end < 0 ? bytes.length : end + 1;
    lines.push(bytes.subarray(at, past));
    at = past;
  }
  return lines;
}
