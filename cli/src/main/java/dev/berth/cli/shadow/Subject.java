package dev.berth.cli.shadow;

/**
 * What calls are about, and whose order is therefore kept.
 *
 * @param id a UUID with dashes; empty where there is only one of the kind
 */
record Subject(Kind kind, String id) {
    /** All custom names of traits and resource classes. */
    static final Subject CATALOGUE = new Subject(Kind.CATALOGUE, "");

    /** Which providers there are, their names and parents. */
    static final Subject TREES = new Subject(Kind.TREES, "");

    enum Kind {
        PROVIDER,
        CONSUMER,
        CATALOGUE,
        TREES
    }

    static Subject provider(String id) {
        return new Subject(Kind.PROVIDER, id);
    }

    static Subject consumer(String id) {
        return new Subject(Kind.CONSUMER, id);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PROVIDER -> "provider " + id;
            case CONSUMER -> "consumer " + id;
            case CATALOGUE -> "the custom traits and resource classes";
            case TREES -> "the trees of providers";
        };
    }
}
