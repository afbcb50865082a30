import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { readCorpus } from "../../src/corpus/index.js";
import { changesSince } from "../../src/pipeline/changes.js";

const sentences = ["a O\nb O\nc O", "d O\ne O", "f O\ng O", "h O\ni O\nj O"];
const text = (list: readonly string[] = sentences) => `${list.join("\n\n")}\n`;
const edited = text().replace("e O", "e B-X");

let root = "";
let notes: string[] = [];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "seginf-git-")));
  notes = [];
  git(".", "init", "-q", "-b", "main");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const own = [
  "-c",
  "user.name=n",
  "-c",
  "user.email=e",
  "-c",
  "commit.gpgsign=false",
  "-c",
  "protocol.file.allow=always",
];
const git = (directory: string, ...args: string[]) =>
  execFileSync("git", [...own, ...args], {
    cwd: join(root, directory),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
const put = (name: string, content: string | Buffer = text()) => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
};
const commit = (directory = ".") => {
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "-m", "one", "--allow-empty");
};

/** First words of the changed sentences of a file; null where it is new as a whole. */
async function changedIn(file: string, reference = "HEAD", directory = "."): Promise<string[] | null> {
  const before = process.cwd();
  process.chdir(join(root, directory));
  try {
    const corpus = await readCorpus(file);
    const surroundings = { directory: process.cwd(), note: (note: string) => notes.push(note) };
    const changed = (await changesSince(reference, [corpus], surroundings)).get(file)?.sentences;
    if (changed === undefined) return null;
    const { words, sentenceStart } = corpus;
    return [...changed].sort((a, b) => a - b).map((k) => words.values[words.ids[sentenceStart[k]]]);
  } finally {
    process.chdir(before);
  }
}

it("finds what has been edited, from wherever the file is named", async () => {
  put("data/train.conll");
  commit();
  put("data/train.conll", edited);
  expect(await changedIn("data/train.conll")).toEqual(["d"]);
  expect(await changedIn("train.conll", "HEAD", "data")).toEqual(["d"]);
  expect(await changedIn("../data/./train.conll", "HEAD", "data")).toEqual(["d"]);
  expect(await changedIn(join(root, "data/train.conll"))).toEqual(["d"]);
});

it("takes a file that the commit does not have for new, and says so", async () => {
  commit();
  put("train.conll");
  expect(await changedIn("train.conll")).toBeNull();
  expect(notes).toEqual(["train.conll is not in HEAD, so all of it counts as changed"]);
});

it("takes every file for new before the first commit", async () => {
  put("train.conll");
  expect(await changedIn("train.conll")).toBeNull();
  expect(notes).toEqual(["train.conll is not in HEAD, so all of it counts as changed"]);
});

it("counts another branch from where this one left it", async () => {
  put("train.conll");
  commit();
  git(".", "checkout", "-q", "-b", "work");
  git(".", "checkout", "-q", "main");
  put("train.conll", text().replace("a O", "a B-THEIRS"));
  commit();
  git(".", "checkout", "-q", "work");
  put("train.conll", edited);
  expect(await changedIn("train.conll", "main")).toEqual(["d"]);
});

it.each([
  "train[1].conll",
  "*.conll",
  ":(top)x.conll",
  "a b.conll",
  "ä.conll",
  "-x.conll",
  "a'b.conll",
  "tab\tq.conll",
])("takes %j for a name, not a pattern", async (name) => {
  put(name);
  put("train1.conll", text().replaceAll(" O", " B-Y"));
  commit();
  put(name, edited);
  put("train1.conll");
  expect(await changedIn(`./${name}`)).toEqual(["d"]);
});

it("does not believe an index that looks away", async () => {
  for (const how of ["--assume-unchanged", "--skip-worktree"]) {
    put("train.conll", `${text()}\nz${how} O\n`);
    commit();
    git(".", "update-index", how, "train.conll");
    put("train.conll", `${edited}\nz${how} O\n`);
    expect(await changedIn("train.conll")).toEqual(["d"]);
    git(".", "update-index", "--no-assume-unchanged", "--no-skip-worktree", "train.conll");
    git(".", "update-index", "--no-skip-worktree", "train.conll");
  }
});

