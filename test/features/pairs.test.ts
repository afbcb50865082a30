import { PairInterner } from "../../src/features/pairs.js";
import { random } from "../helpers/random.js";

it("numbers pairs as a Map does, through many rehashes, negative numbers included", () => {
  const draw = random(1);
  const pairs = new PairInterner();
  const expected = new Map<string, number>();
  for (let i = 0; i < 40_000; i++) {
    const a = Math.floor(draw() * 200) - 100;
    const b = i % 3 === 0 ? Math.floor(draw() * 2 ** 32) | 0 : Math.floor(draw() * 50);
    const key = `${a} ${b}`;
    expect(pairs.find(a, b)).toBe(expected.get(key) ?? -1);
    if (!expected.has(key)) expected.set(key, expected.size);
    expect(pairs.intern(a, b)).toBe(expected.get(key));
  }
  expect(pairs.size).toBe(expected.size);
  for (const [key, number] of expected) expect(`${pairs.first(number)} ${pairs.second(number)}`).toBe(key);
});

it("tells (a, b) from (b, a)", () => {
  const pairs = new PairInterner();
  expect([pairs.intern(1, 2), pairs.intern(2, 1), pairs.find(1, 2), pairs.find(2, 2)]).toEqual([0, 1, 0, -1]);
});
