import { columnsOf, defaultTemplates, parseTemplates } from "../../src/features/templates.js";

describe("parseTemplates", () => {
  it("reads CRF++'s lines: macros, signs, blanks, comments, CRLF, a bare B", () => {
    const text = "# all\r\n\r\nU00:%x[-1,0]/%x[+2, 1]\r\n  U01:%x[ 0 ,0]  \r\nB\r\nUbias\r\n";
    const identity = (offset: number, column: number) => ({ offset, column, field: "identity" });
    expect(parseTemplates(text, "t")).toEqual([
      { name: "U00", macros: [identity(-1, 0), identity(2, 1)] },
      { name: "U01", macros: [identity(0, 0)] },
      { name: "Ubias", macros: [] },
    ]);
  });

  test.each([
    ["U0:%x[0,0]\nB01:%x[0,0]", 't:2: "B01:%x[0,0]" conditions transitions on words; seginf reads a bare B line only'],
    ["\n\nw[0]", 't:3: "w[0]" is not a template; write lines such as U01:%x[-1,0], or a bare B'],
    ["U1:%x[0,0]\n#\nU1:%x[1,0]", "t:3: the template name U1 stands in line 1 too; give each its own name"],
    ["U1:%y[0,0]", 't:1: "%y[0,0]" holds a macro that is not %x[ROW,COLUMN]; write %x[-1,0] and the like'],
    ["U1:%x[0,-1]", 't:1: "%x[0,-1]" holds a macro that is not %x[ROW,COLUMN]; write %x[-1,0] and the like'],
    ["U1:%x[0,0]/%x[0", 't:1: "%x[0,0]/%x[0" holds a macro that is not %x[ROW,COLUMN]; write %x[-1,0] and the like'],
    ["U1:%x[101,0]", "t:1: the offset 101 is out of range; use −100 … 100"],
    ["U1:%x[-999,0]", "t:1: the offset -999 is out of range; use −100 … 100"],
    ["# nothing\nB\n", "t: no feature template in the file; write lines such as U01:%x[0,0]"],
    ["", "t: no feature template in the file; write lines such as U01:%x[0,0]"],
  ])("refuses %j with the line", (text, message) => {
    expect(() => parseTemplates(text, "t")).toThrow(expect.objectContaining({ name: "SeginfError", message }));
  });
});

it("tells which columns templates read beside the word", () => {
  expect(columnsOf(defaultTemplates)).toEqual([]);
  expect(columnsOf(parseTemplates("U1:%x[0,3]/%x[0,0]\nU2:%x[-1,3]\nU3:%x[0,1]", "t"))).toEqual([0, 1, 3]);
});

it("gives every default template its own name", () => {
  expect(new Set(defaultTemplates.map(({ name }) => name)).size).toBe(defaultTemplates.length);
  expect(defaultTemplates).toHaveLength(29);
});