it("does not run what the repository's settings name, and no setting of diffs matters", async () => {
  put("train.conll");
  commit();
  put("train.conll", edited);
  for (const [key, value] of [
    ["core.fsmonitor", `touch ${join(root, "ran")}; false`],
    ["diff.external", `touch ${join(root, "ran")}`],
    ["diff.interHunkContext", "400"],
    ["diff.context", "50"],
    ["diff.orderFile", "/nowhere"],
    ["color.ui", "always"],
  ])
    git(".", "config", key, value);
  expect(await changedIn("train.conll")).toEqual(["d"]);
  expect(() => realpathSync(join(root, "ran"))).toThrow("ENOENT");
});

describe("symbolic links", () => {
  it("are followed, in the working tree as in the commit", async () => {
    put("data/real.conll");
    symlinkSync("data/real.conll", join(root, "train.conll"));
    symlinkSync("data", join(root, "latest"));
    commit();
    put("data/real.conll", edited);
    for (const name of ["train.conll", "latest/real.conll"]) expect(await changedIn(name)).toEqual(["d"]);
  });

  it("that lead elsewhere now change what differs between the two", async () => {
    put("v1/train.conll");
    put("v2/train.conll", edited);
    symlinkSync("v1", join(root, "data"));
    symlinkSync("v1/train.conll", join(root, "train.conll"));
    commit();
    for (const [name, target] of [
      ["data", "v2"],
      ["train.conll", "v2/train.conll"],
    ]) {
      unlinkSync(join(root, name));
      symlinkSync(target, join(root, name));
    }
    expect(await changedIn("data/train.conll")).toEqual(["d"]);
    expect(await changedIn("train.conll")).toEqual(["d"]);
  });

  it("that the commit does not have lead on", async () => {
    put("train.conll");
    commit();
    put("train.conll", edited);
    symlinkSync("train.conll", join(root, "new.conll"));
    expect(await changedIn("new.conll")).toEqual(["d"]);
  });

  it("from outside into the repository are followed", async () => {
    put("train.conll");
    commit();
    put("train.conll", edited);
    const outside = mkdtempSync(join(tmpdir(), "seginf-out-"));
    symlinkSync(join(root, "train.conll"), join(outside, "link.conll"));
    expect(await changedIn(join(outside, "link.conll"))).toEqual(["d"]);
    rmSync(outside, { recursive: true });
  });

  it("out of the repository are refused", async () => {
    const outside = mkdtempSync(join(tmpdir(), "seginf-out-"));
    writeFileSync(join(outside, "train.conll"), text());
    symlinkSync(join(outside, "train.conll"), join(root, "train.conll"));
    commit();
    await expect(changedIn("train.conll")).rejects.toThrow(
      /^train\.conll: --diff-base: a symbolic link leads to .*, whose earlier content this repository does not hold; /,
    );
    rmSync(outside, { recursive: true });
  });
});

