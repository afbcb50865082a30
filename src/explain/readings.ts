import { decodedSegments } from "../audit/candidates/decode.js";
import { decode, Places } from "./places.js";
import type { Setting } from "./setting.js";

/** Both corpora, ready to be described. */
export interface Described {
  readonly trainingPlaces: Places;
  readonly referencePlaces: Places;
}

export function describe({ corpus, trained, theta, reference, options }: Setting): Described {
  const { tagger, objective } = trained;
  const train = {
    corpus,
    problem: objective.problem,
    theta,
    decoded: decode(objective.problem, theta),
    predicted: decodedSegments(tagger, corpus, options.scheme, objective.problem, theta),
  };
  const other = { ...reference, decoded: decode(reference.problem, reference.theta) };
  return {
    trainingPlaces: new Places(train, tagger, options.unit),
    referencePlaces: new Places(other, tagger, options.referenceUnit),
  };
}
