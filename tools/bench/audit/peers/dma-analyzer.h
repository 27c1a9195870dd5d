/* What gcc -fanalyzer should know of the DMA API: which function frees what which function allocates. Prototypes of Linux. */
#include <linux/types.h>

struct device;
struct dma_pool;

void dma_free_attrs(struct device *dev, size_t size, void *cpu_addr, dma_addr_t dma_handle, unsigned long attrs);
void *dma_alloc_attrs(struct device *dev, size_t size, dma_addr_t *dma_handle, gfp_t flag, unsigned long attrs)
	__attribute__((malloc, malloc(dma_free_attrs, 3)));

void dma_pool_free(struct dma_pool *pool, void *vaddr, dma_addr_t addr);
void *dma_pool_alloc(struct dma_pool *pool, gfp_t mem_flags, dma_addr_t *handle)
	__attribute__((malloc, malloc(dma_pool_free, 2)));

void dma_pool_destroy(struct dma_pool *pool);
struct dma_pool *dma_pool_create(const char *name, struct device *dev, size_t size, size_t align, size_t allocation)
	__attribute__((malloc, malloc(dma_pool_destroy, 1)));

void kfree(const void *objp);
void *__kmalloc(size_t size, gfp_t flags) __attribute__((malloc, malloc(kfree, 1)));