describe("filters", () => {
  it("of git-lfs: an earlier content that is not here is refused, and an equal one is equal", async () => {
    const pointer = (oid: string) => `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12\n`;
    const oid = execFileSync("sha256sum", { input: text() }).toString().slice(0, 64);
    put("train.conll", pointer(oid));
    commit();
    put("train.conll", edited);
    await expect(changedIn("train.conll")).rejects.toThrow(
      "the commit holds the file in git-lfs, whose earlier content",
    );
    put("train.conll");
    expect(await changedIn("train.conll")).toEqual([]);
  });

  const hasLfs = spawnSync("git", ["lfs", "version"]).status === 0;
  (hasLfs ? it : it.skip)(
    "of git-lfs itself: followed, and refused where the object is gone or not fetched",
    async () => {
      git(".", "lfs", "install", "--local");
      git(".", "lfs", "track", "*.conll");
      put("train.conll");
      commit();
      expect(git(".", "show", "HEAD:train.conll")).toMatch(/^version https:\/\/git-lfs/);
      put("train.conll", edited);
      expect(await changedIn("train.conll")).toEqual(["d"]);
      process.env.GIT_LFS_SKIP_SMUDGE = "1";
      await expect(changedIn("train.conll")).rejects.toThrow("git-lfs, whose earlier content is not here");
      delete process.env.GIT_LFS_SKIP_SMUDGE;
      rmSync(join(root, ".git/lfs"), { recursive: true });
      await expect(changedIn("train.conll")).rejects.toThrow("git cannot give the earlier content");
    },
  );

  it("that give the content back are followed", async () => {
    put(".gitattributes", "*.conll filter=rot\n");
    git(".", "config", "filter.rot.clean", "tr a-j k-t");
    git(".", "config", "filter.rot.smudge", "tr k-t a-j");
    put("train.conll");
    commit();
    expect(git(".", "show", "HEAD:train.conll")).toContain("k O");
    put("train.conll", edited);
    expect(await changedIn("train.conll")).toEqual(["d"]);
  });

  it("that do not are refused", async () => {
    put(".gitattributes", "*.conll filter=lossy\n");
    git(".", "config", "filter.lossy.clean", "sha256sum");
    git(".", "config", "filter.lossy.smudge", "cat");
    put("train.conll");
    commit();
    put("train.conll", edited);
    await expect(changedIn("train.conll")).rejects.toThrow('the filter "lossy" of .gitattributes does not give back');
  });

  it("that fail are refused with what git says", async () => {
    put("train.conll");
    put(".gitattributes", "*.conll filter=bad\n");
    commit();
    put("train.conll", edited);
    git(".", "config", "filter.bad.smudge", "false");
    git(".", "config", "filter.bad.required", "true");
    await expect(changedIn("train.conll")).rejects.toThrow("--diff-base: git cannot give the earlier content: ");
  });

  it.each(["autocrlf", "eol", "text"])("of line ends change nothing: %s", async (how) => {
    if (how === "autocrlf") git(".", "config", "core.autocrlf", "true");
    else put(".gitattributes", how === "eol" ? "*.conll text eol=crlf\n" : "*.conll -text\n");
    put("train.conll", text().replaceAll("\n", "\r\n"));
    commit();
    expect(await changedIn("train.conll")).toEqual([]);
    put("train.conll", edited.replaceAll("\n", "\r\n"));
    expect(await changedIn("train.conll")).toEqual(["d"]);
    put("train.conll", edited);
    expect(await changedIn("train.conll")).toEqual(["d"]);
  });

  it("of encodings are followed", async () => {
    put(".gitattributes", "*.conll working-tree-encoding=UTF-16LE-BOM\n");
    const utf16 = (content: string) => Buffer.from(`\uFEFF${content}`, "utf16le");
    put("train.conll", utf16(text()));
    commit();
    put("train.conll", utf16(edited));
    expect(await changedIn("train.conll")).toEqual(["d"]);
  });
});

it("reads what is compressed", async () => {
  put("train.conll.gz", gzipSync(text()));
  commit();
  put("train.conll.gz", gzipSync(edited));
  expect(await changedIn("train.conll.gz")).toEqual(["d"]);
});

describe("a file that has been renamed", () => {
  it("is compared with what it was", async () => {
    put("old/train.conll");
    commit();
    rmSync(join(root, "old"), { recursive: true });
    put("new.conll", edited);
    expect(await changedIn("new.conll")).toEqual(["d"]);
    expect(notes).toEqual(["new.conll is compared with old/train.conll, as it was called in HEAD"]);
  });

  it("by git, and a file that was there in its name before", async () => {
    put("a.conll");
    put("b.conll", text(["x O\ny O"]));
    commit();
    git(".", "mv", "-f", "a.conll", "b.conll");
    expect(await changedIn("b.conll")).toEqual(["a", "d", "f", "h"]);
  });

  it("is new where nothing is like it", async () => {
    put("old.conll", text(["x O\ny O", "z O\nz O"]));
    commit();
    renameSync(join(root, "old.conll"), join(root, "new.conll"));
    put("new.conll");
    expect(await changedIn("new.conll")).toBeNull();
  });
});

