import type { Framework } from '../framework.ts';
import { bits } from './bits.ts';
import { deferred } from './deferred.ts';
import { dma } from './dma.ts';
import { firmware } from './firmware.ts';
import { interruptLines } from './interrupts.ts';
import { locks } from './locks.ts';
import { managed } from './managed.ts';
import { memory } from './memory.ts';
import { network } from './network.ts';
import { numbers } from './numbers.ts';
import { pci } from './pci.ts';
import { platform } from './platform.ts';
import { printing } from './printing.ts';
import { properties } from './properties.ts';
import { references } from './references.ts';
import { scsiHost } from './scsi-host.ts';
import { sensor } from './sensor.ts';
import { strings } from './strings.ts';
import { waiting } from './waiting.ts';
import { wireless } from './wireless.ts';

/** The kernel of Linux 5 and 6 around a driver, a part a file. Their C is compiled once a tree, not with each driver. */
export const linux6Frameworks: readonly Framework[] = [
  ...[
    memory,
    managed,
    printing,
    locks,
    waiting,
    deferred,
    interruptLines,
    dma,
    platform,
    pci,
    network,
    scsiHost,
    firmware,
  ],
  ...[bits, strings, wireless, sensor, references, properties, numbers],
];
