/**
 * Functions of the kernel that neither free nor keep what a driver has allocated, whatever they are given.
 * [6.1 include/linux]
 */
const prefixes =
  /^(?:dev_(?:err|warn|info|dbg|notice|crit|alert|printk|name|vdbg)|pr_\w+|netdev_(?:err|warn|info|dbg|notice)|netif_\w+|printk|v4l2_(?:err|warn|info|dbg)|drm_(?:err|dbg\w*|info|warn)|DRM_\w+|pci_(?:disable|enable|release_(?:regions?|selected)|request_|set_(?:master|dma|consistent)|clear_master|read_config|write_config|free_irq_vectors|iounmap|iomap|resource|alloc_irq|restore_state|save_state|find_\w+|is_\w+|name)\w*|clk_\w+|regulator_\w+|gpiod?_\w+|pm_runtime_\w+|reset_control_\w+|phy_(?:init|exit|power)\w*|of_\w+|spin_\w+|mutex_\w+|read_(?:un)?lock\w*|write_(?:un)?lock\w*|raw_spin_\w+|(?:read|write|in|out|io(?:read|write)|__raw_(?:read|write))(?:b|w|l|q|[bl]e?\d+|\d+\w*)|mem(?:set|cpy|cmp|move)\w*|str\w+|sn?printf|scnprintf|udelay|mdelay|msleep|usleep_range|ndelay|schedule\w*|cpu_to_\w+|\w+_to_cpu\w*|wait_event\w*|wake_up\w*|init_(?:waitqueue|completion|timer)\w*|complete|reinit_completion|atomic\w*|set_bit|clear_bit|test_\w*bit|free_irq|request_irq|request_threaded_irq|disable_irq\w*|enable_irq\w*|synchronize_irq|release_(?:mem_)?region|request_(?:mem_)?region|release_resource|devm_(?:clk|regulator|gpiod|reset|ioremap|iounmap|platform|pinctrl|request|free_irq|kasprintf|regmap|of)\w*|dma_(?:map|mmap|unmap|sync|set|get|mapping|request|supported|release_channel|cap)\w*|try_module_get|module_put|INIT_\w+|BUG\w*|WARN\w*|might_sleep\w*|rtnl_\w+|local_irq_\w+|barrier|[rw]?mb|smp_\w+|crc\w+|ether_\w+|is_valid_\w+|eth_\w+|get_random_\w+|skb_(?:put_data|store_bits|copy_\w+)|copy_(?:to|from)_user|put_user|get_user|capable|jiffies\w*|time_\w+|msecs_\w+|ktime_\w+|cond_resched|platform_get_(?:irq|resource)\w*|sg_(?!set_buf|set_page|init_one|assign)\w+|snd_(?:printk|printd\w*|BUG_ON)|kstrdup|kasprintf|request_firmware\w*|release_firmware|dma_pool_(?:create|destroy)|pci_pool_(?:create|destroy)|\w*barrier\w*|iounmap|ioport_(?:map|unmap)|pci_(?:un)?map_\w+|pci_dma_\w+|print_hex_dump\w*|ida_\w+|bitmap_\w+|find_\w*bit|kobject_\w+|sysfs_(?:create|remove)_\w+|debugfs_\w+|device_(?:create|remove)_file|hwmon_\w+|usb_(?:rcv|snd)\w+|dma_rmb|dma_wmb|clear_page|copy_page)$/;

/**
 * Functions that end what a driver had with a part of the kernel. They drop the kernel's own objects; what the driver has
 * allocated for itself stays. [6.1 include/linux, include/scsi/scsi_host.h, include/media]
 */
const endings =
  /^(?:spi_(?:master|controller)_put|scsi_(?:host_put|remove_host)|unregister_(?:netdev|netdevice|candev|chrdev\w*|hcdev|blkdev)|ieee80211_unregister_hw|wiphy_unregister|video_unregister_device|misc_deregister|input_(?:un)?register_device|(?:usb|pci)_(?:dev_)?put(?:_dev)?|usb_put_hcd|i2c_del_adapter|dma_async_device_unregister|cancel_(?:delayed_)?work\w*|flush_\w*work\w*|destroy_workqueue|(?:try_to_)?del_timer\w*|timer_delete\w*|tasklet_(?:kill|disable)|kthread_stop|crypto_(?:un)?register_\w+|crypto_free_\w+|mtd_device_unregister|v4l2_(?:device_unregister|ctrl_handler_free|m2m_release|async_\w+)|vb2_queue_release|media_(?:device|entity)_cleanup|phy_disconnect|mdiobus_(?:unregister|free)|rtc_device_unregister|led_classdev_unregister|mutex_destroy|component_del)$/;

/** Whether a function of this name leaves the driver's buffers alone. */
export function isHarmless(name: string): boolean {
  return prefixes.test(name) || endings.test(name);
}

/** Functions after which control does not come back. */
export const endingCalls: ReadonlySet<string> = new Set(['panic', 'BUG', 'do_exit', 'machine_halt', 'unreachable']);
