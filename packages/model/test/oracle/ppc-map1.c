/* ppc-map1 again, from the ordered steps of semantics 1.1 and 2.1. */
u32 consistent_alloc(u32 bytes)
{
	u32 size = page_align(bytes);
	int order = get_order(size);
	int frame, i;
	u32 va, done;

	handle_was_stored = 0;
	if (in_interrupt()) {
		bug();
		return 0;
	}
	frame = alloc_pages(order);
	if (frame < 0) {
		bug();
		return 0;
	}
	va = get_vm_area(size);
	if (!va) {
		free_pages(frame, order);
		return 0;
	}
	store_handle(frame * PAGE_SIZE);
	if (order > 0)
		for (i = 1; i < 1 << order; i++)
			set_page_count(frame + i, 1);
	for (done = 0; done < size; done += PAGE_SIZE) {
		if (map_page(va + done, frame * PAGE_SIZE + done)) {
			vfree(va);
			return 0;
		}
	}
	return va;
}

void consistent_free(u32 vaddr)
{
	if (in_interrupt())
		bug();
	else
		vfree(vaddr);
}
