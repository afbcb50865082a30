export { type AnnotatedCorpus, annotate } from "./annotated.js";
export { contentDigest } from "./digest.js";
export {
  type FileView,
  fileOf,
  filesOf,
  fileViews,
  joinCorpora,
  placeOf,
  sentenceInFile,
  sentenceOf,
} from "./files.js";
export { expandFiles, isPattern } from "./glob.js";
export { parseLabelNames } from "./json/class-names.js";
export { commonScheme, requireKnownTags, type UnseenTag, unseenTags } from "./labels.js";
export type { ReadOptions } from "./options.js";
export { foreignWarning, isUnusual, readingLine, spelledAsInFile } from "./profile/describe.js";
export { type Inspection, inspectCorpus } from "./profile/inspect.js";
export { type ReadCorpus, readChunks, readCorpus } from "./read.js";
export { withTags } from "./retag.js";
export {
  chunkTag,
  detectScheme,
  type ParsedTag,
  parseTag,
  requireLabels,
  requireScheme,
  SCHEMES,
} from "./scheme.js";
export { readSegments, type SegmentReading } from "./segments.js";
export { fileTags, type Spelling, type TagFix, tagFixes, withCanonicalTags, writeTag } from "./spelling/index.js";
export { type LabelledSegment, segmentTags, writeTags } from "./spelling.js";
export type * from "./types.js";
export { type WritableSentence, withPredictions, writeColumns } from "./write.js";
