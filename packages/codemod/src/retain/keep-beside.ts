import type { Retained } from '../plan/plan.ts';
import type { Kept } from './names.ts';
import type { Retention } from './retention.ts';
import { storeOf } from './store-value.ts';
import { besideText, type StoredPlace } from './stored-place.ts';
import type { Workspace } from './workspace.ts';

/** What `declared` declares as `name`, stored wherever the pointer it stands beside is. */
export function keepBeside(
  workspace: Workspace,
  place: StoredPlace,
  kept: Kept,
  declared: Retained,
  name: string,
): Retention {
  const stores: Retained[] = [];
  for (const pointer of place.kept) {
    const store = storeOf(workspace, pointer.allocation, pointer.store.start, kept, besideText(pointer, name));
    if ('why' in store) return store;
    stores.push(store);
  }
  return { retained: [declared, ...stores] };
}
