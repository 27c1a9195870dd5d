/* The kernel functions that an allocator is written in, as imports: the machine below is the model's. */
typedef unsigned int u32;

#define PAGE_SIZE 4096u

extern int in_interrupt(void);
extern void bug(void);
extern int alloc_pages(int order);
extern void free_pages(int frame, int order);
extern void set_page_count(int frame, int value);
extern u32 get_vm_area(u32 size);
extern int map_page(u32 va, u32 pa);
extern void vfree(u32 addr);
extern void store_handle(u32 handle);

static int handle_was_stored;

static u32 page_align(u32 size)
{
	return (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

static int get_order(u32 size)
{
	int order = 0;
	u32 pages = (size - 1) / PAGE_SIZE;

	while (pages) {
		pages >>= 1;
		order++;
	}
	return order;
}
