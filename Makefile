# gradus: one makefile for all. `make help` lists what it does.

MODE ?= dev
PREFIX ?= /usr/local
DESTDIR ?=

CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
AR ?= ar
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy

VERSION := 0.1.0
BUILD := build/$(MODE)

# What the project needs, as Debian packages.
DEPS := gcc libc6-dev make libncurses-dev libcmark-dev check libyaml-dev libsqlite3-dev \
	libseccomp-dev libunistring-dev libgsl-dev libjansson-dev libvterm-dev clang-format clang-tidy

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla
CSTD := -std=c17
# Numbers must come out the same everywhere: no fused or reordered arithmetic.
NUMERIC := -ffp-contract=off -fno-fast-math
FLAGS.dev := -O2 -g
FLAGS.release := -O2 -DNDEBUG
FLAGS.asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
FLAGS.cov := -O0 -g --coverage
FLAGS.fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link
ifeq ($(origin FLAGS.$(MODE)),undefined)
$(error MODE is dev, release, asan, cov or fuzz, not '$(MODE)')
endif
CPPFLAGS := -Isrc -D_GNU_SOURCE -DGRADUS_VERSION='"$(VERSION)"'
ALL_CFLAGS := $(CSTD) $(WARN) $(NUMERIC) $(FLAGS.$(MODE)) $(CFLAGS)
LDLIBS := -lncursesw -ltinfo -lcmark -lyaml -lsqlite3 -lseccomp -lunistring -ljansson -lm

# Demos and their library are compiled the same way in every mode, and by the
# program for packs of others (src/demo/compile.c reads these from lab.flags).
# That log and sqrt leave errno alone lets a loop compute them once; no number
# changes by it. (It must come behind -fno-fast-math, which takes it back.)
LAB_CFLAGS := $(CSTD) -O2 $(NUMERIC) -fno-math-errno
LAB_LDFLAGS := -static
LAB_LIBS := -lgsl -lgslcblas -lm

