package dev.berth.api.microversion;

/**
 * What the versions of the Placement API brought, one constant a difference that a client can see. Handlers ask by
 * these names; the numbers stand here only.
 */
public enum Feature {
    /** The aggregates of a provider. */
    AGGREGATES(1),
    /** Resource classes as a resource of their own. */
    RESOURCE_CLASSES(2),
    /** {@code member_of} filters the list of providers. */
    PROVIDER_MEMBER_OF(3),
    /** {@code resources} filters the list of providers. */
    PROVIDER_RESOURCES(4),
    /** DELETE of all inventories of a provider. */
    DELETE_ALL_INVENTORIES(5),
    /** Traits, and the traits of a provider. */
    TRAITS(6),
    /** PUT of a resource class creates or confirms it and has no body; before, it renamed. */
    RESOURCE_CLASS_CONFIRM(7),
    /** Allocations are written with project and user. */
    CONSUMER_OWNER(8),
    /** The sum of usages of a project. */
    TOTAL_USAGES(9),
    /** Allocation candidates. */
    ALLOCATION_CANDIDATES(10),
    /** Providers link to their allocations. */
    ALLOCATIONS_LINK(11),
    /** Allocations are written as they are read: a map by provider. */
    ALLOCATIONS_BY_PROVIDER(12),
    /** POST of allocations of several consumers. */
    POST_ALLOCATIONS(13),
    /** Providers have parents and roots; {@code in_tree} filters their list. */
    PROVIDER_TREES(14),
    /** {@code last-modified} and {@code cache-control} headers. */
    CACHE_HEADERS(15),
    /** {@code limit} of allocation candidates. */
    CANDIDATE_LIMIT(16),
    /** {@code required} in allocation candidates, traits in provider summaries. */
    CANDIDATE_TRAITS(17),
    /** {@code required} filters the list of providers. */
    PROVIDER_REQUIRED(18),
    /** Aggregates are read and written with the provider's generation. */
    AGGREGATE_GENERATION(19),
    /** A created provider comes back in the reply. */
    CREATED_PROVIDER_BODY(20),
    /** {@code member_of} in allocation candidates. */
    CANDIDATE_MEMBER_OF(21),
    /** Traits may be forbidden. */
    FORBIDDEN_TRAITS(22),
    /** Errors carry a code. */
    ERROR_CODES(23),
    /** {@code member_of} may be given several times. */
    REPEATED_MEMBER_OF(24),
    /** Numbered request groups. */
    NUMBERED_GROUPS(25),
    /** All of an inventory may be reserved. */
    FULLY_RESERVED(26),
    /** Provider summaries show all classes, not only those asked for. */
    ALL_CLASSES_IN_SUMMARIES(27),
    /** Consumers have generations. */
    CONSUMER_GENERATIONS(28),
    /** Candidates span the providers of a tree. */
    NESTED_CANDIDATES(29),
    /** The reshaper. */
    RESHAPER(30),
    /** {@code in_tree} in allocation candidates. */
    CANDIDATE_IN_TREE(31),
    /** Aggregates may be forbidden. */
    FORBIDDEN_AGGREGATES(32),
    /** Request groups may have names. */
    NAMED_GROUPS(33),
    /** Candidates and allocations say which provider serves which group. */
    MAPPINGS(34),
    /** {@code root_required}. */
    ROOT_REQUIRED(35),
    /** {@code same_subtree}. */
    SAME_SUBTREE(36),
    /** A provider may be moved under another parent, or out of a tree. */
    REPARENTING(37),
    /** Consumers have types, and usages are told by them. */
    CONSUMER_TYPES(38),
    /** A requirement may be any of several traits. */
    ANY_TRAITS(39);

    private final int sinceMinor;

    Feature(int sinceMinor) {
        this.sinceMinor = sinceMinor;
    }

    /** The version that brought it. */
    public Microversion since() {
        return new Microversion(sinceMinor);
    }

    int sinceMinor() {
        return sinceMinor;
    }
}
