package dev.berth.api.compare;

/** How the answers of Placement and of Berth to one call differ. docs/placement-compatibility.md tells why. */
public enum ReplyDifference {
    STATUS(Standing.UNKNOWN, "the statuses differ"),
    CODE(Standing.UNKNOWN, "an error has another code or form"),
    BODY(Standing.UNKNOWN, "the bodies differ"),
    GENERATION(Standing.UNKNOWN, "the bodies differ in generations alone"),
    /** Programs should not read the words of an error. */
    WORDS(Standing.UNKNOWN, "the words of an error differ, its status and code do not"),
    PLACEMENT_FAILED(Standing.DOCUMENTED, "Placement failed with 500 over a request that Berth answers"),
    CLAIM_NOT_LARGER(
            Standing.DOCUMENTED,
            "Placement refuses a claim that asks for no more than its consumer holds, after the capacity was lowered"),
    LEFT_CONSUMER(Standing.DOCUMENTED, "Placement left an empty consumer behind where a claim came to nothing"),
    SHARED_ANCHOR(
            Standing.DOCUMENTED,
            "Placement offers a shared provider for one tree alone, and misses candidates in the others"),
    SPOILT_AMOUNTS(
            Standing.DOCUMENTED,
            "Placement adds up amounts of a shared provider, so that a candidate takes more than was asked for"),
    STANDARD_NAMES(Standing.DOCUMENTED, "Berth knows standard traits or classes of a newer release"),
    OFFERED_VERSIONS(Standing.DOCUMENTED, "the versions that are offered differ"),
    ADDED_ROUTE(Standing.DOCUMENTED, "Berth has a route that Placement answers with 405"),
    NAME_CASE(Standing.DOCUMENTED, "Placement on MariaDB takes names that differ in case for one"),
    LARGE_NUMBER(Standing.DOCUMENTED, "a number beyond 64 bits is shown in another way"),
    /** No service has to give the same ones. */
    LIMITED(Standing.ARBITRARY, "a limit leaves it to each service which candidates it gives");

    private enum Standing {
        UNKNOWN,
        DOCUMENTED,
        ARBITRARY
    }

    private final Standing standing;
    private final String words;

    ReplyDifference(Standing standing, String words) {
        this.standing = standing;
        this.words = words;
    }

    /** What it is, for people. */
    public String words() {
        return words;
    }

    /** Whether it is one of those that docs/placement-compatibility.md lists. */
    public boolean isDocumented() {
        return standing == Standing.DOCUMENTED;
    }

    /** Whether both answers are right, though they are not the same. */
    public boolean isArbitrary() {
        return standing == Standing.ARBITRARY;
    }
}
