import type { Framework } from '../framework.ts';
import { atmDevice } from './atm-device.ts';
import { audioCodec } from './audio-codec.ts';
import { blockDevice } from './block-device.ts';
import { characterDevice } from './character-device.ts';
import { consistentApi } from './consistent-api.ts';
import { tasklets, timers } from './deferred-work.ts';
import { firewireHost } from './firewire-host.ts';
import { frameBuffer } from './frame-buffer.ts';
import { fileMapping, memoryMapping } from './memory-mapping.ts';
import { miscDevice } from './misc-device.ts';
import { networkDevice } from './network-device.ts';
import { networkRequests } from './network-requests.ts';
import { ocp } from './ocp.ts';
import { socketBuffer } from './socket-buffer.ts';
import { pageLayout } from './page-layout.ts';
import { pci } from './pci.ts';
import { procFiles } from './proc-files.ts';
import { scsiHost } from './scsi-host.ts';
import { task } from './task.ts';
import { pciBus } from './pci-bus.ts';

/** Every framework, in the order their glue is appended: later ones may use what earlier ones define. */
export const frameworks: readonly Framework[] = [
  consistentApi,
  pageLayout,
  task,
  timers,
  tasklets,
  characterDevice,
  miscDevice,
  audioCodec,
  memoryMapping,
  fileMapping,
  frameBuffer,
  socketBuffer,
  networkDevice,
  networkRequests,
  pci,
  pciBus,
  procFiles,
  scsiHost,
  blockDevice,
  firewireHost,
  atmDevice,
  ocp,
];
