/*
 * The kernel under examples/drivers/net/mal.c for a native build: every function that it imports, and its life. Less than the
 * model does: no page tables, no rules, no trace. Steps are numbered; the one of that number fails.
 */
#include "drivers/net/mal.c"

extern void *peer_alloc(unsigned long bytes);
extern void peer_free(void *address);

static int peer_step, peer_failing;
static struct ocp_driver *peer_driver;
static struct ocp_func_mal_data peer_channels = { .num_tx_chans = 4, .num_rx_chans = 2 };
static struct ocp_def peer_def = { .additions = &peer_channels };
static struct ocp_device peer_device = { .def = &peer_def };
static struct {
	void (*handler)(int, void *, struct pt_regs *);
	void *data;
} peer_lines[16];
static unsigned int peer_registers[1024];

static int peer_fails(void)
{
	return peer_step++ == peer_failing;
}

void *kmalloc(size_t size, int flags)
{
	return peer_fails() ? NULL : peer_alloc(size);
}

void kfree(const void *object)
{
	peer_free((void *)object);
}

void *consistent_alloc(int gfp, size_t size, dma_addr_t *handle)
{
	void *buffer = peer_fails() ? NULL : peer_alloc(size);

	if (buffer)
		*handle = (dma_addr_t)(unsigned long)buffer;
	return buffer;
}

void consistent_free(void *vaddr)
{
	peer_free(vaddr);
}

int request_irq(unsigned int irq, void (*handler)(int, void *, struct pt_regs *),
		unsigned long flags, const char *name, void *data)
{
	if (peer_fails())
		return -ENOMEM;
	peer_lines[irq].handler = handler;
	peer_lines[irq].data = data;
	return 0;
}

void free_irq(unsigned int irq, void *data)
{
	peer_lines[irq].handler = NULL;
}

unsigned int mfdcr(unsigned int number)
{
	return peer_registers[number];
}

void mtdcr(unsigned int number, unsigned int value)
{
	peer_registers[number] = value;
}

int printk(const char *format, ...)
{
	return 0;
}

int ocp_register_driver(struct ocp_driver *driver)
{
	peer_driver = driver;
	return driver->probe(&peer_device) == 0;
}

void ocp_unregister_driver(struct ocp_driver *driver)
{
	if (ocp_get_drvdata(&peer_device))
		driver->remove(&peer_device);
}

/* The life of the module with one step failing; how many steps it came to. */
int peer_run(int failing)
{
	int irq;

	peer_step = 0;
	peer_failing = failing;
	if (init_module() != 0)
		return peer_step;
	for (irq = 0; irq < 16; irq++)
		if (peer_lines[irq].handler)
			peer_lines[irq].handler(irq, peer_lines[irq].data, NULL);
	cleanup_module();
	return peer_step;
}
