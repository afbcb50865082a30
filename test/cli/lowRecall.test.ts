import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

// Names where training has none, in words that it does not know.
const foreign = Array.from({ length: 6 }, () => "qwe\tO\nasdf\tB-PER\nzxc\tO\n").join("\n");
const desk = new Desk({
  "train.conll": train,
  "dev.conll": reference,
  "foreign.conll": foreign,
  "part.conll": train.slice(0, train.indexOf("\n\n", 600) + 2),
  "persons.conll": train.replaceAll(/[BI]-(?:ORG|LOC)$/gm, "O"),
});
afterAll(() => desk.remove());

const warned = async (file: string) => (await desk.run(["audit", "train.conll", file, "--exit-zero"])).stderr;

it("warns of a reference that the tagger cannot read, and of no other", async () => {
  expect(await warned("foreign.conll")).toMatch(
    /^warning: the tagger finds only 0% of the segments in foreign\.conll, so its scores are unreliable: the training file leaves many out, or .*$/m,
  );
  expect(await warned("dev.conll")).not.toContain("finds only");
});

it("warns of a label that the reference should have and has nowhere", async () => {
  expect(await warned("persons.conll")).toContain(
    "warning: persons.conll has no ORG (33 segments in train.conll), LOC (20 segments in train.conll); if they are not annotated there,",
  );
  expect(await warned("dev.conll")).not.toContain("has no");
});

it("warns of a reference that is part of the training file", async () => {
  const warning = (file: string) =>
    `warning: every sentence of ${file} is in train.conll with the same labels, so it reveals no error there; give`;
  for (const file of ["part.conll", "train.conll"]) expect(await warned(file)).toContain(warning(file));
  desk.write("corrected.conll", desk.read("part.conll").replace("B-PER", "B-ORG"));
  for (const file of ["corrected.conll", "dev.conll"]) expect(await warned(file)).not.toContain("every sentence of");
});
