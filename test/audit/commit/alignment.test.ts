import { align } from "../../../src/audit/commit/alignment.js";
import { corpusOf } from "../../helpers/corpora.js";

const before = corpusOf("a/O b/B-X", "c/O", "c/O", "d/B-Y");
const none = () => false;

it("pairs equal sentences in their order, each once", () => {
  const now = corpusOf("c/O", "a/O b/B-X", "new/O", "c/O", "c/O");
  const { before: was, now: is } = align(now, before, none);
  expect([...was]).toEqual([1, 0, -1, 2, -1]);
  expect([...is]).toEqual([1, 0, 3, -1]);
});

it("pairs none that have changed, and none whose tags are others", () => {
  const now = corpusOf("a/O b/B-Z", "c/O", "d/B-Y");
  const { before: was, now: is } = align(now, before, (k) => k === 2);
  expect([...was]).toEqual([-1, 1, -1]);
  expect([...is]).toEqual([-1, 1, -1, -1]);
});
