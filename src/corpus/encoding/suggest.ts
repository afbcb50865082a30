import { codecOf } from "./codecs.js";

/** An encoding, and what text in it looks like. */
interface Candidate {
  readonly name: string;
  /** Letters beyond ASCII stand among ASCII letters in latin, in words of their own in another alphabet, alone in others. */
  readonly script: "latin" | "alphabet" | "characters";
  /** Characters beyond ASCII that text is mostly made of, by language. */
  readonly common: () => readonly RegExp[];
  /** Those that are so frequent that hardly a sentence lacks them all. */
  readonly frequent: () => RegExp;
}

/**
 * Letters by language, or by languages that share theirs: a page of codes has more of them, and reads a text of another page
 * as a mixture that no language has (ţ and ý, đ and ţ for Turkish).
 */
const WESTERN = [
  /[éèêëàâçîïôœùûüÉÈÀÇ’‘“”–—«»°]/u,
  /[äöüßåæøéÄÖÜÅÆØ„“”‚‘–—§€«»’]/u,
  /[áéíóúñüïçàèòÁÉÍÓÚÑ’‘“”–—«»ªº¿¡]/u,
  /[áâãàçéêíóôõúÁÇÉÊÓÔÚ“”–—ªº]/u,
  /[àèéìòùÀÈÌÒÙ’‘“”–«»°]/u,
  /[áæéíðóöúþÁÆÉÍÐÓÖÚÞ„“”–]/u,
  /[äõöüÄÕÖÜ„“”–]/u,
];
const CENTRAL = [
  /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”’–]/u,
  /[áčďéěíĺľňóôŕřšťúůýžäÁČĎÉĚÍĽŇÓŘŠŤÚŮÝŽ„“–]/u,
  /[áéíóöőúüűÁÉÍÓÖŐÚÜŰ„”’–]/u,
  /[ăâîşţĂÂÎŞŢ„”’–]/u,
  /[čćđšžČĆĐŠŽ„”“–]/u,
];
const TURKISH = [/[çğıöşüâîûÇĞİÖŞÜ’“”]/u];
const BALTIC = [/[āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ„”“–]/u, /[ąčęėįšųūžĄČĘĖĮŠŲŪŽ„“–]/u, /[äõöüšžÄÕÖÜŠŽ„”“–]/u];
const RUSSIAN = /[оеаинтсрвлкмдпуяыьгзбчйхжії]/u;
const KANA = /[のにはをたがでてとしれさあるなもかいこまうらりすん]/u;
const NONE = /(?!)/u;

/** Where two fit equally well, the first is suggested. */
const CANDIDATES: readonly Candidate[] = [
  latin("windows-1252", WESTERN),
  latin("macintosh", WESTERN),
  latin("windows-1250", CENTRAL),
  latin("iso-8859-2", CENTRAL),
  latin("windows-1254", TURKISH),
  latin("windows-1257", BALTIC),
  alphabet("windows-1251", RUSSIAN, /[оеаинтсрв]/u),
  alphabet("koi8-r", RUSSIAN, /[оеаинтсрв]/u),
  alphabet("ibm866", RUSSIAN, /[оеаинтсрв]/u),
  alphabet("iso-8859-5", RUSSIAN, /[оеаинтсрв]/u),
  alphabet("windows-1253", /[αιοετσνηυρπκλμςγδθωχάίόέήύώ]/u, /[αιοετσνη]/u),
  alphabet("windows-1255", /[א-ת]/u, /[יולהאתמר]/u),
  alphabet("windows-1256", /[ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإؤئ،]/u, /[اليمنورب]/u),
  alphabet("windows-874", /[านรกเองมยลวดทสตะปคบจชิี่้ัุู็์]/u, /[านรกเ่้]/u),
  characters("shift_jis", /[\u3040-\u30ff\p{Script=Han}。、]/u, KANA),
  characters("euc-jp", /[\u3040-\u30ff\p{Script=Han}。、]/u, KANA),
  {
    ...characters(
      "gb18030",
      NONE,
      /[的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会]/u,
    ),
    common: firstLevel("gb18030", 0xb0, 0xd7, 0xa1),
  },
  {
    ...characters(
      "big5",
      NONE,
      /[的一是不了人我在有他這為之大來以個中上們到說國和地也子時道出而要於就下得可你年生自會]/u,
    ),
    common: firstLevel("big5", 0xa4, 0xc6, 0x40),
  },
  characters("euc-kr", /[\uac00-\ud7a3]/u, /[이다는에의을를가고하지도로기사한은자서대인해리아그나시]/u),
];

