export { withCanonicalTags } from "./read.js";
export { fileTags, spelled, type TagFix, tagFixes, writtenTags } from "./standing.js";
export { writeTag, writeTags } from "./tags.js";
export { isStandard, type Spelling, STANDARD, UNTYPED } from "./types.js";
