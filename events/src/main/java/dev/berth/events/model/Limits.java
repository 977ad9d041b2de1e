package dev.berth.events.model;

/**
 * How large a command may be, and what it makes. A region has one thread, and whatever is written to it waits for the
 * command before, so every command must be done in well under a second. The numbers are the same at every door:
 * commands and values check them when they are made, decisions check what depends on the region, and the API says the
 * same in its words.
 *
 * <p>None of them is in anyone's way: they are many times what the largest hosts and the busiest schedulers are known
 * to send.
 */
public final class Limits {
    /**
     * Providers from the root of a tree down to its deepest leaf, both counted. Hosts have three or four; what is asked
     * of all that lies above a provider costs as many steps.
     */
    public static final int TREE_DEPTH_MAX = 64;

    /**
     * Providers in one tree, and in one report, which is a tree. A host has one for itself, one for each NUMA cell and
     * one for each physical card. A change of any of them lays out the tree again.
     */
    public static final int TREE_PROVIDERS_MAX = 1_024;

    /** PCI devices in one report: sixteen cards of 256 virtual functions. */
    public static final int HOST_DEVICES_MAX = 4_096;

    /**
     * How far the number of a report may lie ahead of the log's clock, in milliseconds: an hour. Numbers are often the
     * time of the host, and one from the far future would be the last that the host can ever use.
     */
    public static final long SEQUENCE_AHEAD_MS_MAX = 3_600_000;

    /** NUMA cells in one report; the largest machines have 64. */
    public static final int HOST_CELLS_MAX = 128;

    /** Logical CPUs of one NUMA cell, of the host or of a guest. */
    public static final int CELL_CPUS_MAX = 1_024;

    /** Sizes of memory pages of one NUMA cell; the hardware has three or four. */
    public static final int CELL_PAGE_SIZES_MAX = 16;

    /**
     * Memory of one NUMA cell, of the host or of a guest, in MB: as much as Placement counts of a class. In KiB, over
     * all cells and with the largest ratio, it is still far from what a long holds.
     */
    public static final long CELL_MEMORY_MB_MAX = Integer.MAX_VALUE;

    /** NUMA cells that one guest may have; each is tried on each cell of the host. */
    public static final int GUEST_CELLS_MAX = 16;

    /** Guests for which one command may ask for NUMA cells. */
    public static final int COMMAND_GUESTS_MAX = 16;

    /** Guests with NUMA cells on one host: what they take is added up whenever another one asks. */
    public static final int HOST_GUESTS_MAX = 1_024;

    /**
     * Resource classes of which one provider may have inventory; there are 24 well-known ones, and a provider has a
     * few.
     */
    public static final int PROVIDER_CLASSES_MAX = 128;

    /** Traits of one provider; there are some 370 well-known ones in all. */
    public static final int PROVIDER_TRAITS_MAX = 512;

    /** Aggregates that one provider may be in. */
    public static final int PROVIDER_AGGREGATES_MAX = 256;

    /**
     * Each number of units of an inventory, as in Placement. No claim takes more than max_unit at once, so what all
     * consumers of a region use together fits in a long.
     */
    public static final long INVENTORY_UNITS_MAX = Integer.MAX_VALUE;

    /** Consumers in one claim or reshape; nova sends one or two. */
    public static final int COMMAND_CONSUMERS_MAX = 1_024;

    /** Amounts, one for each consumer, provider and class, in all claims of one command. */
    public static final int COMMAND_AMOUNTS_MAX = 4_096;

    /** Providers of which one reshape may give the inventories: those of one tree. */
    public static final int RESHAPED_PROVIDERS_MAX = TREE_PROVIDERS_MAX;

    /** Providers in one import: a whole tree, so that it comes at once. */
    public static final int IMPORTED_PROVIDERS_MAX = TREE_PROVIDERS_MAX;

    /**
     * The generation in which something is imported. Each write adds one to it, and what is half of all numbers away
     * from their end never comes there; a Placement counts to 2,147,483,647.
     */
    public static final long GENERATION_MAX = Long.MAX_VALUE / 2;

    /** Custom resource classes and traits that one import makes known. */
    public static final int IMPORTED_NAMES_MAX = 1_024;

    /** Inventories, traits and aggregates of all providers in one import; a usual host has some sixty. */
    public static final int IMPORTED_VALUES_MAX = 8_192;

    /** Requests for PCI devices in all claims of one command; each is a search among the devices of its host. */
    public static final int COMMAND_DEVICE_REQUESTS_MAX = 64;

    /**
     * Characters in the attributes that all requests for PCI devices of one command come to, with their flavors put in
     * and the extra attributes in each alternative, and 16 more for each value. All of it stands in the decision, which
     * must fit into a record.
     */
    public static final int COMMAND_MEANT_CHARACTERS_MAX = 1_048_576;

