import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { pathOf, read } from "../docs/file.js";

interface Place {
  readonly owner: string;
  readonly repository: string;
  readonly author: string;
}
const module = <T>(file: string) => import(pathToFileURL(pathOf(`.ci/package/${file}`)).href) as Promise<T>;
const { manifestWith, pageWith } = await module<{
  manifestWith(manifest: object, place: Place): Record<string, unknown>;
  pageWith(text: string, place: Place): string;
}>("repository.mjs");
const { reasonsAgainst } = await module<{
  reasonsAgainst(tag: string, files: Record<string, string>): string[];
}>("release.mjs");

const unknown: Place = { owner: "OWNER", repository: "seginf", author: "AUTHOR" };
const known: Place = { owner: "someone", repository: "seginf", author: "Some One" };
const manifest = { name: "seginf", keywords: ["ner"], license: "MIT" };

describe("the address of the repository", () => {
  it("is written into package.json, after the keywords", () => {
    const written = manifestWith(manifest, known);
    expect(Object.keys(written)).toEqual(["name", "keywords", "homepage", "bugs", "repository", "author", "license"]);
    expect(written.repository).toEqual({ type: "git", url: "git+https://github.com/someone/seginf.git" });
  });

  it("is left out, and taken out, while it is not known", () => {
    expect(manifestWith(manifestWith(manifest, known), unknown)).toEqual(manifest);
  });

  it("stands in place of the placeholder of pages", () => {
    expect(pageWith("uses: OWNER/seginf@v1", known)).toBe("uses: someone/seginf@v1");
  });
});

describe("a release", () => {
  const files = (changed: Record<string, string> = {}) => ({
    "package.json": JSON.stringify({ version: "1.2.3" }),
    "package-lock.json": JSON.stringify({ version: "1.2.3", packages: { "": { version: "1.2.3" } } }),
    "CHANGELOG.md": "# Changelog\n\n## 1.2.3\n\n- A line.\n",
    "docs/ci.md": "uses: someone/seginf@v1\n    rev: v1.2.3\n",
    "repository.json": JSON.stringify(known),
    ...changed,
  });

  it("goes out where all agree", () => {
    expect(reasonsAgainst("v1.2.3", files())).toEqual([]);
  });

  it.each([
    ["package.json", JSON.stringify({ version: "1.2.4" }), /the tag is v1\.2\.3, package\.json has 1\.2\.4/],
    [
      "package-lock.json",
      JSON.stringify({ version: "1.2.3", packages: { "": {} } }),
      /package-lock\.json has undefined/,
    ],
    ["CHANGELOG.md", "# Changelog\n", /has no section on 1\.2\.3/],
    ["CHANGELOG.md", "## 1.2.3 (unreleased)\n", /unreleased/],
    ["docs/ci.md", "uses: someone/seginf@v1.2.2\n", /names v1\.2\.2/],
    ["repository.json", JSON.stringify(unknown), /does not name the repository/],
  ])("does not where %s is wrong", (file, text, reason) => {
    expect(reasonsAgainst("v1.2.3", files({ [file]: text })).join("\n")).toMatch(reason);
  });
});

it("the placeholder stands where the script looks for it, and nowhere is an address made up", () => {
  for (const file of ["docs/ci.md", ".github/ISSUE_TEMPLATE/config.yml"]) expect(read(file)).toContain("/seginf");
  const place = JSON.parse(readFileSync(pathOf(".ci/package/repository.json"), "utf8")) as Place;
  const { repository } = JSON.parse(read("package.json")) as { repository?: unknown };
  expect(repository !== undefined).toBe(place.owner !== "OWNER");
});
