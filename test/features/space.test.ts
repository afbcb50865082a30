import { FeatureSpace } from "../../src/features/space.js";
import { parseTemplates } from "../../src/features/templates.js";

const templates = parseTemplates("U1:%x[0,0]\nU2:%x[-1,0]", "t");

function sample() {
  const space = FeatureSpace.empty(templates);
  const ids = [space.add(0, "in"), space.add(1, "in"), space.add(0, "at"), space.add(0, "in"), space.add(1, "_B-1")];
  return { space, ids };
}

it("numbers (template, value) pairs in order of first occurrence", () => {
  const { space, ids } = sample();
  expect(ids).toEqual([0, 1, 2, 0, 3]);
  expect([0, 1, 2, 3].map((f) => space.name(f))).toEqual(["U1=in", "U2=in", "U1=at", "U2=_B-1"]);
  expect([space.template(3), space.value(3), space.size]).toEqual([1, "_B-1", 4]);
});

it("finds what it has, −1 for the rest, names of object members included", () => {
  const { space } = sample();
  expect([space.find(1, "in"), space.find(1, "at"), space.find(0, "constructor")]).toEqual([1, -1, -1]);
  expect(space.size).toBe(4);
});

it("keeps some of its features in order and tells their new numbers", () => {
  const { space } = sample();
  const { space: smaller, renumbered } = space.keep((f) => f !== 1);
  expect([...renumbered]).toEqual([0, -1, 1, 2]);
  expect([0, 1, 2].map((f) => smaller.name(f))).toEqual(["U1=in", "U1=at", "U2=_B-1"]);
  expect([smaller.size, smaller.find(1, "in"), space.size]).toEqual([3, -1, 4]);
});

it("is rebuilt from its templates and values", () => {
  const { space } = sample();
  const again = FeatureSpace.from(templates, [0, 1, 0, 1], ["in", "in", "at", "_B-1"]);
  expect(again).toEqual(space);
});
