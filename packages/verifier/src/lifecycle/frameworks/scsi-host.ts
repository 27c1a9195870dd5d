import type { CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';

const name = 'scsi host';
const HOST_ADAPTER = 1;
/** INQUIRY, TEST UNIT READY and READ(10): what finds a disk, and what reads from it. */
const COMMANDS = [0x12, 0x00, 0x28];

const calls: CallGroup = (host) => ({
  scsi_register_module(type, template) {
    if (type !== HOST_ADAPTER) return 0;
    // hosts are counted: detect is successful when there are some [2.4.27 drivers/scsi/scsi.c scsi_register_host]
    const found = step(host, 'detect', () => host.code.call('fh_scsi_detect', template), 'count');
    if (found <= 0) return 1;
    host.run.registrations.push({ framework: name, object: template, number: 0 });
    return 0;
  },
  scsi_unregister_module(type, template) {
    if (type !== HOST_ADAPTER) return 0;
    const held = unregister(host, name, ({ object }) => object === template);
    if (held) step(host, 'release', () => void host.code.call('fh_scsi_release', template));
    return 0;
  },
  scsi_register: (template, bytes) => host.code.call('fh_scsi_register', template, bytes),
  scsi_unregister: (adapter) => void host.code.call('fh_scsi_unregister', adapter),
  scsi_adjust_queue_depth: () => undefined,
});

function use(host: Host, { object }: Registration): void {
  const { code } = host;
  for (const command of COMMANDS) {
    step(host, 'queue command', () => void code.call('fh_scsi_queue', object, command));
    raiseInterrupts(host);
  }
  step(host, 'proc_info', () => void code.call('fh_scsi_proc_info', object));
  for (const handler of ['abort', 'device reset', 'bus reset', 'host reset']) {
    // error handling begins with a command that is not answered [2.4.27 drivers/scsi/scsi_error.c]
    step(host, 'queue command', () => void code.call('fh_scsi_queue', object, 0x28));
    step(host, handler, () => void code.call(`fh_scsi_${handler.replace(' ', '_')}`, object));
    raiseInterrupts(host);
  }
}

/**
 * SCSI host adapters: detected, given commands, reset, released [2.4.27 drivers/scsi/scsi.c, hosts.c, scsi_error.c].
 * io_request_lock is held around commands and resets, and around detect of those with the new error handling: not of the
 * others, which would fail.
 */
export const scsiHost: Framework = {
  name,
  headers: ['scsi/hosts.h', 'scsi/scsi.h'],
  treeOnly: true,
  calls,
  use,
  glue: `
extern void *kmalloc(size_t bytes, int gfp);
extern void kfree(const void *object);

__attribute__((weak)) spinlock_t io_request_lock;

static struct Scsi_Host *fh_scsi_hosts;
static Scsi_Device fh_scsi_device;
static Scsi_Cmnd fh_scsi_command;
static struct request fh_scsi_request;
static unsigned char fh_scsi_buffer[4096];
static int fh_scsi_count;
static int fh_scsi_waits;

struct Scsi_Host *fh_scsi_register(Scsi_Host_Template *template, int bytes)
{
	struct Scsi_Host *host = kmalloc(sizeof(*host) + bytes, GFP_ATOMIC);

	if (!host)
		return 0;
	memset(host, 0, sizeof(*host) + bytes);
	host->extra_bytes = bytes;
	host->host_no = fh_scsi_count++;
	init_waitqueue_head(&host->host_wait);
	host->dma_channel = 0xff;
	host->max_id = 8;
	host->max_lun = 8;
	host->max_cmd_len = 12;
	host->hostt = template;
	host->this_id = template->this_id;
	host->can_queue = template->can_queue;
	host->sg_tablesize = template->sg_tablesize;
	host->cmd_per_lun = template->cmd_per_lun;
	host->unchecked_isa_dma = template->unchecked_isa_dma;
	host->use_clustering = template->use_clustering;
	host->select_queue_depths = template->select_queue_depths;
	host->max_sectors = template->max_sectors;
	host->next = fh_scsi_hosts;
	fh_scsi_hosts = host;
	return host;
}

void fh_scsi_unregister(struct Scsi_Host *host)
{
	struct Scsi_Host **link = &fh_scsi_hosts;

	while (*link && *link != host)
		link = &(*link)->next;
	if (*link)
		*link = host->next;
	kfree(host);
}

static struct Scsi_Host *fh_scsi_host(Scsi_Host_Template *template)
{
	struct Scsi_Host *host = fh_scsi_hosts;

	while (host && host->hostt != template)
		host = host->next;
	return host;
}

int fh_scsi_detect(Scsi_Host_Template *template)
{
	unsigned long flags;

	if (!template->detect)
		return 0;
	if (template->use_new_eh_code) {
		spin_lock_irqsave(&io_request_lock, flags);
		template->present = template->detect(template);
		spin_unlock_irqrestore(&io_request_lock, flags);
	} else {
		template->present = template->detect(template);
	}
	if (template->present && !fh_scsi_host(template) && template->present == 1)
		fh_scsi_register(template, 0);
	return template->present;
}

void fh_scsi_release(Scsi_Host_Template *template)
{
	struct Scsi_Host *host, *held;

	while ((host = fh_scsi_host(template))) {
		if (template->release)
			template->release(host);
		else if (host->irq)
			free_irq(host->irq, 0);
		for (held = fh_scsi_hosts; held && held != host; held = held->next)
			;
		if (held)
			fh_scsi_unregister(held);
	}
	template->present = 0;
}

static void fh_scsi_done(Scsi_Cmnd *command)
{
	command->host_scribble = 0;
	fh_scsi_waits = 0;
}

void fh_scsi_queue(Scsi_Host_Template *template, int opcode)
{
	struct Scsi_Host *host = fh_scsi_host(template);
	unsigned long flags;

	if (!host || !template->queuecommand)
		return;
	memset(&fh_scsi_device, 0, sizeof(fh_scsi_device));
	fh_scsi_device.host = host;
	fh_scsi_device.id = host->this_id == 1 ? 2 : 1;
	fh_scsi_device.queue_depth = 1;
	fh_scsi_device.scsi_level = 3;
	host->host_queue = &fh_scsi_device;
	memset(&fh_scsi_command, 0, sizeof(fh_scsi_command));
	fh_scsi_command.host = host;
	fh_scsi_command.device = &fh_scsi_device;
	fh_scsi_command.target = fh_scsi_device.id;
	fh_scsi_command.cmd_len = opcode < 0x20 ? 6 : 10;
	fh_scsi_command.old_cmd_len = fh_scsi_command.cmd_len;
	fh_scsi_command.cmnd[0] = opcode;
	fh_scsi_command.data_cmnd[0] = opcode;
	fh_scsi_command.sc_data_direction = opcode ? SCSI_DATA_READ : SCSI_DATA_NONE;
	if (opcode == 0x28)
		fh_scsi_command.cmnd[8] = fh_scsi_command.data_cmnd[8] = 1;
	if (opcode) {
		fh_scsi_command.request_buffer = fh_scsi_buffer;
		fh_scsi_command.request_bufflen = opcode == 0x12 ? 36 : 512;
		if (opcode == 0x12)
			fh_scsi_command.cmnd[4] = fh_scsi_command.data_cmnd[4] = 36;
		fh_scsi_command.buffer = fh_scsi_command.request_buffer;
		fh_scsi_command.bufflen = fh_scsi_command.request_bufflen;
		fh_scsi_command.underflow = fh_scsi_command.request_bufflen;
	}
	fh_scsi_command.request.rq_status = RQ_SCSI_BUSY;
	fh_scsi_command.timeout_per_command = 10 * HZ;
	fh_scsi_command.scsi_done = fh_scsi_done;
	fh_scsi_command.serial_number = fh_scsi_command.serial_number_at_timeout = ++fh_scsi_count;
	fh_scsi_command.next = 0;
	fh_scsi_device.device_queue = &fh_scsi_command;
	spin_lock_irqsave(&io_request_lock, flags);
	fh_scsi_waits = 1;
	if (template->queuecommand(&fh_scsi_command, fh_scsi_done))
		fh_scsi_waits = 0;
	spin_unlock_irqrestore(&io_request_lock, flags);
}

void fh_scsi_proc_info(Scsi_Host_Template *template)
{
	struct Scsi_Host *host = fh_scsi_host(template);
	char *start = (char *)fh_scsi_buffer;

	if (host && template->proc_info)
		template->proc_info((char *)fh_scsi_buffer, &start, 0, sizeof(fh_scsi_buffer), host->host_no, 0);
}

static void fh_scsi_handle(int (*handler)(Scsi_Cmnd *))
{
	unsigned long flags;

	if (!handler || !fh_scsi_waits)
		return;
	spin_lock_irqsave(&io_request_lock, flags);
	handler(&fh_scsi_command);
	spin_unlock_irqrestore(&io_request_lock, flags);
}

void fh_scsi_abort(Scsi_Host_Template *template)
{
	fh_scsi_handle(template->use_new_eh_code ? template->eh_abort_handler : template->abort);
}

void fh_scsi_device_reset(Scsi_Host_Template *template)
{
	if (template->use_new_eh_code)
		fh_scsi_handle(template->eh_device_reset_handler);
}

void fh_scsi_bus_reset(Scsi_Host_Template *template)
{
	unsigned long flags;

	if (template->use_new_eh_code) {
		fh_scsi_handle(template->eh_bus_reset_handler);
	} else if (template->reset && fh_scsi_waits) {
		spin_lock_irqsave(&io_request_lock, flags);
		template->reset(&fh_scsi_command, 0);
		spin_unlock_irqrestore(&io_request_lock, flags);
	}
}

void fh_scsi_host_reset(Scsi_Host_Template *template)
{
	if (template->use_new_eh_code)
		fh_scsi_handle(template->eh_host_reset_handler);
}
`,
};
