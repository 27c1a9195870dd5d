#include "dma.h"

#define RX_BYTES 512

struct uart {
	void *rx;
	bus_t rx_bus;
	void *log;
};

int uart_open(struct uart *u, uint32_t log_bytes)
{
	bus_t unused;

	u->rx = dma_alloc(RX_BYTES, &u->rx_bus);
	if (!u->rx)
		return -1;
	u->log = dma_alloc(log_bytes, &unused);
	if (!u->log) {
		dma_free(u->rx);
		return -1;
	}
	return 0;
}

void uart_close(struct uart *u)
{
	if (u->log)
		dma_free(u->log);
	if (u->rx)
		dma_free(u->rx);
}
