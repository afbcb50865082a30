/** Where a plot's data lie in its drawing, pixels from the upper left corner. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A coordinate to a tenth of a pixel. */
export function place(value: number): number {
  return Number(value.toFixed(1));
}