/** With fewer bytes beyond ASCII, only the most frequent encoding is thought of. */
const ENOUGH = 4;
/** With less, nothing is suggested. */
const LEAST = 0.5;

/**
 * The encoding that bytes which are not UTF-8 are most likely in, null where none stands out: the one in which most of
 * their characters beyond ASCII are the common ones of a language, and stand where words have them.
 */
export function suggestEncoding(sample: Buffer): string | null {
  if (isCesu8(sample)) return "cesu-8";
  let best: string | null = null;
  let most = LEAST;
  const isShort = sample.reduce((count, byte) => count + (byte >> 7), 0) < ENOUGH;
  for (const candidate of isShort ? CANDIDATES.slice(0, 1) : CANDIDATES) {
    const score = scoreOf(sample, candidate);
    if (score > most) [best, most] = [candidate.name, score];
  }
  return best;
}

function isCesu8(sample: Buffer): boolean {
  for (let at = sample.indexOf(0xed); at >= 0; at = sample.indexOf(0xed, at + 1)) {
    if (sample[at + 1] >= 0xa0 && sample[at + 1] <= 0xbf) return codecOf("cesu-8").decode(sample).invalid === 0;
  }
  return false;
}

/** Shares of the characters beyond ASCII: those common, once more those frequent, less those out of place or invalid. */
function scoreOf(sample: Buffer, { name, script, common, frequent }: Candidate): number {
  const { text, invalid } = codecOf(name).decode(sample);
  const decoded = text.toString();
  const foreign = decoded.match(/[^\0-\x7f]/gu) ?? [];
  if (foreign.length === 0 || invalid > sample.length / 1000) return 0;
  if (script === "alphabet" && shareInWords(decoded) < IN_WORDS) return 0;
  const count = (pattern: RegExp) => foreign.filter((character) => pattern.test(character)).length;
  const odd = decoded.match(script === "latin" ? ODD_IN_LATIN : ODD_ELSEWHERE)?.join("").length ?? 0;
  return (Math.max(...common().map(count)) + count(frequent()) - odd) / foreign.length;
}

/** At least so many letters of another alphabet stand in words; those of Finnish or Italian, read so, stand alone or in twos. */
const IN_WORDS = 0.5;

function shareInWords(text: string): number {
  const letters = (pattern: RegExp) => text.match(pattern)?.join("").length ?? 0;
  return letters(/(?:(?![\0-\x7f])[\p{L}\p{M}]){3,}/gu) / Math.max(1, letters(/(?![\0-\x7f])[\p{L}\p{M}]/gu));
}

/** A capital after a small letter, symbols in words, control characters: wrong tables of the right script have them. */
const ODD = /(?<=\p{Ll})\p{Lu}|(?<=\p{L})[^\p{L}\p{M}\p{N}\p{P}\s](?=\p{L})|(?![\t\n\r])\p{Cc}/u.source;
const FOREIGN = "(?![\\0-\\x7f])[\\p{L}\\p{M}]";
const ODD_IN_LATIN = new RegExp(`[^\\0-\\x7f\\P{L}]{4,}|${ODD}`, "gu");
const ODD_ELSEWHERE = new RegExp(`(?<=[A-Za-z])${FOREIGN}|${FOREIGN}(?=[A-Za-z])|${ODD}`, "gu");

function latin(name: string, common: readonly RegExp[]): Candidate {
  return { name, script: "latin", common: () => common, frequent: () => NONE };
}

function alphabet(name: string, common: RegExp, frequent: RegExp): Candidate {
  return { name, script: "alphabet", common: () => [common], frequent: () => frequent };
}

function characters(name: string, common: RegExp, frequent: RegExp): Candidate {
  return { ...alphabet(name, common, frequent), script: "characters" };
}

/** The characters of the leads from `first` to `last` and the trails from `trail` on: the common half of an encoding. */
function firstLevel(name: string, first: number, last: number, trail: number): () => readonly RegExp[] {
  return () => {
    const pairs: number[] = [];
    for (let lead = first; lead <= last; lead++) for (let at = trail; at <= 0xfe; at++) pairs.push(lead, at, 10);
    const characters = new TextDecoder(name).decode(Uint8Array.from(pairs)).match(/\p{Script=Han}/gu) ?? [];
    return [new RegExp(`[${[...new Set(characters)].join("")}，。、]`, "u")];
  };
}
