/** Functions after which the object of the argument at this position is gone. [6.1 include/linux/netdevice.h, fb.h, snd] */
export const releasingCalls: ReadonlyMap<string, number> = new Map([
  ...['kfree', 'kvfree', 'kfree_sensitive', 'kzfree', 'vfree', 'free_netdev', 'framebuffer_release', 'iounmap'].map(
    at(0),
  ),
  ...[
    'ieee80211_free_hw',
    'snd_card_free',
    'scsi_unregister',
    'free_percpu',
    'mmc_free_host',
    'wiphy_free',
    'memstick_free_host',
    'mempool_free',
  ].map(at(0)),
  ...[
    'free_candev',
    'free_sja1000dev',
    'ib_dealloc_device',
    'input_free_device',
    'iio_device_free',
    'rc_free_device',
  ].map(at(0)),
  ...['devm_kfree', 'kmem_cache_free'].map(at(1)),
  ...['scsi_host_put', 'usb_put_hcd', 'spi_master_put', 'spi_controller_put'].map(at(0)),
]);

/** Whether another call counts one more user of the object: where a driver has none, the function ends its life. */
export function counterOf(name: string): string | null {
  return /_put(?:_|$)/.test(name) ? name.replace(/_put(?=_|$)/, '_get') : null;
}

function at(position: number): (name: string) => [string, number] {
  return (name) => [name, position];
}

/** Whether a function may, by its name, give up what belongs to the object it is given. */
export function mayGiveUp(name: string): boolean {
  return /(?:^|_)(?:put|free|unregister|release|destroy|cleanup|clean|remove|del|delete|exit|deinit|teardown|uninit|fini|finish|stop|down|close|shutdown|disconnect|detach|unload|unbind|drop|dispose|abort|purge|unlink|dealloc|error|fail|undo|unroll|rollback|term|terminate|decref|unref|bye|relse|rel|uninitialize|deinitialize|unset|unprobe)(?:_|$|\d)/i.test(
    name,
  );
}

/** Whether the name of a function says that it frees what is in the object that it is given. */
export function saysItFrees(name: string): boolean {
  return /(?:^|_)(?:free|release|destroy|cleanup|clean|deinit|teardown|uninit|fini|exit|dealloc|remove|put|del|delete)(?:_|$)/.test(
    name,
  );
}

/** Whether a function may, by its name, keep what it is given. */
export function mayKeep(name: string): boolean {
  return /(?:^|_)(?:add|register|queue|enqueue|submit|insert|push|attach|set|init|assign|link|bind|store|save|put|install|append|hook|post|setup|connect|give|schedule|start|map|fill|hash|publish)(?:_|$)/i.test(
    name,
  );
}
