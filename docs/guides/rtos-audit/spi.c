#define TX_BYTES 512
#define RX_BYTES 8192

struct spi {
	void *tx;
	bus_t tx_bus;
	void *rx;
	bus_t rx_bus;
};

int spi_open(struct spi *s)
{
	s->tx = dma_alloc(TX_BYTES, &s->tx_bus);
	if (!s->tx)
		return -1;
	s->rx = dma_alloc(RX_BYTES, &s->rx_bus);
	if (!s->rx) {
		dma_free(s->tx, RX_BYTES, s->tx_bus);
		return -1;
	}
	return 0;
}
