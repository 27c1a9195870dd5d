/** Every kind of bug that is planted: `{ name, fits, plant }`; `fits` are the rules whose finding answers it. */
import { otherDevice, otherFamily, otherHandle, otherSize, sizeAndHandleSwapped } from './arguments.mjs';
import { freeWithInterruptsOff, sleepingAllocation } from './context.mjs';
import { checkDropped } from './failure.mjs';
import { freeDroppedElsewhere, freeDroppedHere, loopStopsEarly, returnWithoutUnwinding } from './leaks.mjs';
import { containerFirst, freedTwice, usedAfterFree } from './order.mjs';
import { otherPool, poolFirst, poolKept } from './pools.mjs';

export const kinds = [
  freeDroppedHere,
  freeDroppedElsewhere,
  returnWithoutUnwinding,
  loopStopsEarly,
  sizeAndHandleSwapped,
  otherSize,
  otherHandle,
  otherDevice,
  otherFamily,
  freedTwice,
  usedAfterFree,
  containerFirst,
  checkDropped,
  sleepingAllocation,
  freeWithInterruptsOff,
  poolKept,
  otherPool,
  poolFirst,
];
