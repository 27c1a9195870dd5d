import type { CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';

const name = 'scsi host';
const EINVAL = -22;
const EIO = -5;
/** INQUIRY, TEST UNIT READY, READ(10) and WRITE(10): what finds a disk, and what is done with it. */
const COMMANDS = [0x12, 0x00, 0x28, 0x2a];
/** Questions whether a scan is over, before it is taken to be. */
const PATIENCE = 4;
/** In the order of severity [6.1 drivers/scsi/scsi_error.c scsi_eh_ready_devs]. */
const HANDLERS = ['abort', 'device reset', 'target reset', 'bus reset', 'host reset'];

const calls: CallGroup = (host) => ({
  scsi_add_host_with_dma(adapter, device, dmaDevice) {
    if (!host.code.call('fh_scsi_add', adapter, device, dmaDevice)) return EINVAL;
    if (host.kernel.fallible('scsi_add_host')) return EIO;
    host.run.registrations.push({ framework: name, object: adapter, number: 0 });
    return 0;
  },
  scsi_remove_host(adapter) {
    unregister(host, name, ({ object }) => object === adapter);
    return undefined;
  },
  ...{ scsi_scan_host: () => undefined, scsi_block_requests: () => undefined, scsi_unblock_requests: () => undefined },
  scsi_change_queue_depth: (_device, depth) => depth,
});

function use(host: Host, { object }: Registration): void {
  const { code } = host;
  const has = (operation: number): boolean => code.call('fh_scsi_has', object, operation) === 1;
  const call = (what: string, operation: number): number | null =>
    has(operation) ? step(host, what, () => code.call('fh_scsi_call', object, operation)) : null;
  call('scan start', 0);
  for (let left = PATIENCE; left > 0 && has(1); left--) {
    raiseInterrupts(host);
    if (step(host, 'scan finished', () => code.call('fh_scsi_call', object, 1), 'count') > 0) break;
  }
  if ((call('target alloc', 2) ?? 0) !== 0) return;
  if ((call('device alloc', 3) ?? 0) !== 0) return;
  const isConfigured = (call('device configure', 4) ?? 0) === 0;
  for (const command of isConfigured ? COMMANDS : []) {
    step(host, 'queue command', () => void code.call('fh_scsi_queue', object, command));
    raiseInterrupts(host);
  }
  HANDLERS.forEach((handler, number) => {
    if (!isConfigured || code.call('fh_scsi_handles', object, number) !== 1) return;
    // error handling begins with a command that is not answered
    step(host, 'queue command', () => void code.call('fh_scsi_queue', object, 0x28));
    step(host, handler, () => void code.call('fh_scsi_handle', object, number));
    raiseInterrupts(host);
  });
  if (has(5)) step(host, 'device destroy', () => void code.call('fh_scsi_call', object, 5));
  if (has(6)) step(host, 'target destroy', () => void code.call('fh_scsi_call', object, 6));
}

/**
 * SCSI host adapters: added, scanned, one disk configured and given commands, reset in every way, removed
 * [6.1 drivers/scsi/hosts.c, scsi_scan.c, scsi_error.c].
 */
export const scsiHost: Framework = {
  name,
  headers: [
    ...['linux/slab.h', 'linux/blkdev.h', 'linux/blk-mq.h', 'linux/scatterlist.h', 'linux/dma-mapping.h'],
    ...['scsi/scsi_host.h', 'scsi/scsi_device.h', 'scsi/scsi_cmnd.h'],
  ],
  calls,
  use,
  glue: `
#include <linux/version.h>
static struct scsi_device fh_scsi_device;
static struct scsi_target fh_scsi_target;
static struct request_queue fh_scsi_request_queue;
/* What a driver asked for behind each command lies behind this one. */
static struct {
	struct request request;
	struct scsi_cmnd command;
	char private[8192];
} fh_scsi_request __attribute__((aligned(64)));
static struct scatterlist fh_scsi_list[1];
static unsigned char fh_scsi_buffer[4096] __attribute__((aligned(4096)));
static unsigned char fh_scsi_sense[SCSI_SENSE_BUFFERSIZE];
static unsigned int fh_scsi_count;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
struct Scsi_Host *scsi_host_alloc(const struct scsi_host_template *template, int bytes)
#else
struct Scsi_Host *scsi_host_alloc(struct scsi_host_template *template, int bytes)
#endif
{
	struct Scsi_Host *host = kmalloc(sizeof(*host) + bytes, GFP_KERNEL);

	if (!host)
		return 0;
	__builtin_memset(host, 0, sizeof(*host) + bytes);
	host->host_lock = &host->default_lock;
	spin_lock_init(host->host_lock);
	INIT_LIST_HEAD(&host->__devices);
	INIT_LIST_HEAD(&host->__targets);
	INIT_LIST_HEAD(&host->eh_cmd_q);
	INIT_LIST_HEAD(&host->starved_list);
	host->hostt = template;
	host->host_no = fh_scsi_count++;
	host->dma_channel = 0xff;
	host->max_id = 8;
	host->max_lun = 8;
	host->max_cmd_len = 12;
	host->unique_id = host->host_no;
	host->this_id = template->this_id;
	host->can_queue = template->can_queue;
	host->sg_tablesize = template->sg_tablesize;
	host->sg_prot_tablesize = template->sg_prot_tablesize;
	host->cmd_per_lun = template->cmd_per_lun;
	host->max_sectors = template->max_sectors ? template->max_sectors : SCSI_DEFAULT_MAX_SECTORS;
	host->max_segment_size = template->max_segment_size ? template->max_segment_size : BLK_MAX_SEGMENT_SIZE;
	host->dma_boundary = template->dma_boundary ? template->dma_boundary : 0xffffffff;
	host->nr_hw_queues = 1;
	host->shost_state = SHOST_CREATED;
	host->shost_gendev.init_name = template->name;
	return host;
}

void scsi_host_put(struct Scsi_Host *host)
{
	kfree(host);
}

struct Scsi_Host *scsi_host_get(struct Scsi_Host *host)
{
	return host;
}

int fh_scsi_add(struct Scsi_Host *host, struct device *device, struct device *dma_device)
{
	if (!host->can_queue)
		return 0;
	host->shost_gendev.parent = device;
	host->dma_dev = dma_device ? dma_device : device;
	host->shost_state = SHOST_RUNNING;
	return 1;
}

void scsi_done(struct scsi_cmnd *command)
{
	command->host_scribble = 0;
}

int scsi_dma_map(struct scsi_cmnd *command)
{
	int entries;

	if (!scsi_sg_count(command))
		return 0;
	entries = dma_map_sg_attrs(command->device->host->dma_dev, scsi_sglist(command), scsi_sg_count(command),
				   command->sc_data_direction, 0);
	return entries ? entries : -ENOMEM;
}

void scsi_dma_unmap(struct scsi_cmnd *command)
{
	if (scsi_sg_count(command))
		dma_unmap_sg_attrs(command->device->host->dma_dev, scsi_sglist(command), scsi_sg_count(command),
				   command->sc_data_direction, 0);
}

int fh_scsi_has(struct Scsi_Host *host, int operation)
{
	struct scsi_host_template *template = host->hostt;

	switch (operation) {
	case 0:
		return template->scan_start != 0;
	case 1:
		return template->scan_finished != 0;
	case 2:
		return template->target_alloc != 0;
	case 3:
		return template->slave_alloc != 0;
	case 4:
		return template->slave_configure != 0;
	case 5:
		return template->slave_destroy != 0;
	default:
		return template->target_destroy != 0;
	}
}

void fh_scsi_device_of(struct Scsi_Host *host)
{
	struct scsi_device *device = &fh_scsi_device;

	if (device->host == host)
		return;
	__builtin_memset(device, 0, sizeof(*device));
	__builtin_memset(&fh_scsi_target, 0, sizeof(fh_scsi_target));
	fh_scsi_target.dev.parent = &host->shost_gendev;
	fh_scsi_target.id = host->this_id == 1 ? 2 : 1;
	INIT_LIST_HEAD(&fh_scsi_target.devices);
	device->host = host;
	device->id = fh_scsi_target.id;
	device->sdev_target = &fh_scsi_target;
	device->sdev_gendev.parent = &fh_scsi_target.dev;
	device->request_queue = &fh_scsi_request_queue;
	device->queue_depth = 1;
	device->scsi_level = SCSI_3;
	device->tagged_supported = 1;
	device->simple_tags = 1;
	list_add(&device->siblings, &host->__devices);
	list_add(&device->same_target_siblings, &fh_scsi_target.devices);
}

int fh_scsi_call(struct Scsi_Host *host, int operation)
{
	struct scsi_host_template *template = host->hostt;

	fh_scsi_device_of(host);
	switch (operation) {
	case 0:
		template->scan_start(host);
		return 0;
	case 1:
		return template->scan_finished(host, 30 * HZ);
	case 2:
		return template->target_alloc(&fh_scsi_target);
	case 3:
		return template->slave_alloc(&fh_scsi_device);
	case 4:
		return template->slave_configure(&fh_scsi_device);
	case 5:
		template->slave_destroy(&fh_scsi_device);
		return 0;
	default:
		template->target_destroy(&fh_scsi_target);
		return 0;
	}
}

void fh_scsi_queue(struct Scsi_Host *host, int opcode)
{
	struct scsi_cmnd *command = &fh_scsi_request.command;
	unsigned int bytes = opcode == 0 ? 0 : opcode == 0x12 ? 36 : 512;

	if (!host->hostt->queuecommand || host->hostt->cmd_size > sizeof(fh_scsi_request.private))
		return;
	fh_scsi_device_of(host);
	__builtin_memset(&fh_scsi_request, 0, sizeof(fh_scsi_request));
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 7, 0)
	if (host->hostt->init_cmd_priv && host->hostt->init_cmd_priv(host, command))
		return;
#endif
	fh_scsi_request.request.q = &fh_scsi_request_queue;
	fh_scsi_request.request.timeout = 30 * HZ;
	fh_scsi_request.request.__data_len = bytes;
	command->device = &fh_scsi_device;
	INIT_LIST_HEAD(&command->eh_entry);
	command->allowed = 5;
	command->cmd_len = opcode < 0x20 ? 6 : 10;
	command->sc_data_direction = bytes == 0 ? DMA_NONE : opcode == 0x2a ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	command->cmnd[0] = opcode;
	if (opcode == 0x12)
		command->cmnd[4] = 36;
	if (opcode == 0x28 || opcode == 0x2a)
		command->cmnd[8] = 1;
	command->transfersize = command->underflow = bytes;
	command->sense_buffer = fh_scsi_sense;
	if (bytes) {
		sg_init_one(fh_scsi_list, fh_scsi_buffer, bytes);
		command->sdb.table.sgl = fh_scsi_list;
		command->sdb.table.nents = command->sdb.table.orig_nents = 1;
		command->sdb.length = bytes;
	}
	host->hostt->queuecommand(host, command);
}

typedef int (*fh_scsi_handler_t)(struct scsi_cmnd *);

fh_scsi_handler_t fh_scsi_handler(struct Scsi_Host *host, int which)
{
	struct scsi_host_template *template = host->hostt;

	switch (which) {
	case 0:
		return template->eh_abort_handler;
	case 1:
		return template->eh_device_reset_handler;
	case 2:
		return template->eh_target_reset_handler;
	case 3:
		return template->eh_bus_reset_handler;
	default:
		return template->eh_host_reset_handler;
	}
}

int fh_scsi_handles(struct Scsi_Host *host, int which)
{
	return fh_scsi_handler(host, which) != 0;
}

void fh_scsi_handle(struct Scsi_Host *host, int which)
{
	fh_scsi_handler(host, which)(&fh_scsi_request.command);
}
`,
};
