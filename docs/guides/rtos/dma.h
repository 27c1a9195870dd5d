#include <stdint.h>

typedef uint32_t bus_t;

void *dma_alloc(uint32_t len, bus_t *bus);
void dma_free(void *ptr);
