const tables = new Map<string, ReadonlyMap<string, Buffer>>();

/**
 * What encodes a character in a legacy encoding, from what TextDecoder makes of all its sequences; undefined where none
 * gives the character.
 */
export function reverseTable(name: string): (character: string) => Buffer | undefined {
  const table = tables.get(name) ?? built(name);
  tables.set(name, table);
  return (character) =>
    table.get(character) ?? (name === "gb18030" ? supplementary(character.codePointAt(0) as number) : undefined);
}

function built(name: string): ReadonlyMap<string, Buffer> {
  const table = new Map<string, Buffer>();
  // The first sequence that gives a character is the one that encoders write, but for the leads that are put last.
  const late = LATE[name] ?? (() => false);
  for (const sequences of [one(), two((lead) => !late(lead)), two(late), three(name), four(name)]) {
    addAll(table, sequences, name);
  }
  return table;
}

/** Leads of characters that have another place, by which encoders write them: NEC's IBM rows; Hong Kong's supplement. */
const LATE: Readonly<Record<string, (lead: number) => boolean>> = {
  shift_jis: (lead) => lead === 0xed || lead === 0xee,
  big5: (lead) => lead < 0xa1,
};

/** Sequences end in a line feed, which no decoder takes for a part of a character: so all can be decoded at once. */
function addAll(table: Map<string, Buffer>, sequences: readonly Buffer[], name: string): void {
  if (sequences.length === 0) return;
  const all = Buffer.concat(sequences.flatMap((sequence) => [sequence, Buffer.of(10)]));
  const texts = new TextDecoder(name, { ignoreBOM: true }).decode(all).split("\n");
  for (const [i, sequence] of sequences.entries()) {
    const text = texts[i];
    const point = text.codePointAt(0);
    if (point === undefined || point < 0x80 || point === 0xfffd || text.length > (point > 0xffff ? 2 : 1)) continue;
    if (!table.has(text)) table.set(text, sequence);
  }
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const one = () => range(0x80, 0xff).map((byte) => Buffer.of(byte));

function two(holds: (lead: number) => boolean): Buffer[] {
  const trails = range(0x40, 0xfe);
  return range(0x81, 0xfe)
    .filter(holds)
    .flatMap((lead) => trails.map((trail) => Buffer.of(lead, trail)));
}

/** EUC-JP's JIS X 0212. */
function three(name: string): Buffer[] {
  if (name !== "euc-jp") return [];
  return range(0xa1, 0xfe).flatMap((second) => range(0xa1, 0xfe).map((third) => Buffer.of(0x8f, second, third)));
}

/** GB18030's four bytes in the basic plane. */
function four(name: string): Buffer[] {
  if (name !== "gb18030") return [];
  const digits = range(0x30, 0x39);
  return range(0x81, 0x84).flatMap((first) =>
    digits.flatMap((second) =>
      range(0x81, 0xfe).flatMap((third) => digits.map((fourth) => Buffer.of(first, second, third, fourth))),
    ),
  );
}

/** GB18030 beyond the basic plane, where its sequences count on from 90 30 81 30. */
function supplementary(point: number): Buffer | undefined {
  if (point < 0x10000) return undefined;
  let rest = point - 0x10000;
  const fourth = 0x30 + (rest % 10);
  rest = Math.trunc(rest / 10);
  const third = 0x81 + (rest % 126);
  rest = Math.trunc(rest / 126);
  return Buffer.of(0x90 + Math.trunc(rest / 10), 0x30 + (rest % 10), third, fourth);
}