    /** PCI devices that one request may ask for. */
    public static final int REQUEST_DEVICES_MAX = 1_024;

    /** Alternatives of one PCI flavor or request. */
    public static final int ALTERNATIVES_MAX = 64;

    /** Attributes of one PCI device, or of one alternative that asks for them; and members of one that is a list. */
    public static final int ATTRIBUTES_MAX = 64;

    /** Characters of a text among the attributes of a PCI device or flavor. */
    public static final int ATTRIBUTE_LENGTH_MAX = 1_024;

    /** Characters of a reason that an operator gives, such as why a host is drained or a device has failed. */
    public static final int REASON_LENGTH_MAX = 255;

    /** The most consumers of a host named in answers and refusals, which also give their number. */
    public static final int TOLD_HOLDERS_MAX = 100;

    /**
     * Consumers of a host that are counted, and that one forced removal may release. Beyond it is told that there are
     * more.
     */
    public static final int HOST_HOLDERS_MAX = 10_000;

    /** Characters of a description. */
    public static final int DESCRIPTION_LENGTH_MAX = 4_096;

    /** Characters of the name of a provider, as in Placement. */
    public static final int PROVIDER_NAME_LENGTH_MAX = 200;

    /** Characters of the name of a project or a user, as in Placement. */
    public static final int OWNER_LENGTH_MAX = 255;

    /** Characters of the name of a resource class, a trait or a type of consumers, as in Placement. */
    public static final int SYMBOL_LENGTH_MAX = 255;

    /** Characters of the id of a request for PCI devices. */
    public static final int REQUEST_ID_LENGTH_MAX = 255;

    /** Characters of each text that says who sent a command. */
    public static final int ORIGIN_LENGTH_MAX = 255;

    /** Roles of a command's sender. */
    public static final int ORIGIN_ROLES_MAX = 64;

    /** The largest ratio that Placement stores. */
    public static final double ALLOCATION_RATIO_MAX = 3.40282e+38;

    /**
     * What renaming a resource class may rewrite: the providers of all trees that have it somewhere, and anyone who
     * holds anything of a provider that has it. It is an ordinary command of API versions that nobody uses any more
     * (1.2 to 1.6).
     */
    public static final int RENAME_REWRITES_MAX = 10_000;

    /**
     * Bytes that the outcome of one command may take in the record of its decision, counted generously. A record of
     * berth.decisions may have twice as many; the other half is for what stands beside the outcome, the headers that
     * came with the command among it. It is reached by who holds some hundred thousand devices and lets go of all of
     * them at once.
     */
    public static final int OUTCOME_BYTES_MAX = 8_388_608;

    private Limits() {}

    /**
     * Refuses more of something than there may be.
     *
     * @param what in the plural, such as "providers in a report"
     * @throws MalformedException if there are more
     */
    public static void requireAtMost(long max, long actual, String what) {
        if (actual > max) {
            throw new MalformedException("expected at most " + max + " " + what + " but got " + actual);
        }
    }

    /**
     * Refuses a reason that says nothing, is too long, or has control characters in it.
     *
     * @param of what it is the reason of, such as "a drain"
     * @throws MalformedException if it is so
     */
    public static void requireReason(String reason, String of) {
        if (reason.trim().isEmpty()) {
            throw new MalformedException("expected the reason of " + of + " but got an empty text");
        }
        requireText(REASON_LENGTH_MAX, reason, "the reason of " + of);
    }

    /**
     * Refuses a text that is too long, counted in characters and not in Java's halves of them, or that has control
     * characters or halves of characters in it: no log can keep those.
     *
     * @param what such as "the name of a provider"
     * @throws MalformedException if it is
     */
    public static void requireText(int lengthMax, String text, String what) {
        // A character is one or two of Java's, so most texts need not be counted.
        if (text.length() > lengthMax && text.codePointCount(0, text.length()) > lengthMax) {
            throw new MalformedException("expected " + what + " to have at most " + lengthMax + " characters but got "
                    + text.codePointCount(0, text.length()));
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new MalformedException("expected " + what
                        + " to have no control characters but got the character "
                        + (int) text.charAt(i) + " at " + i);
            }
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new MalformedException(
                            "expected " + what + " to have whole characters but got half of a surrogate pair at " + i);
                }
                i++;
            }
        }
    }

    /**
     * Refuses a generation of another Placement that is less than nothing, or beyond {@link #GENERATION_MAX}.
     *
     * @param whose such as "provider" with its id
     * @throws MalformedException if it is
     */
    public static void requireGeneration(long generation, String whose) {
        if (generation < 0 || generation > GENERATION_MAX) {
            throw new MalformedException(
                    "expected a generation from 0 to " + GENERATION_MAX + " for " + whose + " but got " + generation);
        }
    }
}
