import { joinOpinions, opinionsAt } from "../../../src/audit/score/opinions.js";
import { logistic } from "../../../src/math/logistic.js";
import { candidatesOf } from "../../helpers/candidates.js";

const span = (start: number, end: number, label = "O") => ({ sentence: 0, start, end, label, previous: -1, next: 0 });
const SEGMENTS = [span(0, 1, "PER"), span(2, 4, "LOC"), span(5, 6, "PER")];
const WEIGHTS = { withStates: 0.25 };
const CLOSED = Number.NEGATIVE_INFINITY;

const scoresOf = (logOdds: readonly number[]) => ({
  logOdds: Float64Array.from(logOdds),
  single: Float64Array.from(logOdds, (x) => x + 3),
});
const otherOf = (rows: readonly ReturnType<typeof span>[], logOdds: readonly number[]) => ({
  table: { candidates: candidatesOf(rows), logOdds: Float64Array.from(logOdds) },
  single: Float64Array.from(logOdds, (x) => x + 2),
});
const expectedErrors = (logOdds: Iterable<number>) => [...logOdds].reduce((sum, x) => sum + logistic(x), 0);

it("adds log odds by their weights, and expects as many errors as both do in the mean", () => {
  const [x, y] = [
    [-4, 1, 2],
    [-3, -1, 3],
  ];
  const joined = joinOpinions(candidatesOf(SEGMENTS), scoresOf(y), otherOf(SEGMENTS, x), WEIGHTS);
  const sums = x.map((one, i) => 0.75 * one + 0.25 * (y[i] as number));
  const shift = (joined.logOdds[0] as number) - (sums[0] as number);
  sums.forEach((sum, i) => {
    expect(joined.logOdds[i]).toBeCloseTo(sum + shift, 10);
  });
  expect(expectedErrors(joined.logOdds)).toBeCloseTo((expectedErrors(x) + expectedErrors(y)) / 2, 10);
  // What speaks for single errors holds no prior, and so needs no shift.
  expect([...joined.single]).toEqual(x.map((one, i) => 0.75 * (one + 2) + 0.25 * ((y[i] as number) + 3)));
  expect(opinionsAt(joined.opinions, 1)).toEqual({ withoutStates: logistic(1), withStates: logistic(-1) });
});

it("joins missed spans that share a token, and takes the median of all where none does", () => {
  const own = [...SEGMENTS, span(6, 8), span(10, 11), span(20, 22)];
  const others = [...SEGMENTS, span(6, 7), span(7, 9), span(10, 11), span(30, 31)];
  const other = otherOf(others, [-1, -2, -3, -5, 0.5, -6, -9]);
  const { logOdds, opinions } = joinOpinions(candidatesOf(own), scoresOf([0, 0, 0, 0, 0, 0]), other, WEIGHTS);
  expect([...opinions.withoutStates]).toEqual([-1, -2, -3, 0.5, -6, Number.NaN]);
  const [overlapping, same, alone] = logOdds.slice(3);
  expect((overlapping as number) - (same as number)).toBeCloseTo(0.75 * 6.5, 10);
  expect((alone as number) - (same as number)).toBeCloseTo(0.75 * (-2.75 + 6), 10);
  expect(opinionsAt(opinions, 5)).toEqual({ withoutStates: null, withStates: 0.5 });
});

it("leaves what cannot be annotated in another way where it is", () => {
  const own = scoresOf([CLOSED, 0, 1]);
  const { logOdds, single, opinions } = joinOpinions(
    candidatesOf(SEGMENTS),
    own,
    otherOf(SEGMENTS, [2, CLOSED, 1]),
    WEIGHTS,
  );
  expect([logOdds[0], single[0]]).toEqual([CLOSED, CLOSED]);
  expect(opinionsAt(opinions, 0)).toMatchObject({ withStates: 0 });
  // The other audit has no opinion of the second: the median of its others stands for it.
  expect(opinions.withoutStates[1]).toBeNaN();
  expect((logOdds[2] as number) - (logOdds[1] as number)).toBeCloseTo(0.75 * (1 - 1.5) + 0.25, 10);
});

it("joins a corpus without candidates", () => {
  const { logOdds } = joinOpinions(candidatesOf([]), scoresOf([]), otherOf([], []), WEIGHTS);
  expect(logOdds).toHaveLength(0);
});
