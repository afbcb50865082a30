import fc from "fast-check";
import { visible } from "../../src/report/visible.js";
import { cut, displayWidth, padEnd } from "../../src/report/width.js";
import { anyText } from "../helpers/text.js";

describe("displayWidth", () => {
  test.each([
    ["", 0],
    ["London", 6],
    ["Zürich", 6],
    ["Zu\u0308rich", 6],
    ["東京", 4],
    ["ｶﾅ", 2],
    ["한국", 4],
    ["\u1112\u1161\u11ab", 2],
    ["👍", 2],
    ["👍🏽", 2],
    ["👨‍👩‍👧", 2],
    ["🇬🇧", 2],
    ["☎\ufe0f", 2],
    ["☎", 1],
    ["שלום", 4],
    ["…→", 2],
    ["Ａ", 2],
  ])("%j takes %i columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("cut", () => {
  test("leaves what fits as it is", () => expect(cut("London", 6)).toBe("London"));
  test("ends with an ellipsis within the width", () => expect(cut("London", 5)).toBe("Lond…"));
  test("does not halve a wide character", () => expect(cut("東京都", 4)).toBe("東…"));
  test("keeps accents with their letters", () => expect(cut("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301…"));

  test("never exceeds the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test("padEnd counts columns, not characters", () => expect(padEnd("東京", 6)).toBe("東京  "));

describe("visible", () => {
  test.each([
    ["plain, Zürich, 東京, 👨‍👩‍👧, می‌خواهم", "plain, Zürich, 東京, 👨‍👩‍👧, می‌خواهم"],
    ["\u001b[31mred", "\\x1b[31mred"],
    ["a\tb\r\n", "a\\tb\\r\\n"],
    ["\u009b2J", "\\x9b2J"],
    ["\u202egnp", "\\u202egnp"],
    ["a\u200bb\u00adc\ufeff", "a\\u200bb\\xadc\\ufeff"],
    ["\u2028", "\\u2028"],
    ["\ud800", "\\ud800"],
    ["\u{e0041}", "\\u{e0041}"],
  ])("%j is shown as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test("no control character passes", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(visible(text)).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
