import { FeatureSpace } from "../../src/features/space.js";
import { parseTemplates } from "../../src/features/templates.js";

const templates = parseTemplates("U1:%x[0,0]\nU2:%x[-1,0]", "t");

function sample() {
  const space = new FeatureSpace(templates);
  const add = (template: number, text: string) => space.add(template, space.intern(text));
  const ids = [add(0, "in"), add(1, "in"), add(0, "at"), add(0, "in"), add(1, "_B-1")];
  return { space, ids };
}

const find = (space: FeatureSpace, template: number, text: string) => space.find(template, space.textNumber(text));

it("numbers (template, text) pairs in order of first occurrence", () => {
  const { space, ids } = sample();
  expect(ids).toEqual([0, 1, 2, 0, 3]);
  expect([0, 1, 2, 3].map((f) => space.name(f))).toEqual(["U1=in", "U2=in", "U1=at", "U2=_B-1"]);
  expect([space.template(3), space.texts[space.text(3)], space.size]).toEqual([1, "_B-1", 4]);
});

it("finds what it has, −1 for the rest, names of object members included", () => {
  const { space } = sample();
  expect([find(space, 1, "in"), find(space, 1, "at"), find(space, 0, "constructor")]).toEqual([1, -1, -1]);
  expect([space.size, space.texts.length]).toEqual([4, 3]);
});

it("keeps some of its features in order and tells their new numbers", () => {
  const { space } = sample();
  const { space: smaller, renumbered } = space.keep((f) => f !== 2);
  expect([...renumbered]).toEqual([0, 1, -1, 2]);
  expect([0, 1, 2].map((f) => smaller.name(f))).toEqual(["U1=in", "U2=in", "U2=_B-1"]);
  expect([smaller.size, find(smaller, 0, "at"), smaller.texts, space.size]).toEqual([3, -1, ["in", "_B-1"], 4]);
});

it("is rebuilt from its templates and texts", () => {
  const { space } = sample();
  const again = FeatureSpace.from(templates, Int32Array.of(0, 1, 0, 1), Int32Array.of(0, 0, 1, 2), space.texts);
  expect([again.size, again.texts]).toEqual([space.size, space.texts]);
  expect([0, 1, 2, 3].map((f) => again.name(f))).toEqual([0, 1, 2, 3].map((f) => space.name(f)));
  expect([find(again, 1, "in"), find(again, 1, "at")]).toEqual([1, -1]);
});
