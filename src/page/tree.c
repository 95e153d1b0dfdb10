#include "page/tree.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
	CHUNK_BYTES = 256 * 1024,
	BIG_CHUNK_BYTES = 8 * 1024 * 1024, /* from the second on */
	GRAIN = 8,                         /* sizes are multiples of it, and so are addresses */
	/* Blocks come in sizes 1, 2, 3 ... STEPS grains, then in STEPS sizes up to
	 * each next power of two. */
	STEPS = 8,
	N_SIZES = STEPS * 48
};

/* What stands before each block that cmark gets; a free one begins with a
 * pointer to the next of its size. */
struct header {
	_Alignas(GRAIN) size_t size_index;
};

struct chunk {
	struct chunk *next;
	size_t size; /* this head included */
	bool is_mapped;
};

struct pool {
	struct chunk *chunks; /* the one being cut is first */
	char *at, *end;       /* what is left of it, zeroed */
	void *free[N_SIZES];  /* by size */
	cmark_mem mem;
	jmp_buf no_memory;
};

/* cmark's allocator is three functions without a context. So the pool that a
 * thread is parsing into can't be passed, only left here, and only while
 * tree_parse runs. */
static _Thread_local struct pool *current;

/* Which of the sizes is the least that holds `bytes`? */
static size_t size_index(size_t bytes)
{
	size_t grains = bytes ? (bytes - 1) / GRAIN : 0, shift = 0;

	while (grains >> shift >= 2 * (size_t)STEPS)
		shift++;
	return shift * STEPS + (grains >> shift);
}

static size_t size_bytes(size_t index)
{
	size_t shift = index < 2 * (size_t)STEPS ? 0 : index / STEPS - 1;

	return (index - shift * STEPS + 1) * GRAIN << shift;
}

/* A zeroed chunk with room for `size` bytes. A tree takes ten times the memory
 * of its markdown; for a big one the faults of small pages are a fifth of the
 * time, so from the second chunk on the system is asked for large ones. */
static struct chunk *new_chunk(size_t size, bool is_mapped)
{
	size_t least = is_mapped ? BIG_CHUNK_BYTES : CHUNK_BYTES;
	struct chunk *c;

	size += sizeof(*c);
	size = size < least ? least : size;
	if (is_mapped) {
		c = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (c == MAP_FAILED)
			return NULL;
		madvise(c, size, MADV_HUGEPAGE); /* a wish: it may fail */
	} else {
		c = calloc(1, size);
		if (!c)
			return NULL;
	}
	c->size = size;
	c->is_mapped = is_mapped;
	return c;
}

/* `size` zeroed bytes of the chunk being cut, or of a new one. */
static void *cut(struct pool *p, size_t size)
{
	struct chunk *c;
	void *bytes;

	if (size > (size_t)(p->end - p->at)) {
		c = new_chunk(size, p->chunks != NULL);
		if (!c)
			longjmp(p->no_memory, 1);
		c->next = p->chunks;
		p->chunks = c;
		p->at = (char *)(c + 1);
		p->end = (char *)c + c->size;
	}
	bytes = p->at;
	p->at += size;
	return bytes;
}

static void *pool_calloc(size_t n, size_t size)
{
	size_t i, bytes;
	struct header *h;
	void *block;

	if (size && n > SIZE_MAX / 4 / size)
		longjmp(current->no_memory, 1);
	i = size_index(n * size);
	bytes = size_bytes(i);
	block = current->free[i];
	if (block) {
		memcpy(&current->free[i], block, sizeof(block));
		return memset(block, 0, bytes);
	}
	h = cut(current, sizeof(*h) + bytes);
	h->size_index = i;
	return h + 1;
}

static void pool_free(void *block)
{
	size_t i;

	if (!block)
		return;
	i = ((struct header *)block - 1)->size_index;
	memcpy(block, &current->free[i], sizeof(block));
	current->free[i] = block;
}

static void *pool_realloc(void *block, size_t size)
{
	size_t old = block ? size_bytes(((struct header *)block - 1)->size_index) : 0;
	void *grown;

	if (block && size <= old)
		return block;
	grown = pool_calloc(1, size);
	if (block)
		memcpy(grown, block, old);
	pool_free(block);
	return grown;
}

/* Comes back here, by longjmp, where memory runs out. */
static enum status parse(struct tree *tree, const char *markdown, size_t n)
{
	cmark_parser *parser;

	tree->pool->mem = (cmark_mem){pool_calloc, pool_realloc, pool_free};
	if (setjmp(tree->pool->no_memory))
		return STATUS_NO_MEMORY;
	parser = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &tree->pool->mem);
	cmark_parser_feed(parser, markdown, n);
	tree->document = cmark_parser_finish(parser);
	tree->iter = cmark_iter_new(tree->document);
	return STATUS_OK;
}

enum status tree_parse(struct tree *tree, const char *markdown, size_t n)
{
	struct pool *outer = current;
	enum status status;

	*tree = (struct tree){.pool = calloc(1, sizeof(*tree->pool))};
	if (!tree->pool)
		return STATUS_NO_MEMORY;
	current = tree->pool;
	status = parse(tree, markdown, n);
	current = outer;
	if (status != STATUS_OK)
		tree_done(tree);
	return status;
}

void tree_done(struct tree *tree)
{
	struct chunk *c, *next;

	for (c = tree->pool ? tree->pool->chunks : NULL; c; c = next) {
		next = c->next;
		if (c->is_mapped)
			munmap(c, c->size);
		else
			free(c);
	}
	free(tree->pool);
	*tree = (struct tree){0};
}