SRCS := $(filter-out src/lab/%,$(wildcard src/*/*.c))
OBJS := $(SRCS:src/%.c=$(BUILD)/obj/%.o)
MAIN := $(BUILD)/obj/main.o
LIB := $(BUILD)/libgradus.a

LAB_SRCS := $(wildcard src/lab/*.c)
LAB_OBJS := $(LAB_SRCS:src/lab/%.c=build/lab/obj/%.o)
LAB_DATA := $(wildcard content/data/*.csv)
LAB_DATA_OBJS := $(LAB_DATA:content/data/%.csv=build/lab/obj/data_%.o)
LAB := build/lab/liblab.a
LAB_HEADERS := $(patsubst src/lab/%.h,build/lab/include/lab/%.h,$(wildcard src/lab/*.h))
LAB_READY := $(LAB) $(LAB_HEADERS) build/lab/lab.flags

DEMO_SRCS := $(wildcard questions/*/[0-9]*.c)
DEMOS := $(DEMO_SRCS:questions/%.c=build/demos/%)

MUTATE_SRCS := $(filter-out %/main.c,$(wildcard tests/mutate/*.c))
TEST_SRCS := $(wildcard tests/test_*.c) $(wildcard tests/support/*.c) $(MUTATE_SRCS)
# The slow ones first: suites run side by side, and none should be left over.
SLOW_SUITES := quiz_cli tui check sandbox progress mutate
TEST_SUITES := $(patsubst tests/test_%.c,%,$(wildcard tests/test_*.c))
TEST_SUITES := $(filter $(TEST_SUITES),$(SLOW_SUITES)) $(filter-out $(SLOW_SUITES),$(TEST_SUITES))
TEST_OBJS := $(TEST_SRCS:tests/%.c=$(BUILD)/tests/%.o) $(BUILD)/tests/main.o
TESTS := $(BUILD)/tests/gradus-tests
# Tests make the n-th allocation fail (tests/support/memory.h).
TEST_LDFLAGS := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup
TEST_LIBS := -lvterm -lcheck -lsubunit -lgsl -lgslcblas -lrt -lpthread

PROGRAM := $(BUILD)/gradus
ifeq ($(MODE),dev)
PROGRAM := build/gradus
endif

# Replays sequences of reviews: for whoever wants to compare schedulers.
FSRS_REPLAY := $(if $(filter dev,$(MODE)),build/tests,$(BUILD)/tests)/fsrs-replay

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif
# In `make deps run` nothing is compiled before the packages are there.
AFTER_DEPS := $(if $(filter deps,$(MAKECMDGOALS)),deps)

.PHONY: all deps run test check format-check tidy-check rules-check content-check format asan cov \
	bench fuzz mutate install uninstall clean help oracles

all: $(PROGRAM) $(DEMOS) $(FSRS_REPLAY) ## Build the program and the demos (MODE=dev|release|asan|cov|fuzz)

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | sort | \
		while IFS="$$(printf '\t')" read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

deps: ## Install the Debian packages that the project needs
	@missing=; for p in $(DEPS); do \
		dpkg-query -W -f '$${Status}' "$$p" 2>/dev/null | grep -q 'ok installed' || \
			missing="$$missing $$p"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null; then as=sudo; \
	else echo "missing packages:$$missing" >&2; \
		echo "install them, or run 'make deps' as root" >&2; exit 1; fi; \
	command -v apt-get >/dev/null || { echo "missing packages (no apt-get here):$$missing" >&2; exit 1; }; \
	$$as apt-get update -q && \
		$$as env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing

run: all ## Build and open the program
	@$(PROGRAM)

# ---- the program

$(PROGRAM): $(MAIN) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(MAIN) $(LIB) $(LDLIBS)

$(LIB): $(OBJS)
	@rm -f $@
	$(AR) rcs $@ $(OBJS)

$(BUILD)/obj/%.o: src/%.c Makefile | $(AFTER_DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# ---- the lab and the demos

build/lab/obj/%.o: src/lab/%.c Makefile | $(AFTER_DEPS)
	@mkdir -p $(@D)
	$(CC) -Isrc $(LAB_CFLAGS) -O3 $(WARN) -MMD -MP -c -o $@ $<

# Demos may open no file: their data are bytes of the lab.
build/lab/obj/data_%.o: content/data/%.csv Makefile | $(AFTER_DEPS)
	@mkdir -p $(@D)
	printf '.section .rodata\n.global lab_%s_csv\n.global lab_%s_csv_end\nlab_%s_csv:\n.incbin "%s"\nlab_%s_csv_end:\n.byte 0\n.section .note.GNU-stack,"",@progbits\n' \
		$* $* $* $< $* | $(CC) -x assembler -c -o $@ -

$(LAB): $(LAB_OBJS) $(LAB_DATA_OBJS)
	@rm -f $@
	$(AR) rcsD $@ $^

build/lab/include/lab/%.h: src/lab/%.h
	@mkdir -p $(@D)
	cp $< $@

build/lab/lab.flags: Makefile
	@mkdir -p $(@D)
	printf '%s\n' '$(LAB_CFLAGS)' '$(LAB_LDFLAGS)' '$(LAB_LIBS)' > $@

build/demos/%: questions/%.c $(LAB_READY)
	@mkdir -p $(@D)
	$(CC) -Ibuild/lab/include $(LAB_CFLAGS) $(WARN) $(LAB_LDFLAGS) -o $@ $< $(LAB) $(LAB_LIBS)

# ---- tests

$(BUILD)/tests/suites.inc: $(wildcard tests/test_*.c) Makefile
	@mkdir -p $(@D)
	printf 'SUITE(%s)\n' $(TEST_SUITES) > $@

$(BUILD)/tests/main.o: $(BUILD)/tests/suites.inc

$(BUILD)/tests/%.o: tests/%.c Makefile | $(AFTER_DEPS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests -I$(BUILD)/tests $(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP -c -o $@ $<

$(TESTS): $(TEST_OBJS) $(LIB) $(LAB)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(TEST_LDFLAGS) -o $@ $(TEST_OBJS) $(LIB) $(LAB) $(LDLIBS) $(TEST_LIBS)

FSRS_REPLAY_OBJS := $(BUILD)/tests/fsrs_replay.o $(BUILD)/tests/support/fsrs_vectors.o

$(FSRS_REPLAY): $(FSRS_REPLAY_OBJS) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lm

# Makes mistakes in a demo and counts which are caught: docs/DEMOS.md.
MUTATE := $(BUILD)/tests/mutate/mutate
MUTATE_OBJS := $(MUTATE_SRCS:tests/%.c=$(BUILD)/tests/%.o) $(BUILD)/tests/mutate/main.o

$(MUTATE): $(MUTATE_OBJS) $(LIB)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Programs that measure: tests/bench/NAME.c.
BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
BENCH_SUPPORT := tests/support/plot_samples.c tests/support/tex_soup.c

$(BUILD)/bench/%: tests/bench/%.c $(BENCH_SUPPORT) $(LIB) Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BENCH_SUPPORT) $(LIB) $(LDLIBS)

test: $(TESTS) all ## Run all tests, and check everything shipped
	$(PROGRAM) check
	GRADUS=$(PROGRAM) CK_DEFAULT_TIMEOUT=120 LC_ALL=C.UTF-8 $(TESTS)

check: format-check tidy-check rules-check content-check test ## Format, tidy, include rules, content, tests

C_FILES := $(wildcard src/*.c src/*/*.[ch] tests/*.[ch] tests/*/*.[ch] questions/*/*.c)

format: ## Format all C files
	$(CLANG_FORMAT) -i $(C_FILES)

format-check: | $(AFTER_DEPS)
	$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)

TIDY := $(patsubst src/%.c,build/tidy/%.ok,$(SRCS) src/main.c $(LAB_SRCS)) \
	$(patsubst questions/%.c,build/tidy/questions/%.ok,$(DEMO_SRCS))

tidy-check: $(TIDY)

build/tidy/%.ok: src/%.c .clang-tidy | $(AFTER_DEPS)
	@mkdir -p $(@D)
	$(CLANG_TIDY) --quiet $< -- $(CPPFLAGS) $(CSTD)
	@touch $@

build/tidy/questions/%.ok: questions/%.c .clang-tidy | $(AFTER_DEPS)
	@mkdir -p $(@D)
	$(CLANG_TIDY) --quiet $< -- -Isrc $(CSTD)
	@touch $@

rules-check: ## Check who may include what
	tests/include-rules src questions

content-check: $(PROGRAM) $(DEMOS)
	$(PROGRAM) check

# What is timed from outside (keys at a terminal, kills at random moments) is
# the ordinary program here, too: the sanitized one starts too slowly for it.
asan: all ## Run the tests under the address and undefined-behavior sanitizers
	GRADUS_TIMED=$(PROGRAM) $(MAKE) MODE=asan asan-test
asan-test: $(TESTS) all
	GRADUS=$(PROGRAM) CK_DEFAULT_TIMEOUT=240 LC_ALL=C.UTF-8 $(TESTS)

cov: ## Measure what the tests cover
	$(MAKE) MODE=cov cov-report
cov-report: $(TESTS) all
	GRADUS=$(PROGRAM) CK_DEFAULT_TIMEOUT=240 LC_ALL=C.UTF-8 $(TESTS)
	@cd build/cov && find obj -name '*.gcno' | xargs gcov -n 2>/dev/null | \
		awk '/^File .*src\// {f=$$2; gsub(/\x27/,"",f)} /^Lines executed/ && f {split($$0,a,":"); split(a[2],b,"% of "); printf "%6s%%  %5d lines  %s\n", b[1], b[2], f; c+=b[1]*b[2]/100; t+=b[2]; f=""} END {printf "%6.2f%%  %5d lines  in all\n", 100*c/t, t}' | sort -n

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/*.c))

fuzz: ## Run each fuzzer of tests/fuzz for FUZZ_SECONDS (needs clang with libFuzzer)
	$(MAKE) MODE=fuzz CC=clang fuzz-run
fuzz-run: $(FUZZERS)
	for f in $(FUZZERS); do mkdir -p $$f.corpus && \
		$$f -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -timeout=5 $$f.corpus || exit 1; done

build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< $(LIB) $(LDLIBS)

mutate: all $(MUTATE) ## Count which mistakes in DEMO=questions/.../NNN-slug.c are caught (MUTATIONS=80)
	@$(if $(DEMO),,$(error make mutate wants DEMO=questions/PACK/NNN-slug.c))
	@GRADUS_ROOT=. $(MUTATE) $(DEMO) $(abspath build/mutate) $(MUTATIONS)

bench: all ## Measure our budgets, beside other programs where they are installed
	$(MAKE) MODE=release bench-run
bench-run: all $(BENCHES)
	GRADUS=$(abspath $(PROGRAM)) BUILD=$(abspath $(BUILD)) tests/bench/run

oracles: ## Recompute the numbers of tests/oracles (needs python3-torch, python3-sklearn)
	cd tests/oracles && for s in *.py; do /usr/bin/python3 "$$s" || exit 1; done

# ---- installation

install: all ## Install below PREFIX (default /usr/local), staged in DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/lib/gradus
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/gradus
	install -m 644 docs/gradus.1 $(DESTDIR)$(PREFIX)/share/man/man1/gradus.1
	install -m 644 src/cli/gradus.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/gradus
	for f in $(wildcard questions/*/*.md questions/*/*.c questions/*/pack.yaml); do \
		install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/gradus/$$f || exit 1; done
	install -d $(DESTDIR)$(PREFIX)/share/gradus/lessons
	for f in $(wildcard content/lessons/*.md); do \
		install -m 644 $$f $(DESTDIR)$(PREFIX)/share/gradus/lessons/ || exit 1; done
	install -d $(DESTDIR)$(PREFIX)/share/gradus/new
	for f in $(wildcard content/new/*); do \
		install -m 644 $$f $(DESTDIR)$(PREFIX)/share/gradus/new/ || exit 1; done
	for f in $(DEMOS:build/demos/%=%); do \
		install -D -m 755 build/demos/$$f $(DESTDIR)$(PREFIX)/libexec/gradus/demos/$$f || exit 1; done
	for f in $(LAB_READY:build/lab/%=%); do \
		install -D -m 644 build/lab/$$f $(DESTDIR)$(PREFIX)/lib/gradus/$$f || exit 1; done

uninstall: ## Remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/gradus $(DESTDIR)$(PREFIX)/share/man/man1/gradus.1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/gradus
	rm -rf $(DESTDIR)$(PREFIX)/share/gradus $(DESTDIR)$(PREFIX)/libexec/gradus \
		$(DESTDIR)$(PREFIX)/lib/gradus

clean: ## Remove everything that was built
	rm -rf build

.SECONDARY:
-include $(OBJS:.o=.d) $(MAIN:.o=.d) $(TEST_OBJS:.o=.d) $(FSRS_REPLAY_OBJS:.o=.d) $(MUTATE_OBJS:.o=.d) $(LAB_OBJS:.o=.d) $(BENCHES:=.d)
