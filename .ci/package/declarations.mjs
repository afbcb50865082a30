// Rolls the declarations of the library up into one file.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

/** The compiler that the extractor brings along: the one that has a programming interface. */
const ts = createRequire(createRequire(import.meta.url).resolve("@microsoft/api-extractor"))("typescript");

const SETTINGS = {
  ...{ target: "ES2022", lib: ["ES2023"], module: "NodeNext", moduleResolution: "NodeNext", strict: true },
  ...{ exactOptionalPropertyTypes: true, skipLibCheck: true, types: ["node"] },
};
const INFERRED = /^export type (\w+) = v\.InferOutput<.*>;$/gm;
const OF_FLAGS = /^Pick<FlagsOf</;
const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = ts.NodeBuilderFlags;
const FORMAT = NoTruncation | InTypeAlias | MultilineObjectLiterals;

/** What a command's flags are, in place of a choice from the table of all options, which holds their help too. */
function writtenOutFlags(text, source, checker) {
  const edits = [];
  const visit = (node) => {
    if (!OF_FLAGS.test(node.getText(source))) return ts.forEachChild(node, visit);
    const members = checker.getPropertiesOfType(checker.getTypeFromTypeNode(node)).map((flag) => {
      const type = checker.typeToString(checker.getTypeOfSymbol(flag), node, NoTruncation);
      return `    readonly ${flag.name}${flag.flags & ts.SymbolFlags.Optional ? "?" : ""}: ${type};\n`;
    });
    edits.unshift([node.getStart(source), node.getEnd(), `{\n${members.join("")}}`]);
  };
  ts.forEachChild(source, visit);
  return edits.reduce((given, [start, end, type]) => given.slice(0, start) + type + given.slice(end), text);
}

/**
 * Writes out what types are that a schema or the table of options says: they are the same without the schema's library and
 * the table, and shorter to read.
 *
 * @param directory declarations, changed in place
 */
function expandInferred(directory) {
  const files = readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => join(directory, name));
  const { options } = ts.convertCompilerOptionsFromJson({ ...SETTINGS }, directory);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const printer = ts.createPrinter();
  for (const file of files) {
    const given = readFileSync(file, "utf8");
    if (given.search(INFERRED) < 0 && !given.includes("Pick<FlagsOf<")) continue;
    const source = program.getSourceFile(file);
    const text = writtenOutFlags(given, source, checker);
    const aliases = new Map(
      source.statements.filter(ts.isTypeAliasDeclaration).map((statement) => [statement.name.text, statement]),
    );
    const expanded = text.replace(INFERRED, (_, name) => {
      const alias = aliases.get(name);
      const type = checker.typeToTypeNode(checker.getTypeAtLocation(alias.name), alias, FORMAT);
      return `export type ${name} = ${printer.printNode(ts.EmitHint.Unspecified, type, source)};`;
    });
    writeFileSync(file, expanded);
  }
}

/** Declarations that are not exported are there for the compiler, not for readers: they go without their comments. */
function withoutInnerComments(text) {
  const source = ts.createSourceFile("index.d.ts", text.replaceAll("\r\n", "\n"), ts.ScriptTarget.ES2022, true);
  const bare = ts.createPrinter({ removeComments: true });
  const isExported = ({ modifiers = [] }) => modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const isRead = (statement) => isExported(statement) || !("name" in statement || ts.isVariableStatement(statement));
  const parts = source.statements.map((statement) =>
    isRead(statement)
      ? statement.getFullText(source).trim()
      : bare.printNode(ts.EmitHint.Unspecified, statement, source),
  );
  return `${parts.join("\n\n")}\n`;
}

/**
 * @param root the checkout, built
 * @param target the file to write
 */
export function rollUp(root, declarations, target) {
  expandInferred(declarations);
  const entry = join(declarations, "index.d.ts");
  const none = { default: { logLevel: "none" } };
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry,
      compiler: { overrideTsconfig: { compilerOptions: SETTINGS, files: [entry] } },
      apiReport: { enabled: false },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: target },
      messages: { extractorMessageReporting: none, tsdocMessageReporting: none },
    },
    packageJsonFullPath: join(root, "package.json"),
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = message.logLevel !== "error";
    },
  });
  if (!succeeded) throw new Error("the declarations cannot be rolled up");
  writeFileSync(target, withoutInnerComments(readFileSync(target, "utf8")));
}
