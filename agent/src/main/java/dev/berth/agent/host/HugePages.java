package dev.berth.agent.host;

/** The huge pages of one size in one cell: {@code sizeKb} in KiB, {@code total} and {@code free} in pages. */
public record HugePages(int sizeKb, long total, long free) {}
