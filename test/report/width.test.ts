import { jest } from "@jest/globals";
import fc from "fast-check";
import { visible } from "../../src/report/visible.js";

import { cut, displayWidth, padEnd, widthUpTo } from "../../src/report/width.js";

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

describe("long texts", () => {
  const word = fc.array(fc.constantFrom("ж", "é", "東", "한", "👍🏽", "🇬🇧", "👨‍👩‍👧", "☎️", "a"), {
    minLength: 1,
    maxLength: 8,
  });

  test("are as wide as their parts, wherever the segmenter's windows end", () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 500, max: 520 }), (parts, length) => {
        // Letters between the parts keep clusters from joining.
        const part = parts.map((one) => `x${one}`).join("");
        const one = displayWidth(`${part}x`) - 1;
        expect(displayWidth(`ж${"x".repeat(length)}${part.repeat(40)}x`)).toBe(1 + length + 40 * one + 1);
      }),
    );
  });

  test("a character may be longer than a window", () => {
    const marked = `e${"\u0301".repeat(3000)}`;
    expect(displayWidth(`東${marked.repeat(3)}`)).toBe(5);
    expect(cut(`${marked}${marked}${marked}`, 2)).toBe(`${marked}…`);
    expect(displayWidth(`${"x".repeat(511)}👍🏽${"👨‍👩‍👧".repeat(300)}`)).toBe(511 + 2 + 600);
  });

  test("counting stops where it is told to", () => {
    expect(widthUpTo("東京都", 6)).toBe(6);
    expect(widthUpTo("東京都府県", 4)).toBe(6);
  });

  test("the segmenter never sees more than a window of an ordinary text", () => {
    const longest: number[] = [];
    const original = Intl.Segmenter.prototype.segment;
    const segment = jest.spyOn(Intl.Segmenter.prototype, "segment").mockImplementation(function (
      this: Intl.Segmenter,
      text: string,
    ) {
      longest.push(text.length);
      return original.call(this, text);
    });
    displayWidth("ж".repeat(65_536));
    segment.mockRestore();
    expect(longest.reduce((sum, length) => sum + length, 0)).toBeLessThan(66_000);
    expect(longest.every((length) => length <= 512)).toBe(true);
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
