import type { ReturnKind } from '../front/return-kinds.ts';
import { handOver } from './handed-over.ts';
import { allocation, type Call, type Host } from './host.ts';

/** Bytes of the object that a stub returns a pointer to: zeros, and the driver's to read and write, with room for a private part. */
const OBJECT_BYTES = 16384;
/** Where these objects lie: nothing else has addresses there. */
const OBJECTS = 0x6000_0000;

const OBJECTS_END = 0x7000_0000;

/** Whether an address is that of an object that a stub made up: it may be given back by any of the kernel's functions. */
export function isStubObject(address: number): boolean {
  return address >= OBJECTS && address < OBJECTS_END;
}

const EIO = -5;
const ENOENT_POINTER = -2 >>> 0;

/** Numbers that drivers divide by, or refuse when they are 0. */
const plausibleNumbers: Readonly<Record<string, number>> = {
  clk_get_rate: 100_000_000,
  clk_round_rate: 100_000_000,
  of_clk_get_parent_count: 1,
};

/** Families of functions that report failure by ERR_PTR and never by NULL [6.1 drivers/clk, regulator, reset, gpio, phy, dma]. */
const errorPointers =
  /^(?:devm_)?(?:of_)?(?:clk|regulator|reset_control|gpiod|phy|pinctrl|nvmem|dma_request|extcon|mbox|power_supply|backlight|thermal|mux_control|iio|pwm|usb_get_phy|regmap|syscon|icc)_?\w*?(?:get|request|register|init|lookup|node_to_regmap|create)\w*$|^syscon_|^__(?:devm_)?(?:regmap_init|reset_control_get)\w*$|^debugfs_create|^dev_pm_\w+attach|^class_create|^device_create$|^kthread_create_on_node$/;

/**
 * A function that the model does not know: it does nothing and succeeds, by what its type calls success. The first call of
 * each is a step that can be made to fail, so that what a driver does then is seen, too. Its name is noted, and also that it
 * was handed memory of the driver's: it may keep that, or give it back later.
 */
export function typedStub(host: Host, name: string, kind: ReturnKind): Call {
  return (...args) => {
    const { run } = host;
    const isFirst = !run.stubs.has(name);
    run.stubs.add(name);
    if (args.some((value) => isDriverMemory(host, value))) run.handedTo.add(name);
    handOver(host, name, args);
    if (kind === 'void') return undefined;
    if (run.lazy !== null)
      return run.lazy.returned(name, kind === 'pointer' ? 'object' : (plausibleNumbers[name] ?? 0));
    const fails = isFirst && kind !== 'number' && host.kernel.fallible(name);
    switch (kind) {
      case 'status':
        return fails ? EIO : 0;
      case 'truth':
        return fails ? 1 : 0;
      case 'number':
        return plausibleNumbers[name] ?? 0;
      case 'pointer':
        // what comes after the first: a list of things that nobody knows has one
        if (args.some((value) => isStubObject(value) && host.space.startingAt(value)?.label.startsWith(`${name}#`)))
          return 0;
        if (fails) return errorPointers.test(name) ? ENOENT_POINTER : 0;
        return objectFor(host, name);
    }
  };
}

/** Memory that the driver allocated, or its own variables; not the device it was given. */
function isDriverMemory({ space, code }: Host, value: number): boolean {
  return space.isDriverMemory(value) && !code.call('fh_platform_owns', value) && !code.call('fh_pci_owns', value);
}

function objectFor(host: Host, name: string): number {
  const number = host.run.stubObjects++;
  const base = OBJECTS + number * 2 * OBJECT_BYTES;
  host.space.addPages(allocation(host, name, base, OBJECT_BYTES), 'zeroed');
  return base;
}
