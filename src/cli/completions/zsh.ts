import type { Completed, CompletedCommand, CompletedOption } from "./model.js";

/** A completion script for zsh, to be sourced or put into a directory of $fpath as _seginf. */
export function zsh({ first, families, commands }: Completed): string {
  const single = commands.filter(({ name }) => !name.includes(" ")).map((command) => branch(command.name, command));
  const grouped = [...families].map(([family, members]) => {
    const inner = members.map(({ name }) =>
      branch(name, commands.find((one) => one.name === `${family} ${name}`) as CompletedCommand).replace(
        /^/gm,
        "      ",
      ),
    );
    return `    ${family})
      if (( CURRENT == 3 )); then
        local -a members=(${members.map(described).join(" ")})
        _describe 'command' members
        return
      fi
      shift 1 words; (( CURRENT-- ))
      case $words[2] in
${inner.join("\n")}
      esac ;;`;
  });
  return `#compdef seginf
# zsh completion for seginf: source <(seginf completions zsh)
_seginf() {
  if (( CURRENT == 2 )); then
    local -a seginf_commands=(${first.map(described).join(" ")})
    _describe 'command' seginf_commands
    return
  fi
  case $words[2] in
${[...single, ...grouped].join("\n")}
  esac
}
compdef _seginf seginf
`;
}

function branch(pattern: string, { options }: CompletedCommand): string {
  const specs = options.flatMap((option) => option.names.map((name) => spec(name, option)));
  return `    ${pattern})
      shift 1 words; (( CURRENT-- ))
      _arguments ${[...specs, "'*:file:_files'"].join(" \\\n        ")} ;;`;
}

function spec(name: string, { help, value, words }: CompletedOption): string {
  const action = { none: "", words: `:value:(${words.join(" ")})`, file: ":file:_files", other: ":value: " }[value];
  return quoted(`${name}[${help.replace(/[[\]\\]/g, "\\$&")}]${action}`);
}

function described({ name, summary }: { readonly name: string; readonly summary: string }): string {
  return quoted(`${name}:${summary}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
