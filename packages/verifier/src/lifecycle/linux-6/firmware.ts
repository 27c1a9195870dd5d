import { checkRange, type Call, type CallGroup } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

const ENOENT = -2;
const ENOMEM = -12;

const calls: CallGroup = (host) => {
  const request: Call = (to) => {
    checkRange(host, to, 4, true);
    const isMissing = host.kernel.fallible('request_firmware');
    const firmware = isMissing ? 0 : (host.code.call('fh_firmware_make') ?? 0);
    host.memory.setU32(to, firmware);
    return isMissing ? ENOENT : firmware === 0 ? ENOMEM : 0;
  };
  return {
    request_firmware: request,
    ...{ firmware_request_nowarn: request, request_firmware_direct: request, firmware_request_platform: request },
  };
};

/** Firmware files: 64 KiB of zeros each, or none at all [6.1 drivers/base/firmware_loader/main.c]. */
export const firmware: Framework = {
  name: 'firmware',
  headers: ['linux/firmware.h', 'linux/slab.h', 'linux/vmalloc.h', 'linux/workqueue.h'],
  calls,
  use: null,
  glue: `
struct firmware *fh_firmware_make(void)
{
	struct firmware *firmware = kzalloc(sizeof(*firmware), GFP_KERNEL);

	if (!firmware)
		return 0;
	firmware->size = 65536;
	firmware->data = vzalloc(firmware->size);
	if (!firmware->data) {
		kfree(firmware);
		return 0;
	}
	return firmware;
}

void release_firmware(const struct firmware *firmware)
{
	if (!firmware)
		return;
	vfree(firmware->data);
	kfree(firmware);
}

struct fh_firmware_request {
	struct work_struct work;
	void (*done)(const struct firmware *firmware, void *context);
	void *context;
};

void fh_firmware_load(struct work_struct *work)
{
	struct fh_firmware_request *request = container_of(work, struct fh_firmware_request, work);
	const struct firmware *firmware = 0;

	request_firmware(&firmware, 0, 0);
	request->done(firmware, request->context);
	kfree(request);
}

int request_firmware_nowait(struct module *module, bool uevent, const char *name, struct device *device, gfp_t gfp,
			    void *context, void (*done)(const struct firmware *firmware, void *context))
{
	struct fh_firmware_request *request = kzalloc(sizeof(*request), gfp);

	if (!request)
		return -ENOMEM;
	INIT_WORK(&request->work, fh_firmware_load);
	request->done = done;
	request->context = context;
	schedule_work(&request->work);
	return 0;
}
`,
};
