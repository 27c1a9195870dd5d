import pc from 'picocolors';

/** The few colours of the pretty reports; all are the identity when colour is off. */
export type Paint = ReturnType<typeof pc.createColors>;

export function paint(color: boolean): Paint {
  return pc.createColors(color);
}
