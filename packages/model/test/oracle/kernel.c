/*
 * A second writing of the machine below the consistent allocators: page frames, buddy lists, vm areas, page tables and
 * vfree, kept as plain as possible (arrays and linear search) so that it can be checked by reading. It exists only to
 * disagree with the model where one of the two is wrong.
 */
typedef unsigned int u32;

#define PAGE_SIZE 4096u
#define FRAMES 1024
#define BOOT_FRAMES 256
#define MAX_ORDER 10
#define KERNELBASE 0xc0000000u
#define VMALLOC_START 0xc1000000u
#define VMALLOC_END 0xfe000000u
#define VMALLOC_PAGES 16384
#define PTE_TABLE_REACH 0x400000u
#define MAX_AREAS 1024
#define VM_STRUCTS_PER_PAGE 128
#define GENERAL_CACHES 7

enum fault { PAGE_BLOCK, VM_AREA, PTE_PAGE };

/* The fault plan lives outside. */
extern int fails(int fault);

int count[FRAMES];
int reserved[FRAMES];
int free_order[FRAMES]; /* order of the free block a frame heads, -1 */
u32 pte[VMALLOC_PAGES];
struct area {
	u32 addr, size;
} areas[MAX_AREAS];
int nr_areas;
int dead;
int interrupt;
u32 stored_handle;
int handle_was_stored;

static int lists[MAX_ORDER][FRAMES];
static int listed[MAX_ORDER];
static int has_table[VMALLOC_PAGES * PAGE_SIZE / PTE_TABLE_REACH];
static int free_vm_structs;

static void push(int order, int frame)
{
	lists[order][listed[order]++] = frame;
	free_order[frame] = order;
}

static void take_out(int order, int frame)
{
	int at = 0, i;

	while (lists[order][at] != frame)
		at++;
	for (i = at; i < listed[order] - 1; i++)
		lists[order][i] = lists[order][i + 1];
	listed[order]--;
	free_order[frame] = -1;
}

static int buddy_alloc(int order)
{
	int from, frame;

	for (from = order; from < MAX_ORDER; from++) {
		if (!listed[from])
			continue;
		frame = lists[from][listed[from] - 1];
		take_out(from, frame);
		while (from > order) {
			from--;
			push(from, frame);
			frame += 1 << from;
		}
		count[frame] = 1;
		return frame;
	}
	return -1;
}

static void buddy_free(int frame, int order)
{
	while (order < MAX_ORDER - 1 && free_order[frame ^ (1 << order)] == order) {
		take_out(order, frame ^ (1 << order));
		frame &= ~(1 << order);
		order++;
	}
	push(order, frame);
}

void boot(void)
{
	int i;

	for (i = 0; i < FRAMES; i++) {
		count[i] = i < BOOT_FRAMES;
		reserved[i] = i < BOOT_FRAMES;
		free_order[i] = -1;
	}
	for (i = 0; i < VMALLOC_PAGES; i++)
		pte[i] = 0;
	for (i = 0; i < VMALLOC_PAGES * PAGE_SIZE / PTE_TABLE_REACH; i++)
		has_table[i] = 0;
	for (i = 0; i < MAX_ORDER; i++)
		listed[i] = 0;
	push(8, 256);
	push(9, 512);
	for (i = 0; i < GENERAL_CACHES; i++)
		buddy_alloc(0);
	nr_areas = dead = interrupt = 0;
	free_vm_structs = VM_STRUCTS_PER_PAGE;
}

static int in_interrupt(void)
{
	return interrupt;
}

static void bug(void)
{
	dead = 1;
}

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

int alloc_pages(int order)
{
	if (fails(PAGE_BLOCK) || order >= MAX_ORDER)
		return -1;
	return buddy_alloc(order);
}

void free_pages(int frame, int order)
{
	if (reserved[frame])
		return;
	if (--count[frame] == 0)
		buddy_free(frame, order);
}

static void set_page_count(int frame, int value)
{
	count[frame] = value;
}

static u32 get_vm_area(u32 size)
{
	u32 addr = VMALLOC_START;
	int at, i;

	if (fails(VM_AREA))
		return 0;
	if (!free_vm_structs) {
		if (buddy_alloc(0) < 0)
			return 0;
		free_vm_structs = VM_STRUCTS_PER_PAGE;
	}
	size += PAGE_SIZE;
	for (at = 0; at < nr_areas && addr + size > areas[at].addr; at++)
		addr = areas[at].addr + areas[at].size;
	if (addr + size > VMALLOC_END || nr_areas == MAX_AREAS)
		return 0;
	for (i = nr_areas; i > at; i--)
		areas[i] = areas[i - 1];
	areas[at].addr = addr;
	areas[at].size = size;
	nr_areas++;
	free_vm_structs--;
	return addr;
}

static int map_page(u32 va, u32 pa)
{
	u32 table = (va - VMALLOC_START) / PTE_TABLE_REACH;

	if (!has_table[table]) {
		if (fails(PTE_PAGE) || buddy_alloc(0) < 0)
			return -12;
		has_table[table] = 1;
	}
	pte[(va - VMALLOC_START) / PAGE_SIZE] = pa | 1;
	return 0;
}

static void vfree(u32 addr)
{
	u32 va, entry;
	int at, i;

	if (!addr || addr % PAGE_SIZE)
		return;
	for (at = 0; at < nr_areas && areas[at].addr != addr; at++)
		;
	if (at == nr_areas)
		return;
	for (va = addr; va < addr + areas[at].size; va += PAGE_SIZE) {
		entry = pte[(va - VMALLOC_START) / PAGE_SIZE];
		pte[(va - VMALLOC_START) / PAGE_SIZE] = 0;
		if (entry && entry / PAGE_SIZE < FRAMES)
			free_pages(entry / PAGE_SIZE, 0);
	}
	for (i = at; i < nr_areas - 1; i++)
		areas[i] = areas[i + 1];
	nr_areas--;
	free_vm_structs++;
}

/* Of registers, which are no RAM. */
u32 ioremap(u32 phys, u32 size)
{
	u32 va = get_vm_area(size);
	u32 done;

	for (done = 0; va && done < size; done += PAGE_SIZE) {
		if (map_page(va + done, phys + done)) {
			vfree(va);
			return 0;
		}
	}
	return va;
}

static void store_handle(u32 handle)
{
	stored_handle = handle;
	handle_was_stored = 1;
}
