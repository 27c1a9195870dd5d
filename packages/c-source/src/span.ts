/** A half-open range of byte offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether the two ranges share a byte. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether `inner` lies within `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
