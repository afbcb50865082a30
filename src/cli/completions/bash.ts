import type { Completed } from "./model.js";

/** A completion script for bash: options after a dash, their words or files after an option, files elsewhere. */
export function bash({ first, families, commands }: Completed): string {
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const keys = option.names.map((one) => `"${name}:${one}"`).join("|");
      if (option.value === "words") return [`    ${keys}) _seginf_words "${option.words.join(" ")}"; return ;;`];
      if (option.value === "file") return [`    ${keys}) _seginf_files; return ;;`];
      return option.value === "other" ? [`    ${keys}) return ;;`] : [];
    }),
  );
  const members = [...families].map(
    ([family, list]) => `    ${family}) _seginf_words "${list.map(({ name }) => name).join(" ")}"; return ;;`,
  );
  const options = commands.map(({ name, options }) => {
    const names = options.flatMap((option) => option.names);
    return `    "${name}") _seginf_words "${[...names, "--help"].join(" ")}" ;;`;
  });
  return `# bash completion for seginf: eval "$(seginf completions bash)"
_seginf_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_seginf_files() { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); }
_seginf() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _seginf_words "${first.map(({ name }) => name).join(" ")} help --help --version"
    return
  fi
  if [ "$COMP_CWORD" -eq 2 ]; then
    case $command in
${members.map((line) => `  ${line}`).join("\n")}
    esac
  fi
  case $command in
    ${[...families.keys()].join("|")}) command="$command \${COMP_WORDS[2]}" ;;
  esac
  case "$command:$prev" in
${values.join("\n")}
  esac
  case $cur in
    -*) ;;
    *) _seginf_files; return ;;
  esac
  case $command in
${options.join("\n")}
  esac
}
complete -F _seginf seginf
`;
}
