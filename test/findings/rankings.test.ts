import { directionOf } from "../../src/findings/rankings.js";

test.each([
  ["influence", -1],
  ["relabelInfluence", -1],
  ["marginal", -1],
  ["loss", 1],
  ["selfInfluence", 1],
  ["constructor", 1],
])("%s is suspicious where %i times it is large", (signal, direction) => expect(directionOf(signal)).toBe(direction));
