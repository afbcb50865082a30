export { abandonWrites, writeAtomically } from "./atomic.js";
export { Cache, type CacheEntry, type ShapedContent } from "./cache.js";
export { cacheDirectory } from "./cacheDirectory.js";
export { type Codec, cachedStep } from "./cachedStep.js";
export { requireBounds, requireWithin } from "./indices.js";
export { type Removed, removeLeftovers } from "./leftovers.js";
export { openSealed, type SealedContent, ShapeError, sealFile, section } from "./sealed.js";
