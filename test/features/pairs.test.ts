import { PairInterner } from "../../src/features/pairs.js";
import { random } from "../helpers/random.js";

it("numbers pairs as a Map does, through many rehashes, negative numbers included", () => {
  const draw = random(1);
  const pairs = new PairInterner();
  const expected = new Map<string, number>();
  const wrong: string[] = [];
  for (let i = 0; i < 40_000; i++) {
    const a = Math.floor(draw() * 200) - 100;
    const b = i % 3 === 0 ? Math.floor(draw() * 2 ** 32) | 0 : Math.floor(draw() * 50);
    const key = `${a} ${b}`;
    if (pairs.find(a, b) !== (expected.get(key) ?? -1)) wrong.push(`find ${key}`);
    if (!expected.has(key)) expected.set(key, expected.size);
    if (pairs.intern(a, b) !== expected.get(key)) wrong.push(`intern ${key}`);
  }
  expect(pairs.size).toBe(expected.size);
  for (const [key, number] of expected) if (`${pairs.first(number)} ${pairs.second(number)}` !== key) wrong.push(key);
  expect(wrong).toEqual([]);
});

it("tells (a, b) from (b, a)", () => {
  const pairs = new PairInterner();
  expect([pairs.intern(1, 2), pairs.intern(2, 1), pairs.find(1, 2), pairs.find(2, 2)]).toEqual([0, 1, 0, -1]);
});
