package dev.berth.events.model;

/**
 * Which memory pages a guest asks for: a size, or a class of sizes in nova's numbers.
 *
 * @param sizeKb a size in KiB, or one of the classes
 */
public record PageRequest(int sizeKb) {
    /** The smallest size only. */
    public static final PageRequest SMALL = new PageRequest(-1);

    /** Any size but the smallest, the largest first. */
    public static final PageRequest LARGE = new PageRequest(-2);

    /** Any size, the largest first. */
    public static final PageRequest ANY = new PageRequest(-3);

    public PageRequest {
        if (sizeKb < -3 || sizeKb == 0) {
            throw new MalformedException("expected a page size in KiB or -1, -2 or -3 but got " + sizeKb);
        }
    }
}
