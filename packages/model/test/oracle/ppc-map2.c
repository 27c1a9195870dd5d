/* ppc-map2 again, from the table of semantics 1.2 and the failure points of 1.3. */
u32 consistent_alloc(u32 bytes)
{
	u32 size = page_align(bytes);
	int order = get_order(size);
	int pages = size / PAGE_SIZE;
	int frame, i, mapped;
	u32 va;

	handle_was_stored = 0;
	if (in_interrupt()) {
		bug();
		return 0;
	}
	frame = alloc_pages(order);
	if (frame < 0)
		return 0;
	store_handle(frame * PAGE_SIZE);
	for (i = 1; i < 1 << order; i++)
		set_page_count(frame + i, 1);
	for (i = pages; i < 1 << order; i++)
		free_pages(frame + i, 0);

	va = get_vm_area(size);
	mapped = 0;
	if (va) {
		while (mapped < pages && !map_page(va + mapped * PAGE_SIZE, (frame + mapped) * PAGE_SIZE))
			mapped++;
		if (mapped == pages)
			return va;
		vfree(va);
	}
	for (i = mapped; i < pages; i++)
		free_pages(frame + i, 0);
	return 0;
}

void consistent_free(u32 vaddr)
{
	if (in_interrupt())
		bug();
	else
		vfree(vaddr);
}
