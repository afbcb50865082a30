import { choicesOf } from "../../src/pipeline/choices.js";
import { requestOf } from "../../src/pipeline/settings.js";

const folds = (settings: Parameters<typeof requestOf>[0], reference = 0) => {
  const request = { ...requestOf(settings), ...(reference > 0 && { reference }) };
  const { crossFit, lossFolds } = choicesOf(request, false);
  return [crossFit, lossFolds];
};

test("the cross-validated loss has the folds asked for, or the cross-fit's, or five where it is ranked by", () => {
  expect(folds({})).toEqual([0, 0]);
  expect(folds({ folds: 3 })).toEqual([0, 3]);
  expect(folds({ rankBy: "crossValidatedLoss" })).toEqual([0, 5]);
  expect(folds({ rankBy: "crossValidatedLoss", folds: 3 })).toEqual([0, 3]);
  expect(folds({}, 4)).toEqual([4, 4]);
  expect(folds({ folds: 3 }, 4)).toEqual([4, 3]);
});

test("targets are the reference's", () => {
  const request = requestOf({ targets: "all" });
  expect([choicesOf(request, true).targets, choicesOf(request, false).targets]).toEqual(["all", null]);
});