describe("a submodule", () => {
  it("is compared with the commit that the outer repository had, from there; with its own from within", async () => {
    const inner = join(root, "..", `${root.split("/").at(-1)}-inner`);
    mkdirSync(inner);
    execFileSync("git", ["init", "-q", "-b", "main"], { cwd: inner });
    writeFileSync(join(inner, "train.conll"), text());
    execFileSync("git", [...own, "add", "-A"], { cwd: inner });
    execFileSync("git", [...own, "commit", "-q", "-m", "one"], { cwd: inner });
    git(".", "submodule", "--quiet", "add", inner, "data");
    commit();
    put("data/train.conll", edited);
    commit("data");
    expect(await changedIn("data/train.conll")).toEqual(["d"]);
    expect(await changedIn("train.conll", "HEAD", "data")).toEqual([]);
    expect(await changedIn("train.conll", "HEAD~1", "data")).toEqual(["d"]);
    rmSync(inner, { recursive: true });
  });
});

describe("what git cannot tell", () => {
  it("without a repository", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    put("train.conll");
    await expect(changedIn("train.conll")).rejects.toThrow("train.conll: --diff-base needs a git repository; ");
  });

  it("without the commit that is named, before the first one", async () => {
    put("train.conll");
    await expect(changedIn("train.conll", "main")).rejects.toThrow("--diff-base: git has no commit main; ");
  });

  it.each(["no-such-branch", "--output=x", "", "HEAD:train.conll", "main..HEAD"])("of %j", async (reference) => {
    put("train.conll");
    commit();
    await expect(changedIn("train.conll", reference)).rejects.toThrow(`--diff-base: git has no commit ${reference}`);
  });

  it("in a bare repository", async () => {
    git(".", "init", "-q", "--bare", "bare.git");
    put("bare.git/train.conll");
    await expect(changedIn("bare.git/train.conll")).rejects.toThrow("in a repository without a working tree");
  });

  it("of a shallow clone that does not reach the fork", async () => {
    put("train.conll");
    commit();
    git(".", "checkout", "-q", "-b", "work");
    put("train.conll", edited);
    commit();
    git(".", "checkout", "-q", "main");
    put("other", "x");
    commit();
    git(".", "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", `file://${root}`, "clone");
    await expect(changedIn("clone/train.conll", "origin/main", "clone/..")).rejects.toThrow(/no commit origin|shallow/);
    await expect(changedIn("train.conll", "origin/main", "clone")).rejects.toThrow(
      "the clone is shallow, and does not reach",
    );
    await expect(changedIn("train.conll", "HEAD~1", "clone")).rejects.toThrow("git has no commit HEAD~1");
    expect(await changedIn("train.conll", "HEAD", "clone")).toEqual([]);
  });

  it("of a file that changes meanwhile", async () => {
    put("train.conll");
    commit();
    const corpus = await readCorpus(join(root, "train.conll"));
    appendFileSync(join(root, "train.conll"), "\nz O\n");
    await expect(changesSince("HEAD", [corpus], { directory: root, note: () => {} })).rejects.toThrow(
      "has changed while",
    );
  });
});

it("works in a linked working tree, and where a hook's git names another repository", async () => {
  put("train.conll");
  commit();
  git(".", "worktree", "add", "-q", "tree");
  put("tree/train.conll", edited);
  process.env.GIT_DIR = ".git";
  process.env.GIT_INDEX_FILE = ".git/index.lock";
  try {
    expect(await changedIn("train.conll", "HEAD", "tree")).toEqual(["d"]);
    expect(await changedIn("tree/train.conll")).toEqual(["d"]);
  } finally {
    delete process.env.GIT_DIR;
    delete process.env.GIT_INDEX_FILE;
  }
});
