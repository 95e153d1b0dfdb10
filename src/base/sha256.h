/*
 * SHA-256 (FIPS 180-4): names for compiled demos in the cache. Any number of
 * additions, then one end.
 */
#ifndef GRADUS_BASE_SHA256_H
#define GRADUS_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32, SHA256_HEX = 2 * SHA256_BYTES + 1 };

struct sha256 {
	uint32_t state[8];
	uint64_t n_bytes;
	unsigned char block[64];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t n);

/* The digest; `h` must be initialized before it is used again. */
void sha256_end(struct sha256 *h, unsigned char digest[SHA256_BYTES]);

/* The digest as lower-case hexadecimal with its NUL. */
void sha256_end_hex(struct sha256 *h, char hex[SHA256_HEX]);

#endif
