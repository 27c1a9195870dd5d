import { withoutCasts, type Expression, type Unit } from '@freehandle/c-source';
import { contextOfOperation, handlers } from '../kernel/contexts.ts';

/**
 * Members of operations whose failure means that their counterpart is never called.
 * [6.1 Documentation/driver-api, include/media/videobuf2-core.h, drivers/dma/dmaengine.c, drivers/infiniband/core/verbs.c,
 * crypto/api.c, drivers/ata/libata-core.c]
 */
const failingAlone =
  /^(?:(?:\w+_)?probe|open|ndo_open|ndo_init|connect|bind|startup|start_streaming|device_alloc_chan_resources|cra_init|init_tfm|port_start|create_(?:qp|cq|srq|ah)|alloc_(?:pd|ucontext))$/;
/** Such members that other structures have as well, in another sense. [6.1 drivers/usb/core/hcd.c, net/mac80211/driver-ops.c] */
const failingAloneIn: ReadonlySet<string> = new Set([
  ...['struct hc_driver.start', 'struct ieee80211_ops.start', 'struct acpi_driver.add'],
  ...['skcipher', 'aead', 'ahash', 'shash'].map((kind) => `struct ${kind}_alg.init`),
]);
/** Here the counterpart is called after a failure, too. [6.1 drivers/tty/tty_io.c] */
const undoneAnyway: ReadonlySet<string> = new Set(['struct tty_operations.open']);

/** What functions of a file are registered as. */
export interface Roles {
  /** When these fail, nothing else is called that would undo what they did. */
  readonly failsAlone: ReadonlySet<string>;
  /** Of these, the ones that begin the life of a device: what they make is there until it ends. */
  readonly begins: ReadonlySet<string>;
  /** These run in an interrupt, a tasklet or a timer. */
  readonly atomic: ReadonlyMap<string, string>;
  /** Functions that end the life of a device, whatever they return. */
  readonly ends: ReadonlySet<string>;
  /** Functions that are called to end what others began, by these. */
  readonly counterparts: ReadonlyMap<string, string>;
}

/** Members of operations, and the one that is called to end what it began. [6.1 include/linux, include/media, include/sound] */
const endings: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...[['probe', 'remove', 'disconnect'] as const, ['bind', 'unbind'] as const, ['connect', 'disconnect'] as const],
    ...[['open', 'stop', 'close', 'release'] as const, ['ndo_open', 'ndo_stop'] as const],
    ...[['ndo_init', 'ndo_uninit'] as const, ['hw_params', 'hw_free'] as const, ['startup', 'shutdown'] as const],
    ...[['start_streaming', 'stop_streaming'] as const, ['port_start', 'port_stop'] as const],
    ...[['device_alloc_chan_resources', 'device_free_chan_resources'] as const, ['attach', 'detach'] as const],
    ...[['slave_alloc', 'slave_destroy'] as const, ['slave_configure', 'slave_destroy'] as const],
    ...[['cra_init', 'cra_exit'] as const, ['init', 'exit', 'cleanup'] as const, ['add', 'remove'] as const],
  ].map(([first, ...last]) => [first, last]),
);

/** Reads what a file registers: in initialisers, and by the calls that take a handler. */
export function rolesOf(unit: Unit, expressions: Iterable<Expression>): Roles {
  const failsAlone = new Set<string>();
  const begins = new Set<string>();
  const ends = new Set<string>();
  const atomic = new Map<string, string>();
  const starts: Starts = {
    add(name, record, member) {
      const context = contextOfOperation(record, member);
      if (context !== null) atomic.set(name, context);
      if (/^struct \w+_driver$/.test(record) && /^remove(?:_new)?$/.test(member)) ends.add(name);
      if (!isFailingAlone(record, member)) return;
      failsAlone.add(name);
      if (/probe$/.test(member)) begins.add(name);
    },
  };
  const counterparts = new Map<string, string>();
  for (const { initial, type } of unit.globals)
    if (initial) {
      initialiser(initial, type.base, starts);
      pair(initial, counterparts);
    }
  const [first, last] = ['module_init', 'module_exit'].map((name) => registeredBy(unit.fileCalls, name));
  if (first && last) counterparts.set(first, last);
  for (const call of unit.fileCalls) register(call, starts, atomic);
  for (const expression of expressions) register(expression, starts, atomic);
  return { failsAlone, begins, atomic, ends, counterparts };
}

function pair(initial: Expression, counterparts: Map<string, string>): void {
  if (initial.kind !== 'initializer') return;
  const named = new Map<string, string>();
  for (const { member, value } of initial.items) {
    const bare = withoutCasts(value);
    if (bare.kind === 'initializer') pair(bare, counterparts);
    else if (bare.kind === 'name' && member !== null) named.set(member, bare.name);
    // `.remove = __exit_p(lamp_remove)`
    else if (bare.kind === 'call' && member !== null && bare.arguments[0]?.kind === 'name')
      named.set(member, bare.arguments[0].name);
  }
  for (const [member, begins] of named) {
    const ends = endings
      .get(member)
      ?.map((one) => named.get(one))
      .find((one) => one !== undefined);
    if (ends !== undefined) counterparts.set(begins, ends);
  }
}

function registeredBy(calls: readonly Expression[], name: string): string | null {
  for (const call of calls) {
    if (call.kind !== 'call' || call.callee.kind !== 'name' || call.callee.name !== name) continue;
    if (call.arguments[0]?.kind === 'name') return call.arguments[0].name;
  }
  return null;
}

/** Takes note of functions by the member that they are registered as; the structure is '' where it is not known. */
interface Starts {
  add(name: string, record: string, member: string): void;
}

function initialiser(initial: Expression, record: string, starts: Starts): void {
  if (initial.kind !== 'initializer') return;
  for (const { member, value } of initial.items) {
    const bare = withoutCasts(value);
    // The structure inside is not named; elements of an array are of the same one.
    if (bare.kind === 'initializer') initialiser(bare, member === null ? record : '', starts);
    else if (bare.kind === 'name' && member !== null) starts.add(bare.name, record, member);
  }
}

function isFailingAlone(record: string, member: string): boolean {
  const name = `${record}.${member}`;
  return (failingAlone.test(member) && !undoneAnyway.has(name)) || failingAloneIn.has(name);
}

function register(expression: Expression, starts: Starts, atomic: Map<string, string>): void {
  // `dev->open = lamp_open;`
  if (expression.kind === 'assign' && expression.left.kind === 'member') {
    const value = withoutCasts(expression.right);
    if (value.kind === 'name') starts.add(value.name, '', expression.left.member);
  }
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return;
  const { name } = expression.callee;
  const [first] = expression.arguments;
  if (/^(?:module_init|(?:subsys|device|late|fs|core|arch)_initcall(?:_sync)?)$/.test(name) && first?.kind === 'name')
    starts.add(first.name, '', 'probe');
  const handler = handlers.get(name);
  const value = handler && expression.arguments[handler[0]];
  const bare = value && withoutCasts(value);
  if (handler && bare?.kind === 'name') atomic.set(bare.name, handler[1]);
}
